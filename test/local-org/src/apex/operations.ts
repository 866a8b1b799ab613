import { dayMs } from '../calendar.ts';
import { isA, cast, castNumber } from './casting.ts';
import { isAtLeast, isAtMost, isEqualId, isEqualText, isGreater, isLess, isSame } from './comparison.ts';
import { widen } from './conversion.ts';
import { dataOperations } from './data-operations.ts';
import { instanceOperations } from './instance-operations.ts';
import { nn, numberOperations } from './number-operations.ts';
import { ApexDecimal } from './decimal.ts';
import { each } from './iterate.ts';
import { hashOf } from './library/equality.ts';
import { boundsFault, iteratorOf, itemsOf, listFrom } from './library/list-class.ts';
import { concatenatedPlain, isPlain } from './library/text-of-plain.ts';
import { makeType } from './library/type-class.ts';
import { fromLocal } from './library/zone.ts';
import { countOf } from './members.ts';
import type { Methods, RuntimeClass } from './program.ts';
import { id18 } from './record-id.ts';
import { ApexFault, nullFault } from './run.ts';
import type { Transaction } from './transaction.ts';
import { nameOfType } from './types.ts';
import type { ApexType } from './types.ts';
import { ApexDatetime, ApexDouble, ApexEnumValue, ApexList, ApexMap, ApexObject, ApexSObject } from './values.ts';
import type { ApexDate, ApexSet, Value } from './values.ts';

type AnyCode = (...values: unknown[]) => Value;

function method(table: 'vs' | 'va', object: ApexObject, key: string): AnyCode {
  const found = (object.of as RuntimeClass)[table][key];
  if (found === undefined) throw new Error(`No method ${key} of ${object.of.name} is compiled.`);
  return found as AnyCode;
}

/** A method of an interface or of a class that packages extend: the package's own code, else the library's. */
const iterated: AnyCode = (run, collection) =>
  iteratorOf(run as Transaction, itemsOf(run as Transaction, collection as Value));

function ofLibrary(
  t: Transaction,
  table: 'vs' | 'va',
  object: ApexObject | ApexList | ApexSet,
  key: string,
): AnyCode | undefined {
  // Lists and sets are Iterable.
  if (!(object instanceof ApexObject)) return iterated;
  if (!('symbol' in object.of)) {
    const [method = ''] = key.split('(');
    const member = t.program.world.libraryMethod(object.of.name, method, countOf(key));
    return member?.code as AnyCode | undefined;
  }
  const methods: Methods = (object.of as RuntimeClass)[table];
  if (methods[key] !== undefined) return methods[key] as AnyCode;
  // Type arguments of interfaces may be written in other ways than in the class that implements them.
  const [name = ''] = key.split('(');
  const count = countOf(key);
  const other = Object.keys(methods).find((one) => one.startsWith(`${name}(`) && countOf(one) === count);
  return other === undefined ? undefined : (methods[other] as AnyCode);
}

function newCollection(t: Transaction, type: ApexType, from?: Value): Value {
  if (type.kind === 'list') {
    return from === undefined || typeof from === 'number' ? t.list(type.of) : listFrom(t, type.of, from);
  }
  if (type.kind === 'set') return t.set(type.of, from === undefined ? [] : itemsOf(t, nn(from)));
  if (type.kind !== 'map') throw new Error(`No collection: ${nameOfType(type)}`);
  const map = t.map(type.key, type.of);
  if (from instanceof ApexMap) for (const [key, value] of from.entries.values()) map.put(key, value);
  else if (from instanceof ApexList) {
    for (const record of from.items) {
      if (!(record instanceof ApexSObject)) throw nullFault();
      const id = record.get('Id');
      if (id === null)
        throw new ApexFault('System.ListException', `Row with null Id at index: ${String(from.items.indexOf(record))}`);
      if (map.has(id))
        throw new ApexFault(
          'System.ListException',
          `Row with duplicate Id at index: ${String(from.items.indexOf(record))}`,
        );
      map.put(id, record);
    }
  }
  return map;
}

function at(list: Value, index: Value): Value {
  const { items } = nn(list) as ApexList;
  const position = nn(index) as number;
  if (position < 0 || position >= items.length) throw boundsFault(position);
  return items[position] ?? null;
}

function setAt(list: Value, index: Value, value: Value): Value {
  const { items } = nn(list) as ApexList;
  const position = nn(index) as number;
  if (position < 0 || position >= items.length) throw boundsFault(position);
  items[position] = value;
  return value;
}

