import type { FieldValue, RecordInput, WriteOperation, WriteOptions } from '../org.ts';
import { isRecordId, toLongId } from '../storage/record-id.ts';
import { quote } from '../storage/tables.ts';
import { coerceValue } from './coerce-value.ts';
import { refusal } from './record-refusal.ts';
import type { Writer } from './save-record.ts';

export type WriteTask = { operation: WriteOperation; record: RecordInput; options: WriteOptions };

/** What a client's write of a record comes to: an upsert is an insert or an update. */
export type ResolvedWrite =
  | { operation: 'insert'; record: RecordInput }
  | { operation: 'update'; id: string; record: RecordInput }
  | { operation: 'delete' | 'hardDelete' | 'undelete'; id: string };

/** Finds the record that a client means. Throws `RecordRefusal`. */
export function resolveWrite(writer: Writer, task: WriteTask): ResolvedWrite {
  const write = findRecord(writer, task);
  if (write.operation === 'insert' || write.operation === 'undelete') return write;
  writer.engine.participants.requireOutside(write.id, write.operation === 'update' ? 'update' : 'delete');
  return write;
}

function findRecord(writer: Writer, { operation, record, options }: WriteTask): ResolvedWrite {
  if (operation === 'insert') return { operation, record };
  if (operation === 'upsert') return resolveUpsert(writer, record, options.externalIdField ?? 'Id');
  const id = recordId(writer, record);
  return operation === 'update' ? { operation, id, record } : { operation, id };
}

/** A value by the name of its field in any case. */
export const valueOf = (record: RecordInput, name: string): RecordInput[string] =>
  Object.entries(record).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

function recordId({ object }: Writer, record: RecordInput): string {
  const given = valueOf(record, 'Id');
  if (given === undefined || given === null || given === '')
    throw refusal('MISSING_ARGUMENT', 'Id not specified in an update call');
  const text = String(given);
  if (!isRecordId(text))
    throw refusal('MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${text}`, ['Id']);
  const id = toLongId(text);
  // Ids loaded from elsewhere keep the prefix of their object.
  if (object.keyPrefix !== null && !id.startsWith(object.keyPrefix)) {
    throw refusal('MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${id}`, ['Id']);
  }
  return id;
}

function resolveUpsert(writer: Writer, record: RecordInput, keyName: string): ResolvedWrite {
  const { object, access } = writer;
  const key = object.fieldByName.get(keyName.toLowerCase());
  if (key === undefined || !access.fields(object).readable.has(key.name) || !(key.externalId || key.idLookup)) {
    throw refusal(
      'INVALID_FIELD',
      `Field name provided, ${keyName} does not match an External ID, Salesforce Id, or indexed field for ${object.name}`,
    );
  }
  const value = valueOf(record, key.name);
  const isMissing = value === undefined || value === null || value === '';
  if (key.name === 'Id') {
    return isMissing ? { operation: 'insert', record } : { operation: 'update', id: recordId(writer, record), record };
  }
  if (isMissing || typeof value === 'object') throw refusal('MISSING_ARGUMENT', `${key.name} not specified`);
  const ids = findByKey(writer, key.name, coerceValue(key, value as FieldValue));
  if (ids.length > 1) {
    throw refusal(
      'DUPLICATE_EXTERNAL_ID',
      `${key.name}: more than one record found for external id field: [${ids.join(', ')}]`,
    );
  }
  const body = Object.fromEntries(Object.entries(record).filter(([name]) => name.toLowerCase() !== 'id'));
  const id = ids[0];
  if (id === undefined) return { operation: 'insert', record: body };
  // A key that cannot be changed is only used to find the record.
  const changes = key.updateable
    ? body
    : Object.fromEntries(Object.entries(body).filter(([name]) => name.toLowerCase() !== key.name.toLowerCase()));
  return { operation: 'update', id, record: changes };
}

function findByKey({ engine, object }: Writer, key: string, value: string | number | null): string[] {
  const sql = `SELECT "Id" FROM ${quote(object.name)} WHERE ${quote(key)} = ? AND "IsDeleted" = 0 ORDER BY "Id" LIMIT 10`;
  return engine.database.all(sql, value).map((row) => String(row.Id));
}
