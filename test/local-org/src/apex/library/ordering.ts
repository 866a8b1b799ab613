import { ApexDecimal } from '../decimal.ts';
import { ApexFault } from '../run.ts';
import type { Run } from '../run.ts';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexEnumValue,
  ApexObject,
  ApexSObject,
  ApexTime,
} from '../values.ts';
import type { Value } from '../values.ts';

export type ApexNumber = number | bigint | ApexDouble | ApexDecimal;

export const isNumberValue = (value: Value): value is ApexNumber =>
  typeof value === 'number' || typeof value === 'bigint' || value instanceof ApexDecimal || value instanceof ApexDouble;

const order = <T extends number | bigint | string>(one: T, other: T): number =>
  one < other ? -1 : Number(one > other);

function toDecimal(value: ApexNumber): ApexDecimal {
  if (value instanceof ApexDecimal) return value;
  if (value instanceof ApexDouble) return ApexDecimal.fromNumber(value.value);
  return new ApexDecimal(BigInt(value));
}

/** Numbers of any types by their size. */
export function compareNumbers(one: ApexNumber, other: ApexNumber): number {
  if (one instanceof ApexDecimal || other instanceof ApexDecimal) return toDecimal(one).compareTo(toDecimal(other));
  const [left, right] = [one, other].map((each) => (each instanceof ApexDouble ? each.value : each));
  return order(left ?? 0, right ?? 0);
}

/** The kinds of values in the order in which a list of Objects sorts them. */
function rankOf(value: Value): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return 1;
  if (isNumberValue(value)) return 2;
  if (typeof value === 'string') return 3;
  const classes = [ApexDate, ApexDatetime, ApexTime, ApexBlob, ApexEnumValue, ApexSObject, ApexObject];
  const place = classes.findIndex((one) => value instanceof one);
  return place === -1 ? 20 : place + 4;
}

const notComparable = (): ApexFault =>
  new ApexFault('System.ListException', 'One or more of the items in this list is not Comparable.');

/** The body of `Run.compare`. Texts differ by case, as in Java. */
export function compareOf(run: Run, one: Value, other: Value): number {
  if (one === other) return 0;
  const ranks = order(rankOf(one), rankOf(other));
  if (ranks !== 0 || one === null || other === null) return ranks;
  if (typeof one === 'string') return order(one, String(other));
  if (typeof one === 'boolean') return Number(one) - Number(other);
  if (isNumberValue(one)) return isNumberValue(other) ? compareNumbers(one, other) : 0;
  if (one instanceof ApexDate && other instanceof ApexDate) return order(one.days, other.days);
  if (one instanceof ApexDatetime && other instanceof ApexDatetime) return order(one.ms, other.ms);
  if (one instanceof ApexTime && other instanceof ApexTime) return order(one.ms, other.ms);
  if (one instanceof ApexBlob && other instanceof ApexBlob) return Buffer.compare(one.bytes, other.bytes);
  if (one instanceof ApexEnumValue && other instanceof ApexEnumValue) return order(one.ordinal, other.ordinal);
  if (one instanceof ApexSObject && other instanceof ApexSObject) return compareRecords(run, one, other);
  if (one instanceof ApexObject) return compareObjects(run, one, other);
  throw notComparable();
}

function compareObjects(run: Run, one: ApexObject, other: Value): number {
  if (!one.of.isSubtypeOf('System.Comparable')) throw notComparable();
  const result = run.call(one, 'compareTo', [other]);
  return typeof result === 'number' ? result : 0;
}

/** By object, then Name, then the standard fields from A to Z, then the custom ones. */
function compareRecords(run: Run, one: ApexSObject, other: ApexSObject): number {
  const types = order(one.type, other.type);
  if (types !== 0) return types;
  const names = [...new Set([...one.fields.keys(), ...other.fields.keys()])].sort(
    (left, right) => order(placeOf(left), placeOf(right)) || order(left, right),
  );
  for (const name of names) {
    const [left, right] = [one.get(name), other.get(name)];
    if (rankOf(left) === 20 || rankOf(right) === 20) continue;
    const result = compareOf(run, left, right);
    if (result !== 0) return result;
  }
  return 0;
}

const placeOf = (field: string): number => (field === 'name' ? 0 : field.endsWith('__c') ? 2 : 1);
