import { widen } from '../conversion.ts';
import { distance } from '../conversions.ts';
import type { Transaction } from '../transaction.ts';
import { nameOfType } from '../types.ts';
import { ApexObject } from '../values.ts';
import type { ApexSObject, Value } from '../values.ts';
import { given, objectFault } from './define.ts';

/** What a token of a field keeps. */
export type FieldToken = { object: string; field: string };

export const fieldTokenOf = (token: ApexObject | null): FieldToken => given(token).native as FieldToken;

/** The name of a field that is given as text or token. */
export const fieldNameOf = (field: Value): string =>
  field instanceof ApexObject ? fieldTokenOf(field).field : (given(field) as string);

/** A field of a record's object by its name in any case; what a query names by an alias is another. */
export function fieldOf(t: Transaction, record: ApexSObject, name: string): string {
  const found = t.fieldOfObject(record.type, name);
  if (found !== undefined) return found.name;
  const key = name.toLowerCase();
  const object = t.program.world.schema.object(record.type);
  const isRelated = object?.parents.has(key) === true || object?.children.has(key) === true;
  if (record.isQueried && !isRelated && record.fields.has(key)) return name;
  throw objectFault(`Invalid field ${name} for ${record.type}`);
}

/** A relationship of a record's object to its parent; of a reference field the one that goes with it. */
export function parentOf(t: Transaction, record: ApexSObject, name: string): string {
  const object = t.program.world.schema.object(record.type);
  const key = name.toLowerCase();
  const found =
    object?.parents.get(key) ?? [...(object?.parents.values() ?? [])].find((one) => one.field.toLowerCase() === key);
  if (found === undefined) throw objectFault(`Invalid relationship ${name} for ${record.type}`);
  return found.name;
}

/** A value as a field takes it. @throws ApexFault where it has another type */
export function valueForField(
  t: Transaction,
  record: ApexSObject,
  { name, value }: { name: string; value: Value },
): Value {
  const type = t.fieldOfObject(record.type, name)?.type;
  if (type === undefined || value === null) return value;
  const own = t.typeOf(value);
  if (distance(own, type, t.program.world) === undefined) {
    throw objectFault(`Illegal assignment from ${nameOfType(own)} to ${nameOfType(type)}`);
  }
  return widen(value, nameOfType(own), nameOfType(type));
}
