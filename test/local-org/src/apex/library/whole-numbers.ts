import { decimalOfDouble, numberOf } from '../conversion.ts';
import { ApexDecimal } from '../decimal.ts';
import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { ApexDouble } from '../values.ts';
import type { Value } from '../values.ts';
import { typeFault, withoutNulls } from './arguments.ts';
import { formatNumber } from './number-text.ts';

/** A whole number within the bounds of a type, or undefined. Java reads a sign and digits, nothing else. */
function parseWhole(text: string, bits: number): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return BigInt.asIntN(bits, value) === value ? value : undefined;
}

/** The whole part of a double within the bounds of a type, as Java casts it. */
export function wholeOfDouble(value: number, bits: number): bigint {
  if (Number.isNaN(value)) return 0n;
  const most = 2n ** BigInt(bits - 1);
  if (value >= Number(most)) return most - 1n;
  return value <= -Number(most) ? -most : BigInt(Math.trunc(value));
}

/** The whole part of a decimal; what is too large wraps around, as Java's `intValue` and `longValue` do. */
export const wholeOfDecimal = (value: ApexDecimal, bits: number): bigint =>
  BigInt.asIntN(bits, value.rounded(0, 'DOWN').unscaled);

const isPlainNumber = (value: Value): value is number | bigint | ApexDouble | ApexDecimal =>
  typeof value === 'number' || typeof value === 'bigint' || value instanceof ApexDouble || value instanceof ApexDecimal;

/** Reads a text, or takes the number that an Object holds. */
function wholeOf(value: Value, bits: number, name: string): bigint {
  if (isPlainNumber(value)) {
    return value instanceof ApexDecimal ? wholeOfDecimal(value, bits) : wholeOfNumber(value, bits);
  }
  const parsed = typeof value === 'string' ? parseWhole(value, bits) : undefined;
  if (parsed === undefined) throw typeFault(`Invalid ${name}: ${String(value)}`);
  return parsed;
}

const wholeOfNumber = (value: number | bigint | ApexDouble, bits: number): bigint =>
  typeof value === 'bigint' ? BigInt.asIntN(bits, value) : wholeOfDouble(numberOf(value), bits);

export const integerClass: LibraryClass = defineClass(
  'System.Integer',
  withoutNulls({
    'static Integer valueOf(String text)': (_run, text: string) => Number(wholeOf(text, 32, 'integer')),
    'static Integer valueOf(Object value)': (_run, value: Value) => Number(wholeOf(value, 32, 'integer')),
    'static Integer MAX_VALUE': () => 2147483647,
    'static Integer MIN_VALUE': () => -2147483648,
    'String format()': (run, value: number) => formatNumber(value, run.user.locale),
    'Integer intValue()': (_run, value: number) => value,
    'Long longValue()': (_run, value: number) => BigInt(value),
    'Double doubleValue()': (_run, value: number) => new ApexDouble(value),
  }),
);

export const longClass: LibraryClass = defineClass(
  'System.Long',
  withoutNulls({
    'static Long valueOf(String text)': (_run, text: string) => wholeOf(text, 64, 'long'),
    'static Long valueOf(Object value)': (_run, value: Value) => wholeOf(value, 64, 'long'),
    'static Long MAX_VALUE': () => 2n ** 63n - 1n,
    'static Long MIN_VALUE': () => -(2n ** 63n),
    'String format()': (run, value: bigint) => formatNumber(value, run.user.locale),
    'Integer intValue()': (_run, value: bigint) => Number(BigInt.asIntN(32, value)),
    'Long longValue()': (_run, value: bigint) => value,
    'Double doubleValue()': (_run, value: bigint) => new ApexDouble(Number(value)),
  }),
);

/** A double from a text as Java reads it, or from the number that an Object holds. */
function doubleOf(value: Value): ApexDouble {
  if (isPlainNumber(value)) return new ApexDouble(numberOf(value));
  const text = typeof value === 'string' ? value.trim().replace(/[dDfF]$/, '') : '';
  const isNumber = /^[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)$/.test(text);
  if (!isNumber) throw typeFault(`Invalid double: ${String(value)}`);
  return new ApexDouble(Number(text.replace(/^[+-]NaN$/, 'NaN')));
}

export const doubleClass: LibraryClass = defineClass(
  'System.Double',
  withoutNulls({
    'static Double valueOf(String text)': (_run, text: string) => doubleOf(text),
    'static Double valueOf(Object value)': (_run, value: Value) => doubleOf(value),
    'String format()': (run, { value }: ApexDouble) => formatNumber(value, run.user.locale),
    'Integer intValue()': (_run, { value }: ApexDouble) => Number(wholeOfDouble(value, 32)),
    'Long longValue()': (_run, { value }: ApexDouble) => wholeOfDouble(value, 64),
    'Double doubleValue()': (_run, value: ApexDouble) => value,
    'Long round()': (_run, { value }: ApexDouble) => decimalOfDouble(value).rounded(0, 'HALF_UP').unscaled,
  }),
);

export const booleanClass: LibraryClass = defineClass(
  'System.Boolean',
  withoutNulls({
    'static Boolean valueOf(String text)': (_run, text: string) => text.toLowerCase() === 'true',
    'static Boolean valueOf(Object value)': (_run, value: Value) => String(value).toLowerCase() === 'true',
  }),
);
