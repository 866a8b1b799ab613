import type { DescribeField, DescribeSObject } from '../../../schema/describe.ts';
import type { RecordCollection } from '../../../ui-api/child-records.ts';
import { emptySelection, selectPath } from '../../../ui-api/field-selection.ts';
import { requireObject } from '../../../ui-api/object-info.ts';
import { fieldsByName, nameFieldOf } from '../../../ui-api/read-records.ts';
import { readPage } from '../../../ui-api/record-page.ts';
import { soqlText } from '../../../ui-api/record-source.ts';
import type { RecordSource } from '../../../ui-api/record-source.ts';
import { illegalParameter } from '../../../ui-api/ui-api-error.ts';
import type { ApiCall } from '../../api-call.ts';
import { json } from '../../reply.ts';
import type { Reply } from '../../reply.ts';
import type { ServerState } from '../../server-state.ts';
import type { SyncRoute } from '../../sync-route.ts';
import { readNumber } from './request-parameters.ts';
import { openSource } from './ui-api-source.ts';

const presetPageSize = 25;
const mostPageSize = 200;

/** @throws OrgError when the object has no such look-up */
function requireLookup(describe: DescribeSObject, name: string): DescribeField {
  const field = fieldsByName(describe).get(name.toLowerCase());
  if (field?.type === 'reference') return field;
  throw illegalParameter(`Field ${name} of object ${describe.name} is not a lookup field`);
}

/** What was typed begins a word of the name. */
function nameConditions(nameField: string, typed: string): string[] {
  const wanted = typed.trim().replaceAll(/[%_]/g, '\\$&').replaceAll('*', '%');
  if (wanted === '') return [];
  return [`(${nameField} LIKE ${soqlText(`${wanted}%`)} OR ${nameField} LIKE ${soqlText(`% ${wanted}%`)})`];
}

/** Records of an object that a look-up may lead to, by name. */
function findRecords(source: RecordSource, target: DescribeSObject, call: ApiCall): RecordCollection {
  const { query, root, path } = call;
  const nameField = nameFieldOf(target);
  const pageSize = readNumber(query.get('pageSize'), { name: 'pageSize', preset: presetPageSize, most: mostPageSize });
  const page = readNumber(query.get('page'), { name: 'page', preset: 1, most: mostPageSize });
  const selection = emptySelection();
  for (const name of ['Id', nameField]) selectPath(selection, [name], 'optional');
  const url = (token: string): string => {
    const parameters = new URLSearchParams(query);
    parameters.set('page', String(Number(token) / pageSize + 1));
    return `${root}${path}?${parameters.toString()}`;
  };
  const found = readPage(source, target, {
    conditions: nameConditions(nameField, query.get('q') ?? ''),
    selection,
    request: { fields: [], optionalFields: [], pageSize, place: (page - 1) * pageSize, sortBy: [nameField] },
    url,
  });
  const pageToken = (token: string | null): string | null =>
    token === null ? null : String(Number(token) / pageSize + 1);
  return {
    count: found.count,
    currentPageToken: String(page),
    currentPageUrl: found.currentPageUrl,
    nextPageToken: pageToken(found.nextPageToken),
    nextPageUrl: found.nextPageUrl,
    previousPageToken: pageToken(found.previousPageToken),
    previousPageUrl: found.previousPageUrl,
    records: found.records,
  };
}

function answerLookup(state: ServerState, call: ApiCall): Reply {
  const source = openSource(state, call);
  const describe = requireObject(source, call.params['object'] ?? '');
  const field = requireLookup(describe, call.params['field'] ?? '');
  const targets = field.referenceTo.flatMap((object) => source.describe(object) ?? []);
  const results = targets.map((target) => [target.name, findRecords(source, target, call)] as const);
  return json({ lookupResults: Object.fromEntries(results) });
}

function answerTarget(state: ServerState, call: ApiCall): Reply {
  const source = openSource(state, call);
  const describe = requireObject(source, call.params['object'] ?? '');
  const field = requireLookup(describe, call.params['field'] ?? '');
  const target = requireObject(source, call.params['target'] ?? '');
  if (!field.referenceTo.includes(target.name)) {
    throw illegalParameter(`Field ${field.name} of object ${describe.name} does not refer to ${target.name}`);
  }
  return json(findRecords(source, target, call));
}

/** Records that a look-up field may lead to, as they are typed. */
export const uiLookupRoutes: SyncRoute[] = [
  { method: 'GET', pattern: '/ui-api/lookups/:object/:field', handle: answerLookup },
  { method: 'GET', pattern: '/ui-api/lookups/:object/:field/:target', handle: answerTarget },
];
