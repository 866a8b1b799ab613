import type { Engine } from '../engine.ts';
import type { EventMessage, EventRequest } from '../org.ts';
import { OrgError } from '../org-error.ts';
import type { DescribeField } from '../schema/describe.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { SqlValue } from '../storage/database.ts';
import { quote } from '../storage/tables.ts';
import { isPlatformEvent, retentionMs } from './platform-event.ts';

/** The events that the bus still keeps, oldest first. Throws `OrgError` when there is no such channel. */
export function readEvents(engine: Engine, { channel, after = 0 }: EventRequest): EventMessage[] {
  const object = engine.metadata.schema.object(channel.replace(/^\/event\//, ''));
  if (object === undefined || !isPlatformEvent(object)) {
    throw new OrgError('NOT_FOUND', `There is no channel ${channel}`, { status: 404 });
  }
  const oldest = new Date(engine.clock.now().getTime() - retentionMs).toISOString();
  return engine.database
    .all(
      `SELECT * FROM ${quote(object.name)} WHERE CAST("ReplayId" AS INTEGER) > ? AND "CreatedDate" >= ?
       ORDER BY CAST("ReplayId" AS INTEGER)`,
      after,
      oldest,
    )
    .map((row) => ({
      channel: `/event/${object.name}`,
      event: { EventUuid: String(row.EventUuid), replayId: Number(row.ReplayId) },
      payload: Object.fromEntries(payloadFields(object).map((field) => [field.name, shown(field, row[field.name])])),
    }));
}

const envelopeFields = ['Id', 'ReplayId', 'EventUuid'];

const payloadFields = ({ columns }: SchemaObject): DescribeField[] =>
  columns.filter(({ name }) => !envelopeFields.includes(name));

const shown = ({ type }: DescribeField, value: SqlValue | undefined): unknown =>
  type === 'boolean' ? value === 1 : (value ?? null);
