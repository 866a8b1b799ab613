import type { DescribeSObject } from '../../../schema/describe.ts';
import { eTagOf } from '../../../ui-api/e-tag.ts';
import { splitNames } from '../../../ui-api/field-selection.ts';
import type { ListView } from '../../../ui-api/list-definition.ts';
import { listConditions } from '../../../ui-api/list-filter.ts';
import { columnsOf, orderOf, referToList, showList } from '../../../ui-api/list-info.ts';
import { findListView, findListViewById, listViewId, listViewsOf } from '../../../ui-api/list-view.ts';
import { whereConditions } from '../../../ui-api/list-where.ts';
import { requireObject } from '../../../ui-api/object-info.ts';
import { nameFieldOf } from '../../../ui-api/read-records.ts';
import { listSelection, readPage } from '../../../ui-api/record-page.ts';
import type { PageRequest } from '../../../ui-api/record-page.ts';
import { soqlText } from '../../../ui-api/record-source.ts';
import type { RecordSource } from '../../../ui-api/record-source.ts';
import type { ApiCall } from '../../api-call.ts';
import { json } from '../../reply.ts';
import type { Reply } from '../../reply.ts';
import type { ServerState } from '../../server-state.ts';
import type { SyncRoute } from '../../sync-route.ts';
import { readId, readNumber, readPlace } from './request-parameters.ts';
import { openSource } from './ui-api-source.ts';

const presetPageSize = 50;
const mostPageSize = 2_000;

/** What a call asks of a page of records. */
export const readPageRequest = ({ query }: ApiCall, most = mostPageSize): PageRequest => ({
  fields: splitNames(query.get('fields')),
  optionalFields: splitNames(query.get('optionalFields')),
  pageSize: readNumber(query.get('pageSize'), { name: 'pageSize', preset: presetPageSize, most }),
  place: readPlace(query.get('pageToken')),
  sortBy: splitNames(query.get('sortBy')),
});

/** The address of the call with another page token. */
export function pageUrl({ root, path, query }: ApiCall): (token: string) => string {
  return (token) => {
    const parameters = new URLSearchParams(query);
    parameters.set('pageToken', token);
    return `${root}${path}?${parameters.toString()}`;
  };
}

type FoundList = { source: RecordSource; describe: DescribeSObject; view: ListView };

/** The list view that a call names, by object and name or by id. */
function findList(state: ServerState, call: ApiCall): FoundList {
  const source = openSource(state, call);
  const { object, name, id } = call.params;
  if (object !== undefined && name !== undefined) {
    const describe = requireObject(source, object);
    return { source, describe, view: findListView(source, describe, name) };
  }
  const objects = state.org.describeGlobal(call.userId);
  return { source, ...findListViewById(source, { id: readId(id ?? ''), objects }) };
}

const signed = ({ fieldApiName, isAscending }: { fieldApiName: string; isAscending: boolean }): string =>
  isAscending ? fieldApiName : `-${fieldApiName}`;

function readList({ source, describe, view }: FoundList, call: ApiCall) {
  const asked = readPageRequest(call);
  const sortBy = asked.sortBy.length === 0 ? orderOf(source, describe, view).map(signed) : asked.sortBy;
  const searchTerm = call.query.get('searchTerm');
  const where = call.query.get('where');
  const conditions = [
    ...listConditions(source, describe, view),
    ...whereConditions(source, describe, where),
    ...(searchTerm === null || searchTerm === ''
      ? []
      : [`${nameFieldOf(describe)} LIKE ${soqlText(`%${searchTerm.replaceAll('*', '%')}%`)}`]),
  ];
  const selection = listSelection(describe, columnsOf(source, describe, view.columns), asked);
  const page = readPage(source, describe, {
    conditions,
    selection,
    request: { ...asked, sortBy },
    url: pageUrl(call),
  });
  return {
    ...page,
    fields: asked.fields,
    listInfoETag: showList(source, describe, view).eTag,
    listReference: referToList(view),
    optionalFields: asked.optionalFields,
    searchTerm,
    sortBy,
    where,
  };
}

