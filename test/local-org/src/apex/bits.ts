import { nullFault } from './run.ts';

type Maybe<T> = T | null;

/** Shifts use the lowest 5 bits of the distance for an Integer and the lowest 6 for a Long, as in Java. */
export function shiftInteger(operator: '<<' | '>>' | '>>>', one: Maybe<number>, by: Maybe<number | bigint>): number {
  if (one === null || by === null) throw nullFault();
  const distance = typeof by === 'bigint' ? Number(by & 31n) : by;
  if (operator === '<<') return one << distance;
  return operator === '>>' ? one >> distance : (one >>> distance) | 0;
}

export function shiftLong(operator: '<<' | '>>' | '>>>', one: Maybe<bigint>, by: Maybe<number | bigint>): bigint {
  if (one === null || by === null) throw nullFault();
  const distance = BigInt(by) & 63n;
  if (operator === '<<') return BigInt.asIntN(64, one << distance);
  return operator === '>>' ? one >> distance : BigInt.asIntN(64, BigInt.asUintN(64, one) >> distance);
}

export function bitsOfInteger(operator: '&' | '|' | '^', one: Maybe<number>, other: Maybe<number>): number {
  if (one === null || other === null) throw nullFault();
  if (operator === '&') return one & other;
  return operator === '|' ? one | other : one ^ other;
}

export function bitsOfLong(operator: '&' | '|' | '^', one: Maybe<bigint>, other: Maybe<bigint>): bigint {
  if (one === null || other === null) throw nullFault();
  if (operator === '&') return one & other;
  return operator === '|' ? one | other : one ^ other;
}

export function invertInteger(one: Maybe<number>): number {
  if (one === null) throw nullFault();
  return ~one;
}

export function invertLong(one: Maybe<bigint>): bigint {
  if (one === null) throw nullFault();
  return ~one;
}