/** The text of a value that is joined to another by `+`. */
function joined(t: Transaction, value: Value): string {
  return isPlain(value) ? concatenatedPlain(value, t) : t.textOf(value);
}

/** Equality of a case: as `==`, except that texts differ by case. */
const eqCase = (one: Value, other: Value): boolean =>
  typeof one === 'string' || typeof other === 'string' ? one === other : isSame(one, other);

function enumNamed(t: Transaction, type: string, name: Value): Value {
  const found = t.enumValue(type, nn(name) as string);
  if (found === null) throw new ApexFault('System.NoSuchElementException', `No enum constant ${type}.${String(name)}`);
  return found;
}

/** What compiled code calls, by the names that the compiler writes. */
export const operations: Readonly<Record<string, unknown>> = {
  ...numberOperations,
  join: (t: Transaction, one: Value, other: Value) => joined(t, one) + joined(t, other),
  nn,
  b: nn,
  at,
  setAt,
  double: (value: number) => new ApexDouble(value),
  decimal: (text: string) => nn(ApexDecimal.parse(text) ?? null),
  widen: (value: Value, from: string, to: string) => widen(value, from, to),
  castNumber,
  toId: (value: string | null) => {
    if (value === null) return null;
    const id = id18(value);
    if (id === undefined) throw new ApexFault('System.StringException', `Invalid id: ${value}`);
    return id;
  },
  toDatetime: (t: Transaction, date: ApexDate | null) =>
    date === null ? null : new ApexDatetime(fromLocal(t.user.timeZone, date.days * dayMs)),
  vs: (t: Transaction, object: ApexObject, key: string, ...values: Value[]) =>
    method('vs', nn(object), key)(t, object, ...values),
  va: (t: Transaction, object: ApexObject, key: string, ...values: Value[]) =>
    method('va', nn(object), key)(t, object, ...values),
  is: (t: Transaction, object: ApexObject, key: string, code: AnyCode, ...values: Value[]) =>
    (ofLibrary(t, 'vs', nn(object), key) ?? code)(t, object, ...values),
  ia: (t: Transaction, object: ApexObject, key: string, code: AnyCode, ...values: Value[]) =>
    (ofLibrary(t, 'va', nn(object), key) ?? code)(t, object, ...values),
  ...instanceOperations,
  enumValue: (t: Transaction, type: string, name: string) => t.enumValue(type, name),
  enumValues: (t: Transaction, type: string) => {
    const { type: full, names } = t.enumNames(type);
    return t.list(
      { kind: 'class', name: full },
      names.map((name, index) => new ApexEnumValue(full, name, index)),
    );
  },
  enumNamed,
  typeToken: (t: Transaction, type: ApexType) => makeType(t, type),
  isA,
  cast,
  newList: (t: Transaction, type: ApexType & { kind: 'list' }, items: Value[]) => t.list(type.of, items),
  newArray: (t: Transaction, type: ApexType & { kind: 'list' }, size: number) =>
    t.list(
      type.of,
      Array.from({ length: nn(size) }, () => null),
    ),
  newSet: (t: Transaction, type: ApexType & { kind: 'set' }, items: Value[]) => t.set(type.of, items),
  newMap: (t: Transaction, type: ApexType & { kind: 'map' }, pairs: [Value, Value][]) => {
    const map = t.map(type.key, type.of);
    for (const [key, value] of pairs) map.put(key, value);
    return map;
  },
  newCollection,
  less: isLess,
  lessOrEqual: isAtMost,
  greater: isGreater,
  greaterOrEqual: isAtLeast,
  eqPlain: (one: Value, other: Value) => one === other,
  eqText: (one: string | null, other: string | null) => isEqualText(one, other) || isSameId(one, other),
  eqExact: (one: Value, other: Value) => isSame(one, other),
  eq: (t: Transaction, one: Value, other: Value) => t.equals(one, other),
  eqCase,
  text: (t: Transaction, value: Value) => t.textOf(value),
  hash: (t: Transaction, value: Value) => hashOf(t, value),
  each,
  ...dataOperations,
};

/** 15 and 18 characters of one id are equal. */
const isSameId = (one: string | null, other: string | null): boolean =>
  one !== null &&
  other !== null &&
  one.length !== other.length &&
  one.length >= 15 &&
  other.length >= 15 &&
  isEqualId(one, other);
