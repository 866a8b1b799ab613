import type { Engine } from '../engine.ts';
import { isPlatformEvent } from '../events/platform-event.ts';
import { publishEvent, refuseChange } from '../events/publish-event.ts';
import type { FieldValue, RecordInput, SaveResult, WriteOperation, WriteOptions } from '../org.ts';
import { isRecordId, toLongId } from '../storage/record-id.ts';
import { quote } from '../storage/tables.ts';
import { coerceValue } from './coerce-value.ts';
import { deleteRecord, hardDeleteRecord, undeleteRecord } from './delete-record.ts';
import { RecordRefusal, refusal } from './record-refusal.ts';
import { insertRecord, updateRecord } from './save-record.ts';
import type { Writer } from './save-record.ts';

export type WriteRequest = {
  userId: string;
  operation: WriteOperation;
  object: string;
  record: RecordInput;
  options: WriteOptions;
};

/** Writes one record atomically and returns the platform's result. */
export function writeRecord(
  engine: Engine,
  { userId, operation, object: name, record, options }: WriteRequest,
): SaveResult {
  const access = engine.access.of(userId);
  const object = engine.metadata.schema.object(name);
  if (object === undefined || !access.object(object).read) {
    return {
      success: false,
      errors: [{ statusCode: 'INVALID_TYPE', message: `sObject type '${name}' is not supported.`, fields: [] }],
    };
  }
  try {
    return engine.database.transaction(() =>
      perform({ engine, object, access, options }, { operation, record, options }),
    );
  } catch (error) {
    if (!(error instanceof RecordRefusal)) throw error;
    return { success: false, errors: error.errors };
  }
}

type Task = { operation: WriteOperation; record: RecordInput; options: WriteOptions };

function perform(writer: Writer, { operation, record, options }: Task): SaveResult {
  if (isPlatformEvent(writer.object)) {
    return operation === 'insert' ? publishEvent(writer, record) : refuseChange(writer.object, operation);
  }
  if (operation === 'insert') return { id: insertRecord(writer, record), success: true, errors: [], created: true };
  if (operation === 'upsert') return upsert(writer, record, options.externalIdField ?? 'Id');
  const id = recordId(writer, record);
  if (operation === 'update') updateRecord(writer, id, record);
  if (operation === 'delete') deleteRecord(writer, id);
  if (operation === 'hardDelete') hardDeleteRecord(writer, id);
  if (operation === 'undelete') undeleteRecord(writer, id);
  return { id, success: true, errors: [], created: false };
}

const valueOf = (record: RecordInput, name: string): RecordInput[string] =>
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

function upsert(writer: Writer, record: RecordInput, keyName: string): SaveResult {
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
    if (isMissing) return { id: insertRecord(writer, record), success: true, errors: [], created: true };
    const id = recordId(writer, record);
    updateRecord(writer, id, record);
    return { id, success: true, errors: [], created: false };
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
  if (id === undefined) return { id: insertRecord(writer, body), success: true, errors: [], created: true };
  // A key that cannot be changed is only used to find the record.
  const changes = key.updateable
    ? body
    : Object.fromEntries(Object.entries(body).filter(([name]) => name.toLowerCase() !== key.name.toLowerCase()));
  updateRecord(writer, id, changes);
  return { id, success: true, errors: [], created: false };
}

function findByKey({ engine, object }: Writer, key: string, value: string | number | null): string[] {
  const sql = `SELECT "Id" FROM ${quote(object.name)} WHERE ${quote(key)} = ? AND "IsDeleted" = 0 ORDER BY "Id" LIMIT 10`;
  return engine.database.all(sql, value).map((row) => String(row.Id));
}
