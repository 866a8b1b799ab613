import { randomUUID } from 'node:crypto';
import type { Engine } from '../engine.ts';
import type { RecordInput, SaveResult } from '../org.ts';
import { checkRequired, requiredFields } from '../records/check-record.ts';
import { defaultValues } from '../records/default-values.ts';
import { readInput } from '../records/read-input.ts';
import { refusal } from '../records/record-refusal.ts';
import { notAllowed } from '../records/require-row-access.ts';
import type { Writer } from '../records/save-record.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { SqlRow } from '../storage/database.ts';
import { insertRow } from '../storage/rows.ts';
import { quote } from '../storage/tables.ts';
import { retentionMs } from './platform-event.ts';

/**
 * Publishes an event. As on the platform, the result reports it as enqueued, with its UUID.
 *
 * @throws RecordRefusal when the user may not publish it, or a value is wrong
 */
export function publishEvent({ engine, object, access }: Writer, record: RecordInput): SaveResult {
  if (!access.object(object).create) throw notAllowed();
  const given = readInput({ engine, object, access, isInsert: true }, record);
  const { userId } = access.grants;
  const row: SqlRow = { ...defaultValues(object, userId), ...given };
  checkRequired(object, row, requiredFields(object));
  const id = engine.ids.nextId(object);
  const eventUuid = randomUUID();
  const now = engine.clock.now().toISOString();
  const event = { ...row, Id: id, EventUuid: eventUuid, CreatedDate: now, CreatedById: userId };
  // In an isolated transaction, a test, events are kept within it, to be rolled back with it.
  const isPartOf = object.publishBehavior === 'PublishAfterCommit' || engine.database.isIsolated;
  if (isPartOf) keepEvent(engine, object, event);
  else
    engine.database.afterEnd(() => {
      engine.database.transaction(() => {
        keepEvent(engine, object, event);
      });
    });
  return { id, success: true, created: true, errors: [enqueued(eventUuid)] };
}

const enqueued = (eventUuid: string) => ({ statusCode: 'OPERATION_ENQUEUED', message: eventUuid, fields: [] });

export const refuseChange = (object: SchemaObject, operation: string): never => {
  throw refusal('INVALID_TYPE_FOR_OPERATION', `entity type ${object.name} does not support ${operation}`);
};

/** Replay ids increase with each event; expired events are removed. */
function keepEvent(engine: Engine, object: SchemaObject, event: SqlRow): void {
  const oldest = new Date(engine.clock.now().getTime() - retentionMs).toISOString();
  engine.database.run(`DELETE FROM ${quote(object.name)} WHERE "CreatedDate" < ?`, oldest);
  const replayId = engine.ids.nextNumber(`${object.name}.ReplayId`);
  const row = { ...event, ReplayId: String(replayId) };
  insertRow(engine.database, object, row);
  engine.changes.note({ object: object.name, id: String(event.Id), operation: 'insert', row });
}
