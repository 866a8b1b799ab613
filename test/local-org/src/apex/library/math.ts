import { restInteger, restLong } from '../arithmetic.ts';
import { compareNumbers } from '../comparison.ts';
import { decimalOfDouble } from '../conversion.ts';
import { ApexDecimal } from '../decimal.ts';
import { defineClass } from '../library.ts';
import type { Implementation, LibraryClass } from '../library.ts';
import { ApexDouble } from '../values.ts';
import { mathFault, withoutNulls } from './arguments.ts';
import { wholeOfDouble } from './whole-numbers.ts';

type AnyNumber = number | bigint | ApexDouble | ApexDecimal;

/** A decimal from a function of doubles; there is none for what is no number. */
function decimalBy(value: ApexDecimal, calculate: (value: number) => number): ApexDecimal {
  const result = calculate(value.toNumber());
  if (!Number.isFinite(result)) throw mathFault('Invalid operation');
  return decimalOfDouble(result);
}

/** A function for doubles, and the same one for decimals. */
const forBoth = (name: string, calculate: (value: number) => number): Record<string, Implementation> => ({
  [`static Decimal ${name}(Decimal value)`]: (_run, value: ApexDecimal) => decimalBy(value, calculate),
  [`static Double ${name}(Double value)`]: (_run, { value }: ApexDouble) => new ApexDouble(calculate(value)),
});

const types = ['Integer', 'Long', 'Double', 'Decimal'];

/** A member for two numbers of each type. */
const forTypes = (
  name: string,
  calculate: (one: AnyNumber, other: AnyNumber) => AnyNumber,
): Record<string, Implementation> =>
  Object.fromEntries(
    types.map((type): [string, Implementation] => [
      `static ${type} ${name}(${type} one, ${type} other)`,
      (_run, one: AnyNumber, other: AnyNumber) => calculate(one, other),
    ]),
  );

const isNaNumber = (value: AnyNumber): boolean => value instanceof ApexDouble && Number.isNaN(value.value);
const larger = (one: AnyNumber, other: AnyNumber): AnyNumber =>
  isNaNumber(one) || compareNumbers(one, other) >= 0 ? one : other;
const smaller = (one: AnyNumber, other: AnyNumber): AnyNumber =>
  isNaNumber(one) || compareNumbers(one, other) <= 0 ? one : other;

const signOf = (value: number | bigint): number => Number(value > 0) - Number(value < 0);

/** Java rounds a half to the even neighbour. */
function toEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

export const mathClass: LibraryClass = defineClass(
  'System.Math',
  withoutNulls({
    'static Double E': () => new ApexDouble(Math.E),
    'static Double PI': () => new ApexDouble(Math.PI),
    'static Integer abs(Integer value)': (_run, value: number) => Math.abs(value) | 0,
    'static Long abs(Long value)': (_run, value: bigint) => BigInt.asIntN(64, value < 0n ? -value : value),
    'static Double abs(Double value)': (_run, { value }: ApexDouble) => new ApexDouble(Math.abs(value)),
    'static Decimal abs(Decimal value)': (_run, value: ApexDecimal) => (value.unscaled < 0n ? value.negated() : value),
    ...forBoth('acos', Math.acos),
    ...forBoth('asin', Math.asin),
    ...forBoth('atan', Math.atan),
    ...forBoth('cbrt', Math.cbrt),
    ...forBoth('cos', Math.cos),
    ...forBoth('cosh', Math.cosh),
    ...forBoth('exp', Math.exp),
    ...forBoth('log', Math.log),
    ...forBoth('log10', Math.log10),
    ...forBoth('sin', Math.sin),
    ...forBoth('sinh', Math.sinh),
    ...forBoth('sqrt', Math.sqrt),
    ...forBoth('tan', Math.tan),
    ...forBoth('tanh', Math.tanh),
    'static Decimal atan2(Decimal y, Decimal x)': (_run, y: ApexDecimal, x: ApexDecimal) =>
      decimalOfDouble(Math.atan2(y.toNumber(), x.toNumber())),
    'static Double atan2(Double y, Double x)': (_run, y: ApexDouble, x: ApexDouble) =>
      new ApexDouble(Math.atan2(y.value, x.value)),
    'static Decimal ceil(Decimal value)': (_run, value: ApexDecimal) => value.rounded(0, 'CEILING'),
    'static Double ceil(Double value)': (_run, { value }: ApexDouble) => new ApexDouble(Math.ceil(value)),
    'static Decimal floor(Decimal value)': (_run, value: ApexDecimal) => value.rounded(0, 'FLOOR'),
    'static Double floor(Double value)': (_run, { value }: ApexDouble) => new ApexDouble(Math.floor(value)),
    'static Decimal rint(Decimal value)': (_run, value: ApexDecimal) => value.rounded(0, 'HALF_EVEN'),
    'static Double rint(Double value)': (_run, { value }: ApexDouble) => new ApexDouble(toEven(value)),
    'static Integer round(Double value)': (_run, { value }: ApexDouble) =>
      Number(wholeOfDouble(Math.floor(value + 0.5), 32)),
    'static Integer round(Decimal value)': (_run, value: ApexDecimal) =>
      Number(BigInt.asIntN(32, value.rounded(0, 'HALF_EVEN').unscaled)),
    'static Long roundToLong(Double value)': (_run, { value }: ApexDouble) =>
      wholeOfDouble(Math.floor(value + 0.5), 64),
    'static Long roundToLong(Decimal value)': (_run, value: ApexDecimal) =>
      BigInt.asIntN(64, value.rounded(0, 'HALF_EVEN').unscaled),
    ...forTypes('max', larger),
    ...forTypes('min', smaller),
    'static Integer mod(Integer one, Integer other)': (_run, one: number, other: number) => restInteger(one, other),
    'static Long mod(Long one, Long other)': (_run, one: bigint, other: bigint) => restLong(one, other),
    'static Double pow(Double base, Double exponent)': (_run, base: ApexDouble, exponent: ApexDouble) =>
      new ApexDouble(base.value ** exponent.value),
    'static Double random()': () => new ApexDouble(Math.random()),
    'static Decimal signum(Decimal value)': (_run, { unscaled }: ApexDecimal) =>
      new ApexDecimal(BigInt(signOf(unscaled))),
    'static Double signum(Double value)': (_run, { value }: ApexDouble) => new ApexDouble(Math.sign(value)),
  }),
);
