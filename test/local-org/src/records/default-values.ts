import type { SchemaObject } from '../schema/schema.ts';
import type { SqlRow, SqlValue } from '../storage/database.ts';

const kept = new WeakMap<SchemaObject, SqlRow>();

/** The initial values of a new record: the defaults of its fields, and its owner. */
export function defaultValues(object: SchemaObject, userId: string): SqlRow {
  let values = kept.get(object);
  if (values === undefined) {
    const entries = object.columns
      .filter((field) => field.defaultValue !== null && field.name !== 'IsDeleted')
      .map((field): [string, SqlValue] => [field.name, stored(field.defaultValue)]);
    values = Object.fromEntries(entries);
    kept.set(object, values);
  }
  return object.fieldByName.has('ownerid') ? { ...values, OwnerId: userId } : { ...values };
}

const stored = (value: string | number | boolean | null): SqlValue =>
  typeof value === 'boolean' ? (value ? 1 : 0) : value;
