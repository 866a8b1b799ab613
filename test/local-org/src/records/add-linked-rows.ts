import type { Engine } from '../engine.ts';
import type { SqlRow } from '../storage/database.ts';
import { insertRow, knownColumns, systemColumns } from '../storage/rows.ts';
import { defaultValues } from './default-values.ts';
import { refusal } from './record-refusal.ts';
import type { Saved } from './write-history.ts';

/**
 * Writes the file that a first version makes, the direct relation of a contact to its account, and the permission set
 * that a group owns.
 */
export function addLinkedRows(engine: Engine, saved: Saved): void {
  if (saved.object.name === 'ContentVersion' && saved.prior === undefined) saveFile(engine, saved);
  if (saved.object.name === 'Contact') relateDirectly(engine, saved);
  if (saved.object.name === 'PermissionSetGroup' && saved.prior === undefined) {
    const { id, row } = saved;
    add(
      engine,
      'PermissionSet',
      { Name: `X${id}`, Label: row.MasterLabel ?? id, Type: 'Group', PermissionSetGroupId: id },
      saved,
    );
  }
}

/** Writes a row of a standard object as the platform itself does, with the defaults of its fields. */
function add(engine: Engine, name: string, row: SqlRow, { now, userId }: Pick<Saved, 'now' | 'userId'>): string {
  const object = engine.metadata.schema.object(name);
  if (object === undefined) throw refusal('INVALID_TYPE', `sObject type '${name}' is not supported.`);
  const id = engine.ids.nextId(object);
  const system = knownColumns(object, systemColumns(now, userId));
  insertRow(engine.database, object, { ...defaultValues(object, userId), ...row, Id: id, ...system });
  return id;
}

function saveFile(engine: Engine, saved: Saved): void {
  const { id, row } = saved;
  const { database } = engine;
  const about = {
    Title: row.Title,
    FileType: row.FileType,
    FileExtension: row.FileExtension,
    ContentSize: row.ContentSize,
  };
  const shown = Object.fromEntries(Object.entries(about).map(([name, value]) => [name, value ?? null]));
  const known = row.ContentDocumentId ?? null;
  if (known !== null) {
    database.run('UPDATE "ContentVersion" SET "IsLatest" = 0 WHERE "ContentDocumentId" = ? AND "Id" <> ?', known, id);
    database.run('UPDATE "ContentDocument" SET "LatestPublishedVersionId" = ? WHERE "Id" = ?', id, known);
    return;
  }
  const file = add(engine, 'ContentDocument', { ...shown, LatestPublishedVersionId: id }, saved);
  database.run('UPDATE "ContentVersion" SET "ContentDocumentId" = ? WHERE "Id" = ?', file, id);
  for (const place of new Set([saved.userId, row.FirstPublishLocationId ?? saved.userId])) {
    add(engine, 'ContentDocumentLink', { LinkedEntityId: place, ContentDocumentId: file }, saved);
  }
}

function relateDirectly(engine: Engine, saved: Saved): void {
  const { id, row, prior } = saved;
  const [account, former] = [row.AccountId ?? null, prior?.AccountId ?? null];
  if (account === former) return;
  engine.database.run('DELETE FROM "AccountContactRelation" WHERE "ContactId" = ? AND "IsDirect" = 1', id);
  if (account === null) return;
  engine.database.run('DELETE FROM "AccountContactRelation" WHERE "ContactId" = ? AND "AccountId" = ?', id, account);
  add(engine, 'AccountContactRelation', { AccountId: account, ContactId: id, IsDirect: 1, IsActive: 1 }, saved);
}
