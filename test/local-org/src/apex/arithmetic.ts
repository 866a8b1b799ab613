import { ApexDecimal } from './decimal.ts';
import { ApexFault, nullFault } from './run.ts';
import { ApexDouble } from './values.ts';

type Maybe<T> = T | null;

const divideByZero = (): ApexFault => new ApexFault('System.MathException', 'Divide by 0');

/** Integers: 32 bits that wrap around. */
export function plusInteger(one: Maybe<number>, other: Maybe<number>): number {
  if (one === null || other === null) throw nullFault();
  return (one + other) | 0;
}

export function minusInteger(one: Maybe<number>, other: Maybe<number>): number {
  if (one === null || other === null) throw nullFault();
  return (one - other) | 0;
}

export function timesInteger(one: Maybe<number>, other: Maybe<number>): number {
  if (one === null || other === null) throw nullFault();
  return Math.imul(one, other);
}

export function overInteger(one: Maybe<number>, other: Maybe<number>): number {
  if (one === null || other === null) throw nullFault();
  if (other === 0) throw divideByZero();
  return (one / other) | 0;
}

/** The remainder; its sign is that of the first. */
export function restInteger(one: Maybe<number>, other: Maybe<number>): number {
  if (one === null || other === null) throw nullFault();
  if (other === 0) throw divideByZero();
  return (one % other) | 0;
}

export function negateInteger(one: Maybe<number>): number {
  if (one === null) throw nullFault();
  return -one | 0;
}

const long = (value: bigint): bigint => BigInt.asIntN(64, value);

/** Longs: 64 bits that wrap around. */
export function plusLong(one: Maybe<bigint>, other: Maybe<bigint>): bigint {
  if (one === null || other === null) throw nullFault();
  return long(one + other);
}

export function minusLong(one: Maybe<bigint>, other: Maybe<bigint>): bigint {
  if (one === null || other === null) throw nullFault();
  return long(one - other);
}

export function timesLong(one: Maybe<bigint>, other: Maybe<bigint>): bigint {
  if (one === null || other === null) throw nullFault();
  return long(one * other);
}

export function overLong(one: Maybe<bigint>, other: Maybe<bigint>): bigint {
  if (one === null || other === null) throw nullFault();
  if (other === 0n) throw divideByZero();
  return long(one / other);
}

export function restLong(one: Maybe<bigint>, other: Maybe<bigint>): bigint {
  if (one === null || other === null) throw nullFault();
  if (other === 0n) throw divideByZero();
  return one % other;
}

export function negateLong(one: Maybe<bigint>): bigint {
  if (one === null) throw nullFault();
  return long(-one);
}

/** Doubles. Unlike in Java, a division by 0 is an error. */
export function plusDouble(one: Maybe<ApexDouble>, other: Maybe<ApexDouble>): ApexDouble {
  if (one === null || other === null) throw nullFault();
  return new ApexDouble(one.value + other.value);
}

export function minusDouble(one: Maybe<ApexDouble>, other: Maybe<ApexDouble>): ApexDouble {
  if (one === null || other === null) throw nullFault();
  return new ApexDouble(one.value - other.value);
}

export function timesDouble(one: Maybe<ApexDouble>, other: Maybe<ApexDouble>): ApexDouble {
  if (one === null || other === null) throw nullFault();
  return new ApexDouble(one.value * other.value);
}

export function overDouble(one: Maybe<ApexDouble>, other: Maybe<ApexDouble>): ApexDouble {
  if (one === null || other === null) throw nullFault();
  if (other.value === 0) throw divideByZero();
  return new ApexDouble(one.value / other.value);
}

export function restDouble(one: Maybe<ApexDouble>, other: Maybe<ApexDouble>): ApexDouble {
  if (one === null || other === null) throw nullFault();
  if (other.value === 0) throw divideByZero();
  return new ApexDouble(one.value % other.value);
}

export function negateDouble(one: Maybe<ApexDouble>): ApexDouble {
  if (one === null) throw nullFault();
  return new ApexDouble(-one.value);
}

/** Decimals: sums have the larger scale, products the sum of the scales. */
export function plusDecimal(one: Maybe<ApexDecimal>, other: Maybe<ApexDecimal>): ApexDecimal {
  if (one === null || other === null) throw nullFault();
  return one.plus(other);
}

export function minusDecimal(one: Maybe<ApexDecimal>, other: Maybe<ApexDecimal>): ApexDecimal {
  if (one === null || other === null) throw nullFault();
  return one.minus(other);
}

export function timesDecimal(one: Maybe<ApexDecimal>, other: Maybe<ApexDecimal>): ApexDecimal {
  if (one === null || other === null) throw nullFault();
  return one.times(other);
}

export function overDecimal(one: Maybe<ApexDecimal>, other: Maybe<ApexDecimal>): ApexDecimal {
  if (one === null || other === null) throw nullFault();
  if (other.unscaled === 0n) throw divideByZero();
  return one.dividedBy(other);
}

export function restDecimal(one: Maybe<ApexDecimal>, other: Maybe<ApexDecimal>): ApexDecimal {
  if (one === null || other === null) throw nullFault();
  if (other.unscaled === 0n) throw divideByZero();
  const scale = Math.max(one.scale, other.scale);
  return new ApexDecimal(one.rounded(scale).unscaled % other.rounded(scale).unscaled, scale);
}

export function negateDecimal(one: Maybe<ApexDecimal>): ApexDecimal {
  if (one === null) throw nullFault();
  return one.negated();
}

/** The functions of each type of number by operator, for both operands of that type. */
export const arithmetic = {
  Integer: { '+': plusInteger, '-': minusInteger, '*': timesInteger, '/': overInteger, '%': restInteger },
  Long: { '+': plusLong, '-': minusLong, '*': timesLong, '/': overLong, '%': restLong },
  Double: { '+': plusDouble, '-': minusDouble, '*': timesDouble, '/': overDouble, '%': restDouble },
  Decimal: { '+': plusDecimal, '-': minusDecimal, '*': timesDecimal, '/': overDecimal, '%': restDecimal },
} as const;

export const negation = {
  Integer: negateInteger,
  Long: negateLong,
  Double: negateDouble,
  Decimal: negateDecimal,
} as const;
