import { Readable } from 'node:stream';
import { OrgError } from '../../org-error.ts';
import type { RecordInput } from '../../org.ts';
import { isRecordId } from '../../storage/record-id.ts';
import type { ApiCall } from '../api-call.ts';
import { describeObject, findField } from '../described.ts';
import { recordErrorReply } from '../error-table.ts';
import { readBody, readTypedRecord } from '../json-value.ts';
import { rulesOf, savedJson, writeRecord } from '../record-writer.ts';
import type { RecordWrite } from '../record-writer.ts';
import { json, noContent, stream } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import { literal, quote } from '../soql-text.ts';
import type { SyncRoute } from '../sync-route.ts';

const notFound = (): OrgError => new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });

type RecordAction = (state: ServerState, call: ApiCall, object: string, id: string) => Reply;

const readInput = ({ body }: ApiCall): RecordInput => readTypedRecord(readBody(body), 'Request body').record;

function selectedFields({ org }: ServerState, { userId, query }: ApiCall, object: string): string[] {
  const fields = query.get('fields');
  if (fields !== null) return fields.split(',').map((field) => field.trim());
  return describeObject(org, userId, object).fields.map(({ name }) => name);
}

const readOne: RecordAction = (state, call, object, id) => {
  if (!isRecordId(id)) throw notFound();
  const soql = `SELECT ${selectedFields(state, call, object).join(', ')} FROM ${object} WHERE Id = ${quote(id)}`;
  const { userId, apiVersion } = call;
  const row = state.org.query(userId, soql, { apiVersion }).rows.next().value;
  if (row !== undefined) return json(row);
  const deleted = state.org.query(userId, `SELECT Id FROM ${object} WHERE Id = ${quote(id)}`, { includeDeleted: true });
  if (deleted.rows.next().value === undefined) throw notFound();
  throw new OrgError('ENTITY_IS_DELETED', 'entity is deleted', { status: 404 });
};

function changeOne(state: ServerState, write: RecordWrite): Reply {
  const result = state.org.transaction(() => writeRecord(state, write));
  return result.success ? noContent() : recordErrorReply(result.errors);
}

const update: RecordAction = (state, call, object, id) => {
  if (id === 'Id') {
    throw new OrgError('METHOD_NOT_ALLOWED', "HTTP Method 'PATCH' not allowed. Allowed are HEAD,GET,POST", {
      status: 405,
    });
  }
  return changeOne(state, {
    ...{ ...call, ...rulesOf(call), operation: 'update', object },
    record: { ...withoutKey(readInput(call), 'Id'), Id: id },
  });
};

const remove: RecordAction = (state, call, object, id) =>
  changeOne(state, { ...call, operation: 'delete', object, record: { Id: id } });

function objectName({ org }: ServerState, { userId, params }: ApiCall): string {
  return describeObject(org, userId, params['object'] ?? '').name;
}

function createOne(state: ServerState, call: ApiCall): Reply {
  const object = objectName(state, call);
  const { userId, apiVersion, root } = call;
  const record = readInput(call);
  const result = state.org.transaction(() =>
    writeRecord(state, { userId, apiVersion, operation: 'insert', object, record, ...rulesOf(call) }),
  );
  if (!result.success) return recordErrorReply(result.errors);
  const headers = { Location: `${root}/sobjects/${object}/${result.id}` };
  return { ...json(savedJson(result, 'insert'), 201), headers };
}

type ExternalKey = { object: string; field: string; value: string };

/** @throws OrgError `NOT_FOUND` when the field is no external id */
function readKey({ org }: ServerState, { userId, params }: ApiCall): ExternalKey & { ids: string[] } {
  const describe = describeObject(org, userId, params['object'] ?? '');
  const field = findField(describe, params['field'] ?? '');
  if (field === undefined || !(field.externalId || field.idLookup)) {
    const message = 'Provided external ID field does not exist or is not accessible: ';
    throw new OrgError('NOT_FOUND', `${message}${params['field'] ?? ''}`, { status: 404 });
  }
  const value = params['value'] ?? '';
  const soql = `SELECT Id FROM ${describe.name} WHERE ${field.name} = ${literal(field, value)}`;
  const ids = [...org.query(userId, soql).rows].map((row) => String(row['Id']));
  return { object: describe.name, field: field.name, value, ids };
}

