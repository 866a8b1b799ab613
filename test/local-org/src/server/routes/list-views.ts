import { OrgError } from '../../org-error.ts';
import type { DescribeSObject } from '../../schema/describe.ts';
import { listConditions } from '../../ui-api/list-filter.ts';
import type { ListView } from '../../ui-api/list-definition.ts';
import { columnsOf, orderOf } from '../../ui-api/list-info.ts';
import { listViewId, listViewsOf } from '../../ui-api/list-view.ts';
import type { RecordSource } from '../../ui-api/record-source.ts';
import { toLongId } from '../../storage/record-id.ts';
import type { ApiCall } from '../api-call.ts';
import { describeObject } from '../described.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import type { SyncRoute } from '../sync-route.ts';
import { openSource } from './ui-api/ui-api-source.ts';

/** A list view as one user sees it. */
export type OpenedList = { source: RecordSource; describe: DescribeSObject; view: ListView };

const notFound = (): OrgError => new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });

const presetLimit = 25;
const mostRecords = 2_000;
/** Fields that every list answers beside its columns. */
const hiddenFields = ['Id', 'CreatedDate', 'LastModifiedDate', 'SystemModstamp'];

/** @throws OrgError `NOT_FOUND` when the object has no such list view */
export function openList(state: ServerState, call: ApiCall, object: string, id: string): OpenedList {
  const describe = describeObject(state.org, call.userId, object);
  const source = openSource(state, call);
  const view = listViewsOf(source, describe).find((one) => listViewId(one) === toLongId(id));
  if (view === undefined) throw notFound();
  return { source, describe, view };
}

const openNamed = (state: ServerState, call: ApiCall): OpenedList =>
  openList(state, call, call.params['object'] ?? '', call.params['id'] ?? '');

function referTo({ root }: ApiCall, view: ListView) {
  const url = `${root}/sobjects/${view.object}/listviews/${listViewId(view)}`;
  return {
    describeUrl: `${url}/describe`,
    developerName: view.apiName,
    id: listViewId(view),
    label: view.label,
    resultsUrl: `${url}/results`,
    soqlCompatible: true,
    url,
  };
}

function answerAll(state: ServerState, call: ApiCall): Reply {
  const describe = describeObject(state.org, call.userId, call.params['object'] ?? '');
  const views = listViewsOf(openSource(state, call), describe);
  const listviews = views.map((view) => referTo(call, view));
  return json({ done: true, listviews, nextRecordsUrl: null, size: views.length, sobjectType: describe.name });
}

type Order = { fieldNameOrPath: string; isAscending: boolean };

const orderIn = ({ source, describe, view }: OpenedList): Order[] =>
  orderOf(source, describe, view).map(({ fieldApiName, isAscending }) => ({
    fieldNameOrPath: fieldApiName,
    isAscending,
  }));

function describeColumns(list: OpenedList) {
  const { source, describe, view } = list;
  const [order] = orderIn(list);
  const shown = columnsOf(source, describe, view.columns).map(({ path, label, field }) => {
    const isOrder = order?.fieldNameOrPath === path;
    return {
      ...{ ascendingLabel: 'Z-A', descendingLabel: 'A-Z', fieldNameOrPath: path, hidden: false, label },
      selectListItem: field.type === 'picklist' && !path.includes('.') ? `toLabel(${path})` : path,
      sortDirection: isOrder ? (order.isAscending ? 'ascending' : 'descending') : null,
      sortIndex: isOrder ? 0 : null,
      ...{ sortable: field.sortable, type: field.type },
    };
  });
  const hidden = hiddenFields.flatMap((name) => {
    const field = describe.fields.find((one) => one.name === name);
    if (field === undefined) return [];
    const labels = { ascendingLabel: null, descendingLabel: null };
    return [
      {
        ...{ ...labels, fieldNameOrPath: name, hidden: true, label: field.label, selectListItem: name },
        ...{ sortDirection: null, sortIndex: null, sortable: false, type: field.type },
      },
    ];
  });
  return [...shown, ...hidden];
}

