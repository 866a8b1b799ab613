import type { StatementSync } from 'node:sqlite';
import { OrgError } from '../org-error.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { Database, SqlValue } from './database.ts';
import { insertStatement } from './rows.ts';

type Inserter = { names: string[]; statement: StatementSync; columns: { index: number; isBoolean: boolean }[] };

/** Writes rows as they are, with one statement as long as they have the same fields in the same order. */
export function insertRaw(database: Database, object: SchemaObject, rows: Iterable<Record<string, SqlValue>>): void {
  let inserter: Inserter | undefined;
  for (const row of rows) {
    const names = Object.keys(row);
    const { statement, columns } = (inserter = reuse(inserter, names) ?? prepareInserter(database, object, names));
    const values = Object.values(row);
    // Booleans are never null.
    statement.run(...columns.map(({ index, isBoolean }) => values[index] ?? (isBoolean ? 0 : null)));
  }
}

function reuse(inserter: Inserter | undefined, names: string[]): Inserter | undefined {
  const isSame =
    inserter?.names.length === names.length && inserter.names.every((name, index) => name === names[index]);
  return isSame ? inserter : undefined;
}

function prepareInserter(database: Database, object: SchemaObject, names: string[]): Inserter {
  const stored = new Map(object.columns.map((field) => [field.name, field.type === 'boolean']));
  const kept: { name: string; index: number; isBoolean: boolean }[] = [];
  for (const [index, name] of names.entries()) {
    const isBoolean = name === 'IsDeleted' ? true : stored.get(name);
    if (isBoolean !== undefined) kept.push({ name, index, isBoolean });
    // A field without a column is derived from other rows, so its value is ignored.
    else if (!object.fieldByName.has(name.toLowerCase())) {
      throw new OrgError('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
    }
  }
  const statement = database.prepare(
    insertStatement(
      object,
      kept.map(({ name }) => name),
    ),
  );
  return { names, statement, columns: kept };
}
