import type { FlowHost, FlowObject } from './flow-host.ts';
import type { FlowRecord, FlowValue } from './values.ts';
import { newRecord, plainValue, typedValue } from './values.ts';

/** A row in storage form: booleans 0 or 1, datetimes ISO. */
export type StoredRow = Record<string, string | number | null>;

/** A saved row as a record of a flow, with all its fields. */
export function recordOfRow(host: FlowHost, objectName: string, row: StoredRow): FlowRecord {
  const object = host.describe(objectName);
  const record = newRecord(object?.name ?? objectName);
  for (const [name, value] of Object.entries(row)) {
    record.fields[name] = typedValue(value, object?.field(name)?.type ?? 'string');
  }
  return record;
}

/** Writes the fields that a flow has assigned into the row that is about to be saved. */
export function writeBack(object: FlowObject | undefined, record: FlowRecord, row: StoredRow): void {
  for (const name of record.changed) row[name] = storedValue(record.fields[name] ?? null, object?.field(name)?.type);
}

function storedValue(value: FlowValue, type: string | undefined): string | number | null {
  const plain = plainValue(value);
  if (type === 'boolean') return plain === true || plain === 'true' ? 1 : 0;
  if (typeof plain === 'boolean') return String(plain);
  return plain === '' ? null : plain;
}

/** A record's fields in storage form. */
export function rowOfRecord(object: FlowObject | undefined, record: FlowRecord): StoredRow {
  return Object.fromEntries(
    Object.entries(record.fields).map(([name, value]) => [name, storedValue(value, object?.field(name)?.type)]),
  );
}