/** The SOQL of a list view. */
export function listSoql(list: OpenedList): string {
  const { source, describe, view } = list;
  const paths = describeColumns(list).map(({ fieldNameOrPath }) => fieldNameOrPath);
  const conditions = listConditions(source, describe, view);
  const order = orderIn(list).map(
    ({ fieldNameOrPath, isAscending }) => `${fieldNameOrPath} ${isAscending ? 'ASC NULLS FIRST' : 'DESC NULLS LAST'}`,
  );
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const orderBy = [...order, 'Id ASC NULLS FIRST'].join(', ');
  return `SELECT ${[...new Set(paths)].join(', ')} FROM ${describe.name}${where} ORDER BY ${orderBy}`;
}

function answerDescribe(state: ServerState, call: ApiCall): Reply {
  const list = openNamed(state, call);
  const orderBy = orderIn(list).map(({ fieldNameOrPath, isAscending }) => ({
    fieldNameOrPath,
    nullsPosition: isAscending ? 'first' : 'last',
    sortDirection: isAscending ? 'ascending' : 'descending',
  }));
  const scope = list.view.scope.charAt(0).toLowerCase() + list.view.scope.slice(1);
  return json({
    ...{
      columns: describeColumns(list),
      id: listViewId(list.view),
      orderBy,
      query: listSoql(list),
      relatedEntityId: null,
    },
    ...{ scope, scopeEntityId: null, sobjectType: list.describe.name, whereCondition: null },
  });
}

function readLimit(query: URLSearchParams): number {
  const limit = Number(query.get('limit') ?? presetLimit);
  if (Number.isInteger(limit) && limit >= 1 && limit <= mostRecords) return limit;
  throw new OrgError('ILLEGAL_QUERY_PARAMETER_VALUE', `limit must be between 1 and ${mostRecords}`);
}

function valueAt(row: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, step) => {
    const isRecord = typeof value === 'object' && value !== null;
    return isRecord ? ((value as Record<string, unknown>)[step] ?? null) : null;
  }, row);
}

function answerResults(state: ServerState, call: ApiCall): Reply {
  const list = openNamed(state, call);
  const { source, describe, view } = list;
  const offset = Number(call.query.get('offset') ?? 0);
  if (!Number.isInteger(offset) || offset < 0) {
    throw new OrgError('ILLEGAL_QUERY_PARAMETER_VALUE', 'offset must not be negative');
  }
  const limit = readLimit(call.query);
  const columns = describeColumns(list);
  const rows = source.rows(`${listSoql(list)} LIMIT ${limit + 1} OFFSET ${offset}`);
  const shown = rows.slice(0, limit).map((row) => ({
    columns: columns.map(({ fieldNameOrPath }) => ({
      fieldNameOrPath,
      value: textOf(valueAt(row, fieldNameOrPath)),
    })),
  }));
  const done = rows.length <= limit;
  return json({
    ...{ columns, developerName: view.apiName, done, id: listViewId(view), label: view.label },
    ...{ records: shown, size: shown.length, sobjectType: describe.name },
  });
}

/** A list shows texts. */
const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

const answerOne = (state: ServerState, call: ApiCall): Reply => json(referTo(call, openNamed(state, call).view));

/** List views as the REST API gives them. */
export const listViewRoutes: SyncRoute[] = [
  { method: 'GET', pattern: '/sobjects/:object/listviews', handle: answerAll },
  { method: 'GET', pattern: '/sobjects/:object/listviews/:id', handle: answerOne },
  { method: 'GET', pattern: '/sobjects/:object/listviews/:id/describe', handle: answerDescribe },
  { method: 'GET', pattern: '/sobjects/:object/listviews/:id/results', handle: answerResults },
];
