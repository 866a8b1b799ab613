import { ApexDecimal } from './decimal.ts';
import { id18 } from './record-id.ts';
import { ApexBlob, ApexDate, ApexDatetime, ApexDouble, ApexEnumValue, ApexTime } from './values.ts';
import type { Value } from './values.ts';
import { dayMs } from '../calendar.ts';

type AnyNumber = number | bigint | ApexDouble | ApexDecimal;

const isAnyNumber = (value: Value): value is AnyNumber =>
  typeof value === 'number' || typeof value === 'bigint' || value instanceof ApexDouble || value instanceof ApexDecimal;

const orderOf = (one: number | bigint, other: number | bigint): number => (one < other ? -1 : Number(one > other));

/** The order of two numbers of any types by size; NaN with a NaN. */
export function compareNumbers(one: AnyNumber, other: AnyNumber): number {
  const [left, right] = [plainNumber(one), plainNumber(other)];
  if (!(left instanceof ApexDecimal) && !(right instanceof ApexDecimal)) {
    return Number.isNaN(left) || Number.isNaN(right) ? NaN : orderOf(left, right);
  }
  if (!isFinite(left) || !isFinite(right)) return orderOf(roughNumber(left), roughNumber(right));
  return toDecimal(left).compareTo(toDecimal(right));
}

const plainNumber = (value: AnyNumber): number | bigint | ApexDecimal =>
  value instanceof ApexDouble ? value.value : value;
const isFinite = (value: number | bigint | ApexDecimal): boolean => typeof value !== 'number' || Number.isFinite(value);
const roughNumber = (value: number | bigint | ApexDecimal): number =>
  value instanceof ApexDecimal ? value.toNumber() : Number(value);
const toDecimal = (value: number | bigint | ApexDecimal): ApexDecimal => {
  if (value instanceof ApexDecimal) return value;
  return typeof value === 'bigint' ? new ApexDecimal(value) : ApexDecimal.fromNumber(value);
};

/** The milliseconds of a date, datetime or time; dates are midnights in GMT. */
function instantOf(value: Value): number | undefined {
  if (value instanceof ApexDate) return value.days * dayMs;
  return value instanceof ApexDatetime || value instanceof ApexTime ? value.ms : undefined;
}

/** What `==` of texts compares: they are equal whatever their case. */
export const foldCase = (text: string): string => {
  const upper = text.toUpperCase();
  return upper.length === text.length ? upper.toLowerCase() : text.toLowerCase();
};

export const isEqualText = (one: string | null, other: string | null): boolean =>
  one === other || (one !== null && other !== null && foldCase(one) === foldCase(other));

/** `==` where at least one side is an Id: 15 and 18 characters are the same id; other texts are compared by case. */
export const isEqualId = (one: string | null, other: string | null): boolean =>
  one === other || (one !== null && other !== null && (id18(one) ?? one) === (id18(other) ?? other));

/** `==` of two values that are neither objects nor collections; objects are equal to themselves. */
export function isEqualPlain(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (one === null || other === null) return false;
  if (typeof one === 'string') return typeof other === 'string' && isEqualText(one, other);
  if (isAnyNumber(one)) return isAnyNumber(other) && compareNumbers(one, other) === 0;
  if (one instanceof ApexEnumValue) {
    return other instanceof ApexEnumValue && one.typeName === other.typeName && one.name === other.name;
  }
  if (one instanceof ApexBlob) return other instanceof ApexBlob && Buffer.from(one.bytes).equals(other.bytes);
  const instant = instantOf(one);
  return instant !== undefined && one instanceof ApexTime === other instanceof ApexTime && instant === instantOf(other);
}

/** `===` of plain values: of the same type and size; other values are the same object. */
export function isSame(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (one.constructor !== other.constructor) return false;
  const isPlain = isAnyNumber(one) || instantOf(one) !== undefined || one instanceof ApexEnumValue;
  return isPlain && isEqualPlain(one, other);
}

/**
 * The order of two plain values for `<` and `>`; undefined where every comparison is false: with null, unless the other is a
 * text, which is greater. Texts are ordered without case.
 */
export function orderOfPlain(one: Value, other: Value): number | undefined {
  if (typeof one === 'string' || typeof other === 'string') {
    if (one === null || other === null) return Number(one !== null) - Number(other !== null);
    if (typeof one !== 'string' || typeof other !== 'string') return undefined;
    const [left, right] = [foldCase(one), foldCase(other)];
    return left < right ? -1 : Number(left > right);
  }
  if (one === null || other === null) return undefined;
  if (isAnyNumber(one) && isAnyNumber(other)) {
    const order = compareNumbers(one, other);
    return Number.isNaN(order) ? undefined : order;
  }
  if (one instanceof ApexEnumValue && other instanceof ApexEnumValue) return orderOf(one.ordinal, other.ordinal);
  const [left, right] = [instantOf(one), instantOf(other)];
  return left === undefined || right === undefined ? undefined : orderOf(left, right);
}

export function isLess(one: Value, other: Value): boolean {
  if (typeof one === 'number' && typeof other === 'number') return one < other;
  return (orderOfPlain(one, other) ?? 0) < 0;
}

export function isGreater(one: Value, other: Value): boolean {
  if (typeof one === 'number' && typeof other === 'number') return one > other;
  return (orderOfPlain(one, other) ?? 0) > 0;
}

export function isAtMost(one: Value, other: Value): boolean {
  if (typeof one === 'number' && typeof other === 'number') return one <= other;
  return (orderOfPlain(one, other) ?? 1) <= 0;
}

export function isAtLeast(one: Value, other: Value): boolean {
  if (typeof one === 'number' && typeof other === 'number') return one >= other;
  return (orderOfPlain(one, other) ?? -1) >= 0;
}

/**
 * What sets and maps tell plain values apart by: texts by case, numbers by type and size. Keys of wrapped values are texts
 * that begin with a character that no text of the platform has.
 */
export function keyOfPlain(value: Value): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ApexDouble) return `\0Double ${value.value}`;
  if (value instanceof ApexDecimal) return `\0Decimal ${value.stripped().toString()}`;
  if (value instanceof ApexDate) return `\0Date ${value.days}`;
  if (value instanceof ApexDatetime) return `\0Datetime ${value.ms}`;
  if (value instanceof ApexTime) return `\0Time ${value.ms}`;
  if (value instanceof ApexBlob) return `\0Blob ${Buffer.from(value.bytes).toString('base64')}`;
  if (value instanceof ApexEnumValue) return `\0${value.typeName} ${value.name}`;
  return value;
}
