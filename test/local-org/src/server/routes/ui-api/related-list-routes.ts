import { eTagOf } from '../../../ui-api/e-tag.ts';
import { splitNames } from '../../../ui-api/field-selection.ts';
import { whereConditions } from '../../../ui-api/list-where.ts';
import { requireObject } from '../../../ui-api/object-info.ts';
import { readRecords } from '../../../ui-api/read-records.ts';
import { emptySelection } from '../../../ui-api/field-selection.ts';
import { listSelection, readPage } from '../../../ui-api/record-page.ts';
import type { PageRequest } from '../../../ui-api/record-page.ts';
import { soqlText } from '../../../ui-api/record-source.ts';
import type { RecordSource } from '../../../ui-api/record-source.ts';
import { defaultRecordTypeId } from '../../../ui-api/record-type.ts';
import {
  findRelatedList,
  referToRelatedList,
  relatedOrder,
  showRelatedList,
  summarizeRelatedLists,
} from '../../../ui-api/related-list.ts';
import type { RelatedList } from '../../../ui-api/related-list.ts';
import { notFound } from '../../../ui-api/ui-api-error.ts';
import { requireRecordType } from '../../../ui-api/picklist-values.ts';
import type { ApiCall } from '../../api-call.ts';
import { readBody } from '../../json-value.ts';
import { json } from '../../reply.ts';
import type { Reply } from '../../reply.ts';
import type { ServerState } from '../../server-state.ts';
import type { SyncRoute } from '../../sync-route.ts';
import { pageUrl, readPageRequest } from './list-routes.ts';
import { batchReply } from './batch-reply.ts';
import { objectOf } from './read-routes.ts';
import { readId, readNumber } from './request-parameters.ts';
import { openSource } from './ui-api-source.ts';

const mostPageSize = 1_999;
const presetCount = 20;

function openParent(state: ServerState, call: ApiCall) {
  const source = openSource(state, call);
  const parent = requireObject(source, call.params['object'] ?? '');
  const given = call.query.get('recordTypeId');
  const isGiven = given !== null && given !== '';
  return { source, parent, recordTypeId: isGiven ? requireRecordType(parent, given) : defaultRecordTypeId(parent) };
}

function answerSummaries(state: ServerState, call: ApiCall): Reply {
  const { source, parent, recordTypeId } = openParent(state, call);
  return json(summarizeRelatedLists(source, parent, recordTypeId));
}

const readFields = ({ query }: ApiCall) => ({
  fields: splitNames(query.get('fields')),
  optionalFields: splitNames(query.get('optionalFields')),
});

function answerInfo(state: ServerState, call: ApiCall): Reply {
  const { source, parent, recordTypeId } = openParent(state, call);
  const list = findRelatedList(source, parent, { id: call.params['list'] ?? '', recordTypeId });
  return json(showRelatedList(source, list, readFields(call)));
}

function answerInfos(state: ServerState, call: ApiCall): Reply {
  const { source, parent, recordTypeId } = openParent(state, call);
  return batchReply(
    splitNames(call.params['lists'] ?? '').map(
      (id) => () => showRelatedList(source, findRelatedList(source, parent, { id, recordTypeId }), readFields(call)),
    ),
  );
}

type OpenedList = { list: RelatedList; recordId: string; conditions: string[] };

/** @throws OrgError when the record does not exist or has no such list */
function openList(source: RecordSource, recordId: string, id: string): OpenedList {
  const parent = requireObject(source, objectOf(source, recordId));
  const record = readRecords(source, parent.name, { ids: [recordId], selection: emptySelection() }).get(recordId);
  if (record === undefined) throw notFound();
  const list = findRelatedList(source, parent, { id, recordTypeId: record.recordTypeId });
  return { list, recordId, conditions: [`${list.reference.name} = ${soqlText(recordId)}`] };
}

type Asked = { request: PageRequest; where: string | null };

function readAsked(call: ApiCall): Asked {
  const request = readPageRequest(call, mostPageSize);
  if (call.method !== 'POST') return { request, where: call.query.get('where') };
  const { fields, optionalFields, pageSize, pageToken, sortBy, where } = readBody(call.body);
  const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
  const textOf = (value: unknown): string | null =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  const query = new URLSearchParams({
    fields: listOf(fields).join(','),
    optionalFields: listOf(optionalFields).join(','),
    pageSize: textOf(pageSize) ?? '',
    pageToken: textOf(pageToken) ?? '',
    sortBy: listOf(sortBy).join(','),
  });
  return { request: readPageRequest({ ...call, query }, mostPageSize), where: textOf(where) };
}

