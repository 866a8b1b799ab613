import { accessObjects } from '../access/access-control.ts';
import type { Engine } from '../engine.ts';
import type { ChildRelationship } from '../schema/describe.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import { readRow } from '../storage/rows.ts';
import { quote, unindexedParents } from '../storage/tables.ts';
import { rollUpLastActivity } from './last-activity.ts';
import { requireUnlocked } from './approval-locks.ts';
import { refusal } from './record-refusal.ts';
import { notAllowed, requireRowAccess } from './require-row-access.ts';
import { existingRow } from './save-record.ts';
import type { Writer } from './save-record.ts';

/** The cascade of a deleted record, which undelete restores: deleted rows, and look-ups that were cleared. */
export function ensureRecycleBin(database: Database): void {
  database.define(`CREATE TABLE IF NOT EXISTS "_recycle_bin" ("Root" TEXT NOT NULL, "Object" TEXT NOT NULL, "Id" TEXT NOT NULL, "Field" TEXT);
    CREATE INDEX IF NOT EXISTS "_recycle_bin.Root" ON "_recycle_bin" ("Root")`);
}

function checkDeletable({ object, access }: Writer): void {
  if (!object.operations.delete) {
    throw refusal('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be deleted: ${object.label}`);
  }
  if (!access.object(object).delete) throw notAllowed();
}

/** Moves a record and what depends on it to the recycle bin. Throws `RecordRefusal`. */
export function deleteRecord(writer: Writer, id: string): void {
  readDeletable(writer, id);
  moveToBin(writer, id);
}

/** The row of a record that the user may delete. Throws `RecordRefusal`. */
export function readDeletable(writer: Writer, id: string): SqlRow {
  checkDeletable(writer);
  const row = existingRow(writer, id);
  requireRowAccess(writer, id, 'all');
  if (writer.object.name === 'AccountContactRelation' && row.IsDirect === 1) {
    const advice = "You can modify the relationship by changing the contact's account.";
    throw refusal('INVALID_OPERATION', `A direct relationship can't be deleted. ${advice}`);
  }
  requireUnlocked(writer.engine, { access: writer.access, id });
  return row;
}

/** Deletes a record that `readDeletable` has allowed. Throws `RecordRefusal` where other records forbid it. */
export function moveToBin(writer: Writer, id: string): void {
  removeRoot(writer.engine, writer.object, id);
  if (accessObjects.includes(writer.object.name)) writer.engine.access.forget();
}

/** Reports only the requested record as changed: as on the platform, cascaded deletes start no trigger. */
function removeRoot(engine: Engine, object: SchemaObject, id: string): void {
  remove(engine, object, { id, root: id });
  engine.changes.note({ object: object.name, id, operation: 'delete' });
}

/** Removes a record for good, from the recycle bin too. Throws `RecordRefusal`. */
export function hardDeleteRecord(writer: Writer, id: string): void {
  removeForGood(writer, id, readErasable(writer, id));
}

/** The row of a record, maybe in the recycle bin, that the user may remove for good. Throws `RecordRefusal`. */
export function readErasable(writer: Writer, id: string): SqlRow {
  checkDeletable(writer);
  const row = readRow(writer.engine.database, writer.object, id);
  if (row === undefined) throw refusal('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  requireRowAccess(writer, id, 'all');
  return row;
}

/** Removes a record that `readErasable` has allowed to remove. */
export function removeForGood({ engine, object }: Writer, id: string, row: SqlRow): void {
  if (row.IsDeleted !== 1) removeRoot(engine, object, id);
  for (const entry of engine.database.all(
    'SELECT "Object", "Id" FROM "_recycle_bin" WHERE "Root" = ? AND "Field" IS NULL',
    id,
  )) {
    engine.database.run(`DELETE FROM ${quote(String(entry.Object))} WHERE "Id" = ?`, entry.Id ?? null);
  }
  engine.database.run(`DELETE FROM ${quote(object.name)} WHERE "Id" = ?`, id);
  engine.database.run('DELETE FROM "_recycle_bin" WHERE "Root" = ?', id);
  if (accessObjects.includes(object.name)) engine.access.forget();
}

/** Restores a record from the recycle bin with everything deleted with it. Throws `RecordRefusal`. */
export function undeleteRecord(writer: Writer, id: string): void {
  checkDeletable(writer);
  const { engine, object } = writer;
  const row = readRow(engine.database, object, id);
  if (row === undefined) throw refusal('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  requireRowAccess(writer, id, 'all');
  if (row.IsDeleted !== 1 || !object.operations.undelete) {
    throw refusal('UNDELETE_FAILED', 'Entity is not in the recycle bin');
  }
  const now = engine.clock.now().toISOString();
  for (const entry of engine.database.all('SELECT "Object", "Id", "Field" FROM "_recycle_bin" WHERE "Root" = ?', id)) {
    const table = quote(String(entry.Object));
    if (entry.Field === null) mark(engine, { object: String(entry.Object), id: String(entry.Id), isDeleted: 0, now });
    else {
      const field = quote(String(entry.Field));
      engine.database.run(`UPDATE ${table} SET ${field} = ? WHERE "Id" = ? AND ${field} IS NULL`, id, entry.Id ?? null);
    }
  }
  engine.database.run('DELETE FROM "_recycle_bin" WHERE "Root" = ?', id);
}

function mark(
  engine: Engine,
  { object, id, isDeleted, now }: { object: string; id: string; isDeleted: 0 | 1; now: string },
): void {
  const described = engine.metadata.schema.object(object);
  const stamp = described?.fieldByName.has('systemmodstamp') === true ? `, "SystemModstamp" = '${now}'` : '';
  engine.database.run(`UPDATE ${quote(object)} SET "IsDeleted" = ${isDeleted}${stamp} WHERE "Id" = ?`, id);
  if (described === undefined || (object !== 'Task' && object !== 'Event')) return;
  const row = readRow(engine.database, described, id);
  if (row !== undefined)
    rollUpLastActivity(engine, { object, row, prior: { ...row, IsDeleted: isDeleted === 1 ? 0 : 1 } });
}

function remove(engine: Engine, object: SchemaObject, { id, root }: { id: string; root: string }): void {
  // Marked first, so that a circle of look-ups ends.
  mark(engine, { object: object.name, id, isDeleted: 1, now: engine.clock.now().toISOString() });
  engine.database.run('INSERT INTO "_recycle_bin" VALUES (?, ?, ?, NULL)', root, object.name, id);
  for (const relationship of object.childRelationships) removeChildren(engine, { relationship, id, root, object });
}

function removeChildren(
  engine: Engine,
  {
    relationship,
    id,
    root,
    object,
  }: { relationship: ChildRelationship; id: string; root: string; object: SchemaObject },
): void {
  const { childSObject, field, cascadeDelete, restrictedDelete } = relationship;
  const child = engine.metadata.schema.object(childSObject);
  if (
    child === undefined ||
    unindexedParents.includes(field) ||
    child.fieldByName.get(field.toLowerCase()) === undefined
  )
    return;
  const rows = engine.database.all(
    `SELECT "Id" FROM ${quote(childSObject)} WHERE ${quote(field)} = ? AND "IsDeleted" = 0`,
    id,
  );
  if (rows.length === 0) return;
  if (restrictedDelete) {
    throw refusal(
      'DELETE_FAILED',
      `Your attempt to delete ${object.label} could not be completed because it is associated with the following ${child.labelPlural}.: ${rows.map((row) => String(row.Id)).join(', ')}`,
    );
  }
  for (const row of rows) {
    if (cascadeDelete) remove(engine, child, { id: String(row.Id), root });
    else {
      engine.database.run('INSERT INTO "_recycle_bin" VALUES (?, ?, ?, ?)', root, childSObject, row.Id ?? null, field);
      engine.database.run(`UPDATE ${quote(childSObject)} SET ${quote(field)} = NULL WHERE "Id" = ?`, row.Id ?? null);
    }
  }
}
