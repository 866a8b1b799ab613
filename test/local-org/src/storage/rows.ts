import type { SchemaObject } from '../schema/schema.ts';
import type { Database, SqlRow, SqlValue } from './database.ts';
import { quote } from './tables.ts';

/** Writes one row as it is. All columns must exist. */
export function insertRow(database: Database, object: SchemaObject, row: SqlRow): void {
  const names = Object.keys(row);
  database.run(insertStatement(object, names), ...Object.values(row));
}

export function insertStatement(object: SchemaObject, names: string[]): string {
  return `INSERT INTO ${quote(object.name)} (${names.map(quote).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
}

/** Changes columns of the row with this id. */
export function updateRow(
  database: Database,
  object: SchemaObject,
  { id, changes }: { id: string; changes: SqlRow },
): void {
  const names = Object.keys(changes);
  if (names.length === 0) return;
  const assignments = names.map((name) => `${quote(name)} = ?`).join(', ');
  database.run(`UPDATE ${quote(object.name)} SET ${assignments} WHERE "Id" = ?`, ...Object.values(changes), id);
}

/** A row by id, deleted ones included. */
export const readRow = (database: Database, object: SchemaObject, id: string): SqlRow | undefined =>
  database.get(`SELECT * FROM ${quote(object.name)} WHERE "Id" = ?`, id);

/** The system fields of a row written now. */
export function systemColumns(now: string, userId: string): Record<string, SqlValue> {
  return {
    IsDeleted: 0,
    CreatedDate: now,
    CreatedById: userId,
    LastModifiedDate: now,
    LastModifiedById: userId,
    SystemModstamp: now,
  };
}

/** Those of the values for which the object has a column. */
export function knownColumns(object: SchemaObject, values: SqlRow): SqlRow {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => name === 'IsDeleted' || object.fieldByName.has(name.toLowerCase())),
  );
}
