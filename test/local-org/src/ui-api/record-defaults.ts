import type { DescribeField, DescribeSObject } from '../schema/describe.ts';
import { eTagOf } from './e-tag.ts';
import { emptySelection } from './field-selection.ts';
import { fieldsByName, nameFieldOf, readRecords, showValue } from './read-records.ts';
import type { FieldValueShown, RecordShown } from './read-records.ts';
import type { RecordSource } from './record-source.ts';
import { findRecordType, showRecordType } from './record-type.ts';
import { valuesOfRecordType } from './record-type-values.ts';

type Filling = { describe: DescribeSObject; recordTypeId: string | null };

/** The initial value of a field of a new record. */
function defaultOf(source: RecordSource, { describe, recordTypeId }: Filling, field: DescribeField): unknown {
  if (field.name === 'OwnerId') return source.user.id;
  if (field.type === 'boolean') return field.defaultValue === true;
  const isPicklist = field.type === 'picklist' || field.type === 'multipicklist';
  const own =
    isPicklist && recordTypeId !== null
      ? valuesOfRecordType(source, describe, { recordTypeId, field: field.name })
      : undefined;
  if (own !== undefined) return own.defaultValue ?? null;
  return field.defaultValue;
}

/** The record that a reference leads to, as far as a form shows it. */
function referred(source: RecordSource, id: unknown): FieldValueShown {
  const object = typeof id === 'string' ? source.objectOfId(id) : undefined;
  const target = object === undefined ? undefined : source.describe(object);
  if (target === undefined || typeof id !== 'string') return { displayValue: null, value: null };
  const selection = emptySelection();
  for (const name of ['Id', nameFieldOf(target)]) selection.fields.set(name, 'optional');
  const record = readRecords(source, target.name, { ids: [id], selection }).get(id);
  const name = record?.fields[nameFieldOf(target)]?.value;
  return { displayValue: typeof name === 'string' ? name : null, value: record ?? null };
}

function fill(
  source: RecordSource,
  { describe, names, valueOf }: { describe: DescribeSObject; names: Iterable<string>; valueOf: ValueOf },
): RecordShown['fields'] {
  const entries: [string, FieldValueShown][] = [];
  for (const name of names) {
    const field = fieldsByName(describe).get(name.toLowerCase());
    if (field === undefined) continue;
    const value = valueOf(field);
    entries.push([field.name, showValue(field, value, source)]);
    if (field.relationshipName !== null) entries.push([field.relationshipName, referred(source, value)]);
  }
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

type ValueOf = (field: DescribeField) => unknown;

/** The fields of a new record with the platform's defaults. */
export const defaultFields = (source: RecordSource, filling: Filling, names: Iterable<string>): RecordShown['fields'] =>
  fill(source, { describe: filling.describe, names, valueOf: (field) => defaultOf(source, filling, field) });

/** The fields of a clone: those that a new record can have are copied. */
export const copiedFields = (
  source: RecordSource,
  describe: DescribeSObject,
  { names, original }: { names: Iterable<string>; original: RecordShown },
): RecordShown['fields'] =>
  fill(source, {
    describe,
    names,
    valueOf: (field) => (field.createable ? (original.fields[field.name]?.value ?? null) : null),
  });

/** An unsaved record in the shape of a saved one. */
export function draftRecord(
  describe: DescribeSObject,
  { fields, recordTypeId }: { fields: RecordShown['fields']; recordTypeId: string | null },
): RecordShown {
  const info = recordTypeId === null ? undefined : findRecordType(describe, recordTypeId);
  const content = {
    apiName: describe.name,
    childRelationships: {},
    fields,
    id: null,
    lastModifiedById: null,
    lastModifiedDate: null,
    recordTypeId,
    recordTypeInfo: info === undefined || info.master ? null : showRecordType(info),
    systemModstamp: null,
  };
  return { ...content, eTag: eTagOf(content), weakEtag: 0 };
}
