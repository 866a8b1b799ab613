/** The platform's rounding modes for decimals. */
export type RoundingMode = 'CEILING' | 'DOWN' | 'FLOOR' | 'HALF_DOWN' | 'HALF_EVEN' | 'HALF_UP' | 'UNNECESSARY' | 'UP';

const powerOfTen = (exponent: number): bigint => 10n ** BigInt(exponent);

/** A division of decimals keeps at least so many digits after the point. */
const DIVISION_SCALE = 33;

/** A decimal number of any size: `unscaled` / 10^`scale`. Never changed once it is made. */
export class ApexDecimal {
  readonly unscaled: bigint;
  readonly scale: number;

  constructor(unscaled: bigint, scale = 0) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  /** Reads `-12.50` or `1.5E-7`; undefined for another text. */
  static parse(text: string): ApexDecimal | undefined {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text.trim());
    const [, sign = '', whole = '', part = '', exponent = '0'] = match ?? [];
    if (match === null || whole + part === '') return undefined;
    const digits = BigInt(sign + whole + part);
    const scale = part.length - Number(exponent);
    return scale >= 0 ? new ApexDecimal(digits, scale) : new ApexDecimal(digits * powerOfTen(-scale), 0);
  }

  /** The decimal that a double is written as. */
  static fromNumber(value: number): ApexDecimal {
    return ApexDecimal.parse(String(value)) ?? new ApexDecimal(0n);
  }

  toNumber(): number {
    return Number(this.toString());
  }

  private withScale(scale: number): bigint {
    return this.unscaled * powerOfTen(scale - this.scale);
  }

  plus(other: ApexDecimal): ApexDecimal {
    const scale = Math.max(this.scale, other.scale);
    return new ApexDecimal(this.withScale(scale) + other.withScale(scale), scale);
  }

  minus(other: ApexDecimal): ApexDecimal {
    return this.plus(other.negated());
  }

  times(other: ApexDecimal): ApexDecimal {
    return new ApexDecimal(this.unscaled * other.unscaled, this.scale + other.scale);
  }

  /** The quotient without trailing zeros beyond the scale of the dividend. Throws RangeError for a divisor of 0. */
  dividedBy(other: ApexDecimal): ApexDecimal {
    if (other.unscaled === 0n) throw new RangeError('Divide by 0');
    const exact = new ApexDecimal(
      (this.unscaled * powerOfTen(DIVISION_SCALE + other.scale)) / other.unscaled,
      this.scale + DIVISION_SCALE,
    ).rounded(DIVISION_SCALE, 'HALF_UP');
    return exact.stripped(Math.max(this.scale, other.scale));
  }

  negated(): ApexDecimal {
    return new ApexDecimal(-this.unscaled, this.scale);
  }

  /** Negative, 0 or positive, whatever the scales: 1.0 equals 1.00. */
  compareTo(other: ApexDecimal): number {
    const scale = Math.max(this.scale, other.scale);
    const [one, two] = [this.withScale(scale), other.withScale(scale)];
    return one < two ? -1 : Number(one > two);
  }

  /** Without zeros at the end, but with at least `least` digits after the point. */
  stripped(least = 0): ApexDecimal {
    let { unscaled, scale } = this;
    while (scale > least && unscaled % 10n === 0n) {
      unscaled /= 10n;
      scale -= 1;
    }
    return new ApexDecimal(unscaled, scale);
  }

  /** With so many digits after the point. Throws RangeError where `UNNECESSARY` rounding would be needed. */
  rounded(scale: number, mode: RoundingMode = 'HALF_UP'): ApexDecimal {
    if (scale >= this.scale) return new ApexDecimal(this.withScale(scale), scale);
    const unit = powerOfTen(this.scale - scale);
    const [down, rest] = [this.unscaled / unit, this.unscaled % unit];
    if (rest === 0n) return new ApexDecimal(down, scale);
    if (mode === 'UNNECESSARY') throw new RangeError('Rounding necessary');
    const sign = this.unscaled < 0n ? -1n : 1n;
    return new ApexDecimal(isAway(mode, { sign, twice: 2n * rest * sign, unit, down }) ? down + sign : down, scale);
  }

  /** As `12.50`; the platform writes no exponents. */
  toString(): string {
    const digits = (this.unscaled < 0n ? -this.unscaled : this.unscaled).toString().padStart(this.scale + 1, '0');
    const point = digits.length - this.scale;
    const text = this.scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
    return this.unscaled < 0n ? `-${text}` : text;
  }
}

/** Whether a number is rounded away from 0; `twice` is twice the absolute rest. */
function isAway(
  mode: RoundingMode,
  { sign, twice, unit, down }: { sign: bigint; twice: bigint; unit: bigint; down: bigint },
): boolean {
  if (mode === 'UP') return true;
  if (mode === 'CEILING') return sign > 0n;
  if (mode === 'FLOOR') return sign < 0n;
  if (mode === 'HALF_UP') return twice >= unit;
  if (mode === 'HALF_DOWN') return twice > unit;
  if (mode === 'HALF_EVEN') return twice > unit || (twice === unit && down % 2n !== 0n);
  return false;
}
