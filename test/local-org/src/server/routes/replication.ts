import { OrgError } from '../../org-error.ts';
import type { QueryRow } from '../../org.ts';
import type { ApiCall } from '../api-call.ts';
import { describeObject } from '../described.ts';
import { json } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import type { SyncRoute } from '../sync-route.ts';

type Span = { start: Date; end: Date };

function readDatetime(query: URLSearchParams, name: string): Date {
  // An unescaped `+00:00` is decoded to a blank.
  const time = new Date((query.get(name) ?? '').replace(' ', '+'));
  if (Number.isNaN(time.getTime())) {
    throw new OrgError('INVALID_REPLICATION_DATE', `${name}: a date and time is expected`);
  }
  return time;
}

function readSpan({ query }: ApiCall): Span {
  const span = { start: readDatetime(query, 'start'), end: readDatetime(query, 'end') };
  if (span.start < span.end) return span;
  throw new OrgError('INVALID_REPLICATION_DATE', 'startDate before endDate expected');
}

const platformTime = (time: Date): string => time.toISOString().replace('Z', '+0000');

function changedRows({ org }: ServerState, call: ApiCall, { start, end }: Span, isDeleted: boolean): QueryRow[] {
  const { name } = describeObject(org, call.userId, call.params['object'] ?? '');
  const soql =
    `SELECT Id, SystemModstamp FROM ${name} WHERE SystemModstamp >= ${start.toISOString()}` +
    ` AND SystemModstamp < ${end.toISOString()} AND IsDeleted = ${isDeleted}`;
  return [...org.query(call.userId, soql, { includeDeleted: isDeleted }).rows];
}

function answerUpdated(state: ServerState, call: ApiCall) {
  const span = readSpan(call);
  const ids = changedRows(state, call, span, false).map((row) => row['Id']);
  return json({ ids, latestDateCovered: platformTime(span.end) });
}

function answerDeleted(state: ServerState, call: ApiCall) {
  const span = readSpan(call);
  const rows = changedRows(state, call, span, true);
  return json({
    deletedRecords: rows.map((row) => ({ id: row['Id'], deletedDate: row['SystemModstamp'] })),
    earliestDateAvailable: platformTime(span.start),
    latestDateCovered: platformTime(span.end),
  });
}

/** `updated` and `deleted` of an object within a span of time. */
export const replicationRoutes: SyncRoute[] = [
  { method: 'GET', pattern: '/sobjects/:object/updated', handle: answerUpdated },
  { method: 'GET', pattern: '/sobjects/:object/deleted', handle: answerDeleted },
];
