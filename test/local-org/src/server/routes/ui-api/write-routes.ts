import { isRecordId, toLongId } from '../../../storage/record-id.ts';
import type { RecordInput, SaveResult, WriteOperation } from '../../../org.ts';
import type { DescribeSObject } from '../../../schema/describe.ts';
import { requireObject } from '../../../ui-api/object-info.ts';
import { readRecordFields } from '../../../ui-api/record-input.ts';
import { showConflict, showRecordErrors } from '../../../ui-api/record-error.ts';
import type { RecordSource } from '../../../ui-api/record-source.ts';
import { illegalParameter, notFound } from '../../../ui-api/ui-api-error.ts';
import type { ApiCall } from '../../api-call.ts';
import { readBody, readObject, readOptionalText } from '../../json-value.ts';
import { writeRecord } from '../../record-writer.ts';
import { json, noContent } from '../../reply.ts';
import type { Reply } from '../../reply.ts';
import type { ServerState } from '../../server-state.ts';
import type { SyncRoute } from '../../sync-route.ts';
import { objectOf, readWritten } from './read-routes.ts';
import { readId } from './request-parameters.ts';
import { openSource } from './ui-api-source.ts';

type Writing = { describe: DescribeSObject; operation: WriteOperation; record: RecordInput };

function write(state: ServerState, { userId, apiVersion }: ApiCall, { describe, operation, record }: Writing) {
  return state.org.transaction(() =>
    writeRecord(state, { userId, apiVersion, operation, object: describe.name, record }),
  );
}

const refused = (describe: DescribeSObject, { errors }: SaveResult): Reply =>
  json(showRecordErrors(describe, errors), 400);

function createRecord(state: ServerState, call: ApiCall): Reply {
  const source = openSource(state, call);
  const { apiName, fields } = readBody(call.body);
  const object = readOptionalText(apiName, 'apiName');
  if (object === undefined || object === '') throw illegalParameter('apiName is required to create a record.');
  const describe = requireObject(source, object);
  const record = readRecordFields(describe, readObject(fields ?? {}, 'fields'));
  const result = write(state, call, { describe, operation: 'insert', record });
  if (!result.success) return refused(describe, result);
  return json(readWritten(source, result.id), 201);
}

/** When the client read the record: from a header, a parameter or the ETag in the body. */
function readSince({ headers, query }: ApiCall, body: Record<string, unknown>): number | undefined {
  const header = headers['if-modified-since'] ?? headers['if-unmodified-since'];
  const text = header ?? query.get('ifUnmodifiedSince') ?? query.get('ifModifiedSince');
  const tag = body['weakEtag'];
  if (typeof tag === 'number') return tag;
  if (text === null) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw illegalParameter(`Invalid date: ${text}`);
  // An HTTP date has no milliseconds: a change within its second counts as unchanged.
  return / GMT$/.test(text) ? time + 999 : time;
}

/** The name of the user who changed the record since; undefined when it is unchanged. */
function findConflict(source: RecordSource, { object, id, since }: Since): string | undefined {
  const soql = `SELECT LastModifiedDate, LastModifiedById FROM ${object} WHERE Id = '${id}'`;
  const [row] = source.rows(soql);
  if (row === undefined) throw notFound();
  if (Date.parse(String(row['LastModifiedDate']).replace('+0000', 'Z')) <= since) return undefined;
  const [user] = source.rows(`SELECT Name FROM User WHERE Id = '${String(row['LastModifiedById'])}'`);
  return String(user?.['Name'] ?? '');
}

type Since = { object: string; id: string; since: number };

/** The record that the path names. Its id may be of 15 characters. */
function target(state: ServerState, call: ApiCall): { source: RecordSource; describe: DescribeSObject; id: string } {
  const source = openSource(state, call);
  const id = readId(call.params['id'] ?? '');
  return { source, describe: requireObject(source, objectOf(source, id)), id };
}

function changeRecord(state: ServerState, call: ApiCall): Reply {
  const { source, describe, id } = target(state, call);
  const body = readBody(call.body);
  if (body['fields'] === undefined) throw illegalParameter('Record input is required for PATCH.');
  const fields = readObject(body['fields'], 'fields');
  const { Id: ownId, ...others } = readRecordFields(describe, fields);
  if (typeof ownId === 'string' && isRecordId(ownId) && toLongId(ownId) !== id) {
    throw illegalParameter('The record ID of the fields is not that of the address.');
  }
  const since = readSince(call, body);
  const changedBy = since === undefined ? undefined : findConflict(source, { object: describe.name, id, since });
  if (changedBy !== undefined) return json(showConflict(changedBy), 412);
  requireThere(source, describe, id);
  const result = write(state, call, { describe, operation: 'update', record: { ...others, Id: id } });
  return result.success ? json(readWritten(source, id)) : refused(describe, result);
}

/** @throws OrgError NOT_FOUND for a missing or deleted record */
function requireThere(source: RecordSource, { name }: DescribeSObject, id: string): void {
  if (source.rows(`SELECT Id FROM ${name} WHERE Id = '${id}'`).length === 0) throw notFound();
}

function removeRecord(state: ServerState, call: ApiCall): Reply {
  const { source, describe, id } = target(state, call);
  requireThere(source, describe, id);
  const result = write(state, call, { describe, operation: 'delete', record: { Id: id } });
  return result.success ? noContent() : refused(describe, result);
}

/** Records created, changed and deleted; the answer is the record as its page shows it. */
export const uiWriteRoutes: SyncRoute[] = [
  { method: 'POST', pattern: '/ui-api/records', handle: createRecord },
  { method: 'PATCH', pattern: '/ui-api/records/:id', handle: changeRecord },
  { method: 'DELETE', pattern: '/ui-api/records/:id', handle: removeRecord },
];
