import type { AccessMode } from '../access/code-access.ts';
import type { UserAccess } from '../access/user-access.ts';
import type { Engine } from '../engine.ts';
import type { MergeRequest, MergeResult } from '../org.ts';
import type { ChildRelationship } from '../schema/describe.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { SqlValue } from '../storage/database.ts';
import { isRecordId, toLongId } from '../storage/record-id.ts';
import { quote, unindexedParents } from '../storage/tables.ts';
import { recomputeLastActivity } from './last-activity.ts';
import { RecordRefusal, refusal } from './record-refusal.ts';
import { notAllowed } from './require-row-access.ts';
import { requireSaved, runSave, saveOne } from './run-save.ts';
import { existingRow, readUpdate, updateGiven } from './save-record.ts';
import type { Writer } from './save-record.ts';
import { deleteTask, updateTask } from './save-task.ts';
import type { SaveTask } from './save-task.ts';
import { writeHistoryEntry } from './write-history.ts';

const mergeable = ['Lead', 'Contact', 'Account'];
const mostMerged = 2;

/** Merges one or two records into another of their object: it takes over their related records, and they are deleted. */
export function mergeRecords(
  engine: Engine,
  userId: string,
  { request, mode }: { request: MergeRequest; mode: AccessMode | undefined },
): MergeResult {
  const masterId = toLongId(String(request.master['Id'] ?? ''));
  try {
    return engine.database.transaction(() => {
      const writer = requireMergeable(engine, engine.access.of(userId, mode), request);
      const updatedRelatedIds = merge(writer, { masterId, request });
      return { id: masterId, success: true, errors: [], mergedRecordIds: request.mergeIds, updatedRelatedIds };
    });
  } catch (error) {
    if (!(error instanceof RecordRefusal)) throw error;
    return { id: masterId, success: false, errors: error.errors, mergedRecordIds: [], updatedRelatedIds: [] };
  }
}

function requireMergeable(engine: Engine, access: UserAccess, { object: name, mergeIds }: MergeRequest): Writer {
  const object = engine.metadata.schema.object(name);
  if (object === undefined || !mergeable.includes(object.name)) {
    throw refusal('INVALID_TYPE', `sObject type '${name}' is not supported for merge`);
  }
  const { edit, delete: canDelete } = access.object(object);
  if (!edit || !canDelete) throw notAllowed();
  if (mergeIds.length === 0 || mergeIds.length > mostMerged) {
    throw refusal('MERGE_FAILED', `1 to ${mostMerged} records can be merged into another`);
  }
  return { engine, object, access };
}

function merge(writer: Writer, { masterId, request }: { masterId: string; request: MergeRequest }): string[] {
  const { engine, object, access } = writer;
  existingMergeable(writer, masterId);
  const moved: string[] = [];
  const seen = new Set([masterId]);
  const tasks = request.mergeIds.map((text): SaveTask => {
    const mergedId = toLongId(text);
    if (mergedId === masterId) throw refusal('MERGE_FAILED', 'a record cannot be merged into itself', ['Id']);
    existingMergeable(writer, mergedId);
    if (seen.has(mergedId)) throw refusal('ENTITY_IS_DELETED', 'entity is deleted');
    seen.add(mergedId);
    const task = deleteTask(writer, mergedId);
    const write = (): void => {
      for (const relationship of object.childRelationships) {
        moved.push(...moveChildren(engine, { relationship, from: mergedId, to: masterId }));
      }
      task.write();
      engine.database.run(`UPDATE ${quote(object.name)} SET "MasterRecordId" = ? WHERE "Id" = ?`, masterId, mergedId);
      // After the deletion a trigger tells a merged record from a deleted one by its master.
      task.saved.prior = { ...task.saved.prior, MasterRecordId: masterId };
    };
    return { ...task, write };
  });
  runSave(tasks, { attempt: 1, goesOn: () => tasks.every(({ saved }) => saved.errors.length === 0) });
  requireSaved(tasks);
  saveOne(updateTask(writer, readUpdate(writer, masterId, request.master), updateGiven));
  recomputeLastActivity(engine, masterId);
  if (object.name === 'Lead') {
    writeHistoryEntry(
      engine,
      { object, id: masterId, userId: access.grants.userId, now: engine.clock.now().toISOString() },
      { field: 'leadMerged', dataType: 'Text', from: null, to: null },
    );
  }
  return moved;
}

function existingMergeable(writer: Writer, id: string): void {
  const { label, keyPrefix } = writer.object;
  if (!isRecordId(id) || (keyPrefix !== null && !id.startsWith(keyPrefix))) {
    throw refusal('MALFORMED_ID', `${label} ID: id value of incorrect type: ${id}`, ['Id']);
  }
  if (existingRow(writer, id).IsConverted === 1) {
    throw refusal('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  }
}

type Move = { relationship: ChildRelationship; from: string; to: string };

/** Redirects references from the merged record to the remaining one. */
function moveChildren(engine: Engine, { relationship, from, to }: Move): string[] {
  const { childSObject, field } = relationship;
  const child = engine.metadata.schema.object(childSObject);
  // Its history goes with the merged record.
  if (child === undefined || isHistory(child) || unindexedParents.includes(field)) return [];
  const table = quote(child.name);
  const ids = engine.database
    .all(`SELECT "Id" FROM ${table} WHERE ${quote(field)} = ? AND "IsDeleted" = 0 AND "Id" <> ?`, from, to)
    .map(({ Id }) => String(Id));
  return ids.filter((id) => moveChild(engine, { child, field, id, to }));
}

const isHistory = ({ name, operations }: SchemaObject): boolean => !operations.create && /History$/.test(name);

function moveChild(
  engine: Engine,
  { child, field, id, to }: { child: SchemaObject; field: string; id: string; to: string },
): boolean {
  const now = engine.clock.now().toISOString();
  // A person can be in a campaign only once, so the second membership is deleted.
  if (child.name === 'CampaignMember' && isMember(engine, { field, id, to })) {
    engine.database.run('UPDATE "CampaignMember" SET "IsDeleted" = 1, "SystemModstamp" = ? WHERE "Id" = ?', now, id);
    return false;
  }
  const stamp: Record<string, SqlValue> = child.fieldByName.has('systemmodstamp') ? { SystemModstamp: now } : {};
  const changes = { [field]: to, ...stamp };
  const assignments = Object.keys(changes).map((name) => `${quote(name)} = ?`);
  engine.database.run(
    `UPDATE ${quote(child.name)} SET ${assignments.join(', ')} WHERE "Id" = ?`,
    ...Object.values(changes),
    id,
  );
  return true;
}

const isMember = (engine: Engine, { field, id, to }: { field: string; id: string; to: string }): boolean =>
  engine.database.get(
    `SELECT m."Id" FROM "CampaignMember" m JOIN "CampaignMember" o ON o."CampaignId" = m."CampaignId"
     WHERE o."Id" = ? AND m.${quote(field)} = ? AND m."IsDeleted" = 0`,
    id,
    to,
  ) !== undefined;