/** 300 with the addresses of all records that match. */
const severalReply = ({ root }: ApiCall, object: string, ids: string[]): Reply =>
  json(
    ids.map((id) => `${root}/sobjects/${object}/${id}`),
    300,
  );

function withOneMatch(act: RecordAction) {
  return (state: ServerState, call: ApiCall): Reply => {
    const { object, ids } = readKey(state, call);
    const [id, ...others] = ids;
    if (id === undefined) throw notFound();
    return others.length > 0 ? severalReply(call, object, ids) : act(state, call, object, id);
  };
}

/** `/sobjects/ContentVersion/{id}/VersionData` is the content of a file; with an external id it is a record. */
function readBlobOr(readRecord: SyncRoute['handle']): SyncRoute['handle'] {
  return (state, call) => {
    const { object = '', field: id = '', value: name = '' } = call.params;
    const describe = isRecordId(id) ? describeObject(state.org, call.userId, object) : undefined;
    const blob = describe && findField(describe, name);
    if (describe === undefined || blob?.type !== 'base64') return readRecord(state, call);
    const { userId, apiVersion } = call;
    const soql = `SELECT ${blob.name} FROM ${describe.name} WHERE Id = ${quote(id)}`;
    const row = state.org.query(userId, soql, { apiVersion, asBlob: true }).rows.next().value;
    if (row === undefined) throw notFound();
    const content = Buffer.from(typeof row[blob.name] === 'string' ? String(row[blob.name]) : '', 'base64');
    return stream('application/octet-stream', Readable.from([content]));
  };
}

/** @throws OrgError `INVALID_FIELD` when the body names the field that the address has */
function withoutKey(record: RecordInput, key: string): RecordInput {
  if (!Object.keys(record).some((name) => name.toLowerCase() === key.toLowerCase())) return record;
  throw new OrgError('INVALID_FIELD', `The ${key} field should not be specified in the sobject data.`);
}

function upsertOne(state: ServerState, call: ApiCall): Reply {
  const { object, field, value, ids } = readKey(state, call);
  if (ids.length > 1) return severalReply(call, object, ids);
  if (ids.length === 0 && call.query.get('updateOnly') === 'true') throw notFound();
  const { userId, apiVersion } = call;
  const write = { userId, apiVersion, ...rulesOf(call) };
  const record = { ...withoutKey(readInput(call), field), [field]: value };
  const result = state.org.transaction(() =>
    writeRecord(state, { ...write, operation: 'upsert', object, record, externalIdField: field }),
  );
  if (!result.success) return recordErrorReply(result.errors);
  return json(savedJson(result, 'upsert'), result.created === true ? 201 : 200);
}

const byId =
  (act: RecordAction) =>
  (state: ServerState, call: ApiCall): Reply =>
    act(state, call, objectName(state, call), call.params['id'] ?? '');

/** Single records, by id and by external id. */
export const recordRoutes: SyncRoute[] = [
  { method: 'POST', pattern: '/sobjects/:object', handle: createOne },
  // An upsert without an id.
  { method: 'POST', pattern: '/sobjects/:object/Id', handle: createOne },
  { method: 'GET', pattern: '/sobjects/:object/:id', handle: byId(readOne) },
  { method: 'PATCH', pattern: '/sobjects/:object/:id', handle: byId(update) },
  { method: 'DELETE', pattern: '/sobjects/:object/:id', handle: byId(remove) },
  { method: 'GET', pattern: '/sobjects/:object/:field/:value', handle: readBlobOr(withOneMatch(readOne)) },
  { method: 'PATCH', pattern: '/sobjects/:object/:field/:value', handle: upsertOne },
  { method: 'POST', pattern: '/sobjects/:object/:field/:value', handle: upsertOne },
  { method: 'DELETE', pattern: '/sobjects/:object/:field/:value', handle: withOneMatch(remove) },
];
