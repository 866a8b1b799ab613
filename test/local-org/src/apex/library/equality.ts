import { ApexDecimal } from '../decimal.ts';
import type { Run } from '../run.ts';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexEnumValue,
  ApexList,
  ApexMap,
  ApexObject,
  ApexSObject,
  ApexSet,
  ApexTime,
  msPerDay,
} from '../values.ts';
import type { Value } from '../values.ts';
import { compareNumbers, isNumberValue } from './ordering.ts';

/** The body of `Run.equals`, that is `==`: texts without case. */
export const equalsOf = (run: Run, one: Value, other: Value): boolean =>
  typeof one === 'string' && typeof other === 'string'
    ? one === other || one.toLowerCase() === other.toLowerCase()
    : isSame(run, one, other);

/** Equality of elements of collections, of assertions and of the method `equals`: as `==`, but texts differ by case. */
export function isSame(run: Run, one: Value, other: Value): boolean {
  if (one === other) return true;
  if (one === null || other === null) return false;
  if (isNumberValue(one)) return isNumberValue(other) && compareNumbers(one, other) === 0;
  if (typeof one !== 'object' || typeof other !== 'object') return false;
  if (isDateOrDatetime(one) && isDateOrDatetime(other)) return msOf(one) === msOf(other);
  if (one instanceof ApexTime) return other instanceof ApexTime && one.ms === other.ms;
  if (one instanceof ApexBlob) return other instanceof ApexBlob && Buffer.compare(one.bytes, other.bytes) === 0;
  if (one instanceof ApexEnumValue)
    return other instanceof ApexEnumValue && one.typeName === other.typeName && one.name === other.name;
  if (one instanceof ApexList) return other instanceof ApexList && isSameList(run, one, other);
  if (one instanceof ApexSet) return other instanceof ApexSet && isSameSet(one, other);
  if (one instanceof ApexMap) return other instanceof ApexMap && isSameMap(run, one, other);
  if (one instanceof ApexSObject) return other instanceof ApexSObject && isSameRecord(run, one, other);
  if (one instanceof ApexObject && one.of.hasMethod('equals', 1)) return run.call(one, 'equals', [other]) === true;
  return false;
}

const isDateOrDatetime = (value: object): value is ApexDate | ApexDatetime =>
  value instanceof ApexDate || value instanceof ApexDatetime;
const msOf = (value: ApexDate | ApexDatetime): number => (value instanceof ApexDate ? value.days * msPerDay : value.ms);

const isSameList = (run: Run, one: ApexList, other: ApexList): boolean =>
  one.items.length === other.items.length &&
  one.items.every((item, index) => isSame(run, item, other.items[index] ?? null));

const isSameSet = (one: ApexSet, other: ApexSet): boolean =>
  one.entries.size === other.entries.size && one.entries.keys().every((key) => other.entries.has(key));

const isSameMap = (run: Run, one: ApexMap, other: ApexMap): boolean =>
  one.entries.size === other.entries.size &&
  one.entries.entries().every(([key, [, value]]) => {
    const found = other.entries.get(key);
    return found !== undefined && isSame(run, value, found[1]);
  });

/** Records are the same when their fields are; a field that is null is as one that is not set. */
const isSameRecord = (run: Run, one: ApexSObject, other: ApexSObject): boolean =>
  one.type.toLowerCase() === other.type.toLowerCase() &&
  [...new Set([...one.fields.keys(), ...other.fields.keys()])].every((name) =>
    isSame(run, one.get(name), other.get(name)),
  );

/** Marks keys that stand for values other than texts; no text of an org begins so. */
const MARK = '\u0000';