function answerInfo(state: ServerState, call: ApiCall): Reply {
  const { source, describe, view } = findList(state, call);
  return json(showList(source, describe, view));
}

const answerRecords = (state: ServerState, call: ApiCall): Reply => json(readList(findList(state, call), call));

function answerUi(state: ServerState, call: ApiCall): Reply {
  const found = findList(state, call);
  const info = showList(found.source, found.describe, found.view);
  const records = readList(found, call);
  return json({ eTag: eTagOf([info.eTag, records.records.map(({ eTag }) => eTag)]), info, records });
}

function summarize(state: ServerState, call: ApiCall, { urlName, resource }: Summary): Reply {
  const source = openSource(state, call);
  const describe = requireObject(source, call.params['object'] ?? '');
  const { pageSize, place } = readPageRequest(call);
  const queryString = call.query.get('q');
  const isRecentOnly = call.query.get('recentListsOnly') === 'true';
  const wanted = (queryString ?? '').toLowerCase();
  const views = listViewsOf(source, describe).filter(
    ({ label, apiName }) =>
      label.toLowerCase().includes(wanted) && (!isRecentOnly || /^(__Recent|RecentlyViewed)/.test(apiName)),
  );
  const lists = views.slice(place, place + pageSize).map((view) => ({
    apiName: view.apiName,
    id: listViewId(view),
    label: view.label,
    [urlName]: `${source.root}/${resource}/${describe.name}/${view.apiName}`,
  }));
  const url = pageUrl(call);
  const next = place + pageSize < views.length ? String(place + pageSize) : null;
  const previous = place === 0 ? null : String(Math.max(0, place - pageSize));
  const content = {
    count: lists.length,
    currentPageToken: String(place),
    currentPageUrl: url(String(place)),
    lists,
    nextPageToken: next,
    nextPageUrl: next === null ? null : url(next),
    objectApiName: describe.name,
    pageSize,
    previousPageToken: previous,
    previousPageUrl: previous === null ? null : url(previous),
    queryString,
    recentListsOnly: isRecentOnly,
  };
  return json({ ...content, eTag: eTagOf(content) });
}

type Summary = { urlName: 'listUiUrl' | 'url'; resource: 'list-ui' | 'list-info' };

/** An id of 15 or 18 characters with the prefix of list views; names of objects have none such. */
const isListViewId = (text: string): boolean => /^00B[a-zA-Z0-9]{12}([a-zA-Z0-9]{3})?$/.test(text);

/** `list-ui/{id}` and `list-ui/{object}` look alike. */
function byIdOr(answer: SyncRoute['handle'], summary: Summary): SyncRoute['handle'] {
  return (state, call) => {
    const id = call.params['object'] ?? '';
    if (!isListViewId(id)) return summarize(state, call, summary);
    return answer(state, { ...call, params: { id } });
  };
}

/** List views: their metadata, their records, and both at once. */
export const uiListRoutes: SyncRoute[] = [
  {
    method: 'GET',
    pattern: '/ui-api/list-ui/:object',
    handle: byIdOr(answerUi, { urlName: 'listUiUrl', resource: 'list-ui' }),
  },
  { method: 'GET', pattern: '/ui-api/list-ui/:object/:name', handle: answerUi },
  {
    method: 'GET',
    pattern: '/ui-api/list-info/:object',
    handle: byIdOr(answerInfo, { urlName: 'url', resource: 'list-info' }),
  },
  { method: 'GET', pattern: '/ui-api/list-info/:object/:name', handle: answerInfo },
  { method: 'GET', pattern: '/ui-api/list-records/:id', handle: answerRecords },
  { method: 'GET', pattern: '/ui-api/list-records/:object/:name', handle: answerRecords },
];