function readRelated(source: RecordSource, { list, recordId, conditions }: OpenedList, call: ApiCall) {
  const { request, where } = readAsked(call);
  const order = relatedOrder(source, list).map(({ fieldApiName, isAscending }) =>
    isAscending ? fieldApiName : `-${fieldApiName}`,
  );
  const qualified = (names: string[]): string[] =>
    // The body of a request may leave the object out.
    names.map((name) => (name.includes('.') ? name : `${list.child.name}.${name}`));
  const fields = qualified(request.fields);
  const optionalFields = qualified(request.optionalFields);
  const page = readPage(source, list.child, {
    conditions: [...conditions, ...whereConditions(source, list.child, where)],
    selection: listSelection(list.child, list.columns, { fields, optionalFields }),
    request: { ...request, sortBy: request.sortBy.length === 0 ? order : request.sortBy },
    url: pageUrl(call),
  });
  return {
    ...page,
    fields,
    listInfoETag: showRelatedList(source, list, { fields: [], optionalFields: [] }).eTag,
    listReference: referToRelatedList(list, recordId),
    optionalFields,
    sortBy: request.sortBy,
    where,
  };
}

function answerRecords(state: ServerState, call: ApiCall): Reply {
  const source = openSource(state, call);
  const list = openList(source, readId(call.params['id'] ?? ''), call.params['list'] ?? '');
  return json(readRelated(source, list, call));
}

function answerRecordBatch(state: ServerState, call: ApiCall): Reply {
  const source = openSource(state, call);
  const recordId = readId(call.params['id'] ?? '');
  const lists = splitNames(call.params['lists'] ?? '');
  return batchReply(lists.map((id) => () => readRelated(source, openList(source, recordId, id), call)));
}

function countRelated(source: RecordSource, { list, recordId, conditions }: OpenedList, call: ApiCall) {
  const most = readNumber(call.query.get('maxCount'), { name: 'maxCount', preset: presetCount, most: mostPageSize });
  const soql = `SELECT Id FROM ${list.child.name} WHERE ${conditions.join(' AND ')} LIMIT ${most + 1}`;
  const found = source.rows(soql).length;
  const content = {
    count: Math.min(found, most),
    hasMore: found > most,
    listReference: referToRelatedList(list, recordId),
  };
  return { ...content, eTag: eTagOf(content) };
}

function answerCount(state: ServerState, call: ApiCall): Reply {
  const source = openSource(state, call);
  const list = openList(source, readId(call.params['id'] ?? ''), call.params['list'] ?? '');
  return json(countRelated(source, list, call));
}

function answerCounts(state: ServerState, call: ApiCall): Reply {
  const source = openSource(state, call);
  const recordId = readId(call.params['id'] ?? '');
  const lists = splitNames(call.params['lists'] ?? '');
  return batchReply(lists.map((id) => () => countRelated(source, openList(source, recordId, id), call)));
}

/** Related lists: which an object has, and what is in one of a record's. */
export const uiRelatedListRoutes: SyncRoute[] = [
  { method: 'GET', pattern: '/ui-api/related-list-info/batch/:object/:lists', handle: answerInfos },
  { method: 'GET', pattern: '/ui-api/related-list-info/:object', handle: answerSummaries },
  { method: 'GET', pattern: '/ui-api/related-list-info/:object/:list', handle: answerInfo },
  { method: 'GET', pattern: '/ui-api/related-list-records/batch/:id/:lists', handle: answerRecordBatch },
  { method: 'GET', pattern: '/ui-api/related-list-records/:id/:list', handle: answerRecords },
  { method: 'POST', pattern: '/ui-api/related-list-records/:id/:list', handle: answerRecords },
  { method: 'GET', pattern: '/ui-api/related-list-count/batch/:id/:lists', handle: answerCounts },
  { method: 'GET', pattern: '/ui-api/related-list-count/:id/:list', handle: answerCount },
];