/** The body of `Run.keyOf`. Texts, integers, longs, booleans and null are their own keys, for speed. */
export function keyOf(run: Run, value: Value): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof ApexDouble) return `${MARK}double${String(value.value + 0)}`;
  if (value instanceof ApexDecimal) return `${MARK}decimal${value.stripped().toString()}`;
  if (value instanceof ApexDate) return `${MARK}date${String(value.days)}`;
  if (value instanceof ApexDatetime) return `${MARK}datetime${String(value.ms)}`;
  if (value instanceof ApexTime) return `${MARK}time${String(value.ms)}`;
  if (value instanceof ApexBlob) return `${MARK}blob${Buffer.from(value.bytes).toString('base64')}`;
  if (value instanceof ApexEnumValue) return `${MARK}enum${value.typeName}.${value.name}`;
  if (value instanceof ApexList) return `${MARK}list${value.items.map((item) => encoded(run, item)).join('')}`;
  if (value instanceof ApexSet) return `${MARK}set${[...value.entries.keys()].map(encodedKey).sort().join('')}`;
  if (value instanceof ApexMap)
    return `${MARK}map${[...value.entries]
      .map(([key, [, of]]) => encodedKey(key) + encoded(run, of))
      .sort()
      .join('')}`;
  if (value instanceof ApexSObject) return keyOfRecord(run, value);
  return keyOfObject(run, value);
}

const encoded = (run: Run, value: Value): string => encodedKey(keyOf(run, value));

/** A key as a part of a longer one: with its type and length, so that two lists never make one text. */
function encodedKey(key: unknown): string {
  const text = String(key);
  return `${typeof key === 'string' ? 't' : typeof key}${String(text.length)}:${text}`;
}

const keyOfRecord = (run: Run, record: ApexSObject): string =>
  `${MARK}record${record.type.toLowerCase()}${[...record.fields]
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${encoded(run, value)}`)
    .sort()
    .join('')}`;

const identities = new WeakMap<ApexObject, number>();
let lastIdentity = 0;

function identityOf(object: ApexObject): number {
  const known = identities.get(object);
  if (known !== undefined) return known;
  lastIdentity += 1;
  identities.set(object, lastIdentity);
  return lastIdentity;
}

type Known = { object: ApexObject; key: string };

/** An object that has its own `equals` shares its key with the equal ones of the same hash code that came before it. */
function keyOfObject(run: Run, object: ApexObject): string {
  if (!object.of.hasMethod('equals', 1)) return `${MARK}object${String(identityOf(object))}`;
  const buckets = bucketsOf(run);
  const place = `${object.of.name}:${String(hashOf(run, object))}`;
  const bucket = buckets.get(place) ?? [];
  const found = bucket.find((one) => one.object === object || isSame(run, object, one.object));
  if (found !== undefined) return found.key;
  lastIdentity += 1;
  const key = `${MARK}equal${String(lastIdentity)}`;
  buckets.set(place, [...bucket, { object, key }]);
  return key;
}

function bucketsOf(run: Run): Map<string, Known[]> {
  const found = run.state.get('keys') as Map<string, Known[]> | undefined;
  if (found !== undefined) return found;
  const made = new Map<string, Known[]>();
  run.state.set('keys', made);
  return made;
}

/** The hash code of a text as Java has it. */
export function hashOfText(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  return hash;
}

const hashOfLong = (value: bigint): number => Number(BigInt.asIntN(32, value ^ (value >> 32n)));

/** The hash code of any value: Java's for texts, numbers, booleans and collections, the class's own where it has one. */
export function hashOf(run: Run, value: Value): number {
  if (value === null) return 0;
  if (typeof value === 'number') return value | 0;
  if (typeof value === 'bigint') return hashOfLong(value);
  if (typeof value === 'boolean') return value ? 1231 : 1237;
  if (typeof value === 'string') return hashOfText(value);
  if (value instanceof ApexList)
    return value.items.reduce((hash: number, item) => (Math.imul(31, hash) + hashOf(run, item)) | 0, 1);
  if (value instanceof ApexSet)
    return value.entries.values().reduce((hash: number, item) => (hash + hashOf(run, item)) | 0, 0);
  if (value instanceof ApexMap)
    return value.entries
      .values()
      .reduce((hash: number, [key, of]) => (hash + (hashOf(run, key) ^ hashOf(run, of))) | 0, 0);
  if (value instanceof ApexObject && value.of.hasMethod('hashCode', 0)) {
    const hash = run.call(value, 'hashCode', []);
    return typeof hash === 'number' ? hash : 0;
  }
  if (value instanceof ApexObject && value.of.hasMethod('equals', 1)) return 0;
  return hashOfText(String(keyOf(run, value)));
}
