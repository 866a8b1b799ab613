import type { DescribeField, FieldType } from '../schema/describe.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { Database } from './database.ts';

/** A name as SQL quotes it. */
export const quote = (name: string): string => `"${name}"`;

const affinities: Partial<Record<FieldType, string>> = {
  boolean: 'INTEGER NOT NULL DEFAULT 0',
  int: 'INTEGER',
  double: 'REAL',
  currency: 'REAL',
  percent: 'REAL',
  id: 'TEXT',
  reference: 'TEXT',
  date: 'TEXT',
  datetime: 'TEXT',
  time: 'TEXT',
  // Old and new values in history keep their type.
  anyType: '',
  base64: 'TEXT',
};

/** Text compares case-insensitively unless the field is case-sensitive, as on the platform. */
const columnType = (field: DescribeField): string =>
  affinities[field.type] ?? (field.caseSensitive ? 'TEXT' : 'TEXT COLLATE NOCASE');

/**
 * References that have no index: queries from the user to its records are rare, and each index slows down every insert.
 * Deleting the parent leaves them unchanged.
 */
export const unindexedParents = [
  'CreatedById',
  'LastModifiedById',
  'OwnerId',
  'MasterRecordId',
  'RecurrenceActivityId',
];

function isIndexed(field: DescribeField): boolean {
  if (field.name === 'Id') return false;
  if (field.type === 'reference') return !unindexedParents.includes(field.name);
  return field.idLookup || field.externalId || field.unique;
}

/** Creates the object's table, or adds the columns and indexes that it does not have yet. */
export function ensureTable(database: Database, object: SchemaObject): void {
  const table = quote(object.name);
  const columns = object.columns.map((field) => ({ name: field.name, type: columnType(field) }));
  // Every table can mark a row as deleted, also where the describe does not show it.
  if (!object.fieldByName.has('isdeleted')) columns.push({ name: 'IsDeleted', type: 'INTEGER NOT NULL DEFAULT 0' });
  const present = new Set(database.all(`PRAGMA table_info(${table})`).map((row) => row.name));
  if (present.size === 0) {
    const list = columns.map(({ name, type }) => `${quote(name)} ${type}${name === 'Id' ? ' PRIMARY KEY' : ''}`);
    database.define(`CREATE TABLE ${table} (${list.join(', ')}) WITHOUT ROWID`);
  } else {
    for (const { name, type } of columns) {
      if (!present.has(name)) database.define(`ALTER TABLE ${table} ADD COLUMN ${quote(name)} ${type}`);
    }
  }
  for (const field of object.columns) {
    if (!isIndexed(field)) continue;
    const column = quote(field.name);
    database.define(
      `CREATE INDEX IF NOT EXISTS ${quote(`${object.name}.${field.name}`)} ON ${table} (${column}) WHERE ${column} IS NOT NULL`,
    );
  }
}
