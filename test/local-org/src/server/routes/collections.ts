import { OrgError } from '../../org-error.ts';
import type { RecordInput, SaveResult, WriteOperation } from '../../org.ts';
import type { ApiCall } from '../api-call.ts';
import { describeObject } from '../described.ts';
import { readBody, readList, readText, readTypedRecord } from '../json-value.ts';
import { rulesOf, savedJson, writeByIds, writeRecords } from '../record-writer.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import { quote } from '../soql-text.ts';
import type { SyncRoute } from '../sync-route.ts';

const mostWrites = 200;
const mostReads = 2_000;

type Item = { object: string; record: RecordInput };
type CollectionWrite = { operation: WriteOperation; items: Item[]; allOrNone: boolean; externalIdField?: string };

/** Carries the results out of the transaction that it rolls back. */
class RolledBack extends Error {
  readonly results: SaveResult[];

  constructor(results: SaveResult[]) {
    super('A record of an all-or-none collection was refused.');
    this.results = results;
  }
}

const rolledBack: SaveResult['errors'][number] = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};

function writeAll(state: ServerState, write: () => SaveResult[], allOrNone: boolean): SaveResult[] {
  try {
    return state.org.transaction(() => {
      const results = write();
      if (allOrNone && results.some(({ success }) => !success)) throw new RolledBack(results);
      return results;
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    return error.results.map((result) => (result.success ? { success: false, errors: [rolledBack] } : result));
  }
}

function requireFew(items: readonly unknown[]): void {
  if (items.length <= mostWrites) return;
  const message = `record limit reached. cannot submit more than ${mostWrites} records into this call`;
  throw new OrgError('EXCEEDED_ID_LIMIT', message);
}

function answerWrite(state: ServerState, call: ApiCall, write: CollectionWrite): Reply {
  const { userId, apiVersion } = call;
  const { operation, items, allOrNone, externalIdField } = write;
  requireFew(items);
  const common = { userId, apiVersion, operation, ...rulesOf(call), ...(externalIdField && { externalIdField }) };
  const writes = items.map((item) => ({ ...common, ...item }));
  const results = writeAll(state, () => writeRecords(state, writes, { allOrNone }), allOrNone);
  return json(results.map((result) => savedJson(result, operation)));
}

function readItems(call: ApiCall): { items: Item[]; allOrNone: boolean } {
  const body = readBody(call.body);
  const items = readList(body['records'], 'records').map((value) => {
    const { type, record } = readTypedRecord(value, 'records');
    if (type !== undefined) return { object: type, record };
    throw new OrgError('INVALID_INPUT', 'Include an entity type in the attributes for each object');
  });
  return { items, allOrNone: body['allOrNone'] === true };
}

const writeCollection =
  (operation: 'insert' | 'update') =>
  (state: ServerState, call: ApiCall): Reply =>
    answerWrite(state, call, { operation, ...readItems(call) });

function upsertCollection(state: ServerState, call: ApiCall): Reply {
  const { object = '', field = '' } = call.params;
  const body = readBody(call.body);
  const items = readList(body['records'], 'records').map((value) => ({
    object,
    record: readTypedRecord(value, 'records').record,
  }));
  const allOrNone = body['allOrNone'] === true;
  return answerWrite(state, call, { operation: 'upsert', items, allOrNone, externalIdField: field });
}

const splitList = (list: string | null): string[] => (list === null || list === '' ? [] : list.split(','));

function deleteCollection(state: ServerState, call: ApiCall): Reply {
  const { userId, apiVersion, query } = call;
  const ids = splitList(query.get('ids'));
  requireFew(ids);
  const allOrNone = query.get('allOrNone') === 'true';
  const write = () => writeByIds(state, { userId, apiVersion, operation: 'delete', ids }, { allOrNone });
  const results = writeAll(state, write, allOrNone);
  return json(results.map((result) => savedJson(result, 'delete')));
}

function retrieve({ org }: ServerState, call: ApiCall, ids: string[], fields: string[]): Reply {
  if (ids.length > mostReads) {
    const message = `record limit reached. cannot submit more than ${mostReads} records into this call`;
    throw new OrgError('EXCEEDED_ID_LIMIT', message);
  }
  if (ids.length === 0 || fields.length === 0) throw new OrgError('INVALID_INPUT', 'ids and fields are required');
  const { userId, apiVersion } = call;
  const { name } = describeObject(org, userId, call.params['object'] ?? '');
  const selected = ['Id', ...fields.filter((field) => field.toLowerCase() !== 'id')].join(', ');
  const soql = `SELECT ${selected} FROM ${name} WHERE Id IN (${ids.map(quote).join(', ')})`;
  const rows = [...org.query(userId, soql, { apiVersion }).rows];
  const byShortId = new Map(rows.map((row) => [String(row['Id']).slice(0, 15), row]));
  return json(ids.map((id) => byShortId.get(id.slice(0, 15)) ?? null));
}

function retrieveByPost(state: ServerState, call: ApiCall): Reply {
  const body = readBody(call.body);
  const ids = readList(body['ids'], 'ids').map((id) => readText(id, 'ids'));
  const fields = readList(body['fields'], 'fields').map((field) => readText(field, 'fields'));
  return retrieve(state, call, ids, fields);
}

/** `composite/sobjects`: up to 200 records written, up to 2,000 read in one call. */
export const collectionRoutes: SyncRoute[] = [
  { method: 'POST', pattern: '/composite/sobjects', handle: writeCollection('insert') },
  { method: 'PATCH', pattern: '/composite/sobjects', handle: writeCollection('update') },
  { method: 'DELETE', pattern: '/composite/sobjects', handle: deleteCollection },
  {
    method: 'GET',
    pattern: '/composite/sobjects/:object',
    handle: (state, call) =>
      retrieve(state, call, splitList(call.query.get('ids')), splitList(call.query.get('fields'))),
  },
  { method: 'POST', pattern: '/composite/sobjects/:object', handle: retrieveByPost },
  { method: 'PATCH', pattern: '/composite/sobjects/:object/:field', handle: upsertCollection },
];
