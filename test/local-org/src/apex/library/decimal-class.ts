import { decimalOfDouble, widen } from '../conversion.ts';
import { ApexDecimal } from '../decimal.ts';
import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { ApexDouble } from '../values.ts';
import type { ApexEnumValue } from '../values.ts';
import { mathFault, typeFault, withoutNulls } from './arguments.ts';
import { formatNumber } from './number-text.ts';
import { roundBy } from './rounding.ts';
import { wholeOfDecimal } from './whole-numbers.ts';

/** How the platform rounds where no mode is said. */
const halfEven = { name: 'HALF_EVEN' };

/** The quotient, rounded from the exact one. */
function divide(value: ApexDecimal, by: ApexDecimal, scale: number, mode: Pick<ApexEnumValue, 'name'>): ApexDecimal {
  if (by.unscaled === 0n) throw mathFault('Divide by 0');
  // A further digit, and one that says whether anything is left after it, are all that rounding needs.
  const shift = BigInt(Math.max(0, scale + 1 + by.scale - value.scale));
  const dividend = value.unscaled * 10n ** shift;
  const quotient = dividend / by.unscaled;
  const isNegative = value.unscaled < 0n !== by.unscaled < 0n;
  const rest = dividend % by.unscaled === 0n ? 0n : isNegative ? -1n : 1n;
  return roundBy(new ApexDecimal(quotient * 10n + rest, value.scale - by.scale + Number(shift) + 1), scale, mode);
}

const digitsOf = (value: bigint): number => (value < 0n ? -value : value).toString().length;

function power(value: ApexDecimal, exponent: number): ApexDecimal {
  if (exponent < 0 || exponent > 32767) throw mathFault('Invalid operation');
  return new ApexDecimal(value.unscaled ** BigInt(exponent), value.scale * exponent);
}

/** A scale below 0 leaves zeros before the point. */
function withScale(value: ApexDecimal, scale: number, mode: Pick<ApexEnumValue, 'name'>): ApexDecimal {
  if (scale < -32768 || scale > 32768) throw mathFault('Invalid scale');
  const rounded = roundBy(value, scale, mode);
  return scale >= 0 ? rounded : new ApexDecimal(rounded.unscaled * 10n ** BigInt(-scale), 0);
}

/** Java takes zeros at the end away before the point too; the value is written with them. */
const strip = (value: ApexDecimal): ApexDecimal => value.stripped();

function parseDecimal(text: string): ApexDecimal {
  const parsed = text.trim() === text ? ApexDecimal.parse(text) : undefined;
  if (parsed === undefined) throw typeFault(`Invalid decimal: ${text}`);
  return parsed;
}

export const decimalClass: LibraryClass = defineClass(
  'System.Decimal',
  withoutNulls({
    'static Decimal valueOf(String text)': (_run, text: string) => parseDecimal(text),
    'static Decimal valueOf(Double value)': (_run, { value }: ApexDouble) => decimalOfDouble(value),
    'static Decimal valueOf(Long value)': (_run, value: bigint | number) => widen(value, 'Long', 'Decimal'),
    'Decimal abs()': (_run, value: ApexDecimal) => (value.unscaled < 0n ? value.negated() : value),
    'Decimal divide(Decimal divisor, Integer scale)': (_run, value: ApexDecimal, by: ApexDecimal, scale: number) =>
      divide(value, by, scale, halfEven),
    'Decimal divide(Decimal divisor, Integer scale, RoundingMode mode)': (
      _run,
      value: ApexDecimal,
      by: ApexDecimal,
      scale: number,
      mode: ApexEnumValue,
    ) => divide(value, by, scale, mode),
    'Double doubleValue()': (_run, value: ApexDecimal) => new ApexDouble(value.toNumber()),
    'String format()': (run, value: ApexDecimal) => formatNumber(value, run.user.locale),
    'Integer intValue()': (_run, value: ApexDecimal) => Number(wholeOfDecimal(value, 32)),
    'Long longValue()': (_run, value: ApexDecimal) => wholeOfDecimal(value, 64),
    'Decimal pow(Integer exponent)': (_run, value: ApexDecimal, exponent: number) => power(value, exponent),
    'Integer precision()': (_run, value: ApexDecimal) => digitsOf(value.unscaled),
    'Long round()': (_run, value: ApexDecimal) => BigInt.asIntN(64, roundBy(value, 0, halfEven).unscaled),
    'Long round(RoundingMode mode)': (_run, value: ApexDecimal, mode: ApexEnumValue) =>
      BigInt.asIntN(64, roundBy(value, 0, mode).unscaled),
    'Integer scale()': (_run, value: ApexDecimal) => value.scale,
    'Decimal setScale(Integer scale)': (_run, value: ApexDecimal, scale: number) => withScale(value, scale, halfEven),
    'Decimal setScale(Integer scale, RoundingMode mode)': (
      _run,
      value: ApexDecimal,
      scale: number,
      mode: ApexEnumValue,
    ) => withScale(value, scale, mode),
    'Decimal stripTrailingZeros()': (_run, value: ApexDecimal) => strip(value),
    'String toPlainString()': (_run, value: ApexDecimal) => value.toString(),
  }),
);
