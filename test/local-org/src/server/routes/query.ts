import { OrgError } from '../../org-error.ts';
import type { QueryRow } from '../../org.ts';
import { toolingOnly } from '../../schema/standard/apex-tests.ts';
import type { ApiCall } from '../api-call.ts';
import { pageChildren } from '../child-pages.ts';
import { requestedPageSize } from '../query-cursors.ts';
import type { QueryPage } from '../query-cursors.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import type { SyncRoute } from '../sync-route.ts';
import { explainQuery } from './explain-query.ts';

const defaultPageSize = 2_000;

function readSoql({ query }: ApiCall): string {
  const soql = query.get('q');
  if (soql === null || soql.trim() === '') throw new OrgError('MALFORMED_QUERY', 'SOQL query string is required');
  return soql;
}

type Paging = { userId: string; pageSize: number; path: string };

const pageReply = ({ cursors }: ServerState, { totalSize, rows, locator }: QueryPage, paging: Paging): Reply =>
  json({
    totalSize,
    done: locator === undefined,
    ...(locator === undefined ? {} : { nextRecordsUrl: `${paging.path}/${locator}` }),
    records: pageChildren(cursors, rows, paging),
  });

type Scope = { includeDeleted: boolean; resource: 'query' | 'queryAll'; isTooling?: boolean };

/** Rows of the Tooling API: the lists of lines of a row of coverage are kept as text. */
function* toolingRows(rows: IterableIterator<QueryRow>): IterableIterator<QueryRow> {
  for (const row of rows) {
    const { attributes, Coverage: coverage } = row;
    const isLines = toolingOnly.has(attributes.type) && typeof coverage === 'string';
    yield isLines ? { ...row, Coverage: JSON.parse(coverage) as unknown } : row;
  }
}

function runQuery(state: ServerState, call: ApiCall, { includeDeleted, resource, isTooling = false }: Scope): Reply {
  if (call.query.has('explain')) return explainQuery(state, call);
  const { org, cursors } = state;
  const { userId, apiVersion, root } = call;
  const result = org.query(userId, readSoql(call), { includeDeleted, apiVersion });
  if (!isTooling && toolingOnly.has(result.object)) throw notSupported(result.object);
  if (call.query.get('columns') === 'true') return json(result.columnMetadata);
  if (result.countOnly !== undefined) return json({ totalSize: result.countOnly, done: true, records: [] });
  const pageSize = requestedPageSize(call.headers['sforce-query-options']) ?? defaultPageSize;
  return pageReply(state, cursors.open(isTooling ? toolingRows(result.rows) : result.rows, userId, pageSize), {
    userId,
    pageSize,
    path: `${root}/${resource}`,
  });
}

function nextPage(state: ServerState, call: ApiCall, resource: Scope['resource']): Reply {
  const { userId, root } = call;
  const pageSize = requestedPageSize(call.headers['sforce-query-options']);
  const page = state.cursors.next(call.params['locator'] ?? '', { userId, pageSize });
  return pageReply(state, page, { userId, pageSize: pageSize ?? defaultPageSize, path: `${root}/${resource}` });
}

const notSupported = (object: string): OrgError =>
  new OrgError('INVALID_TYPE', `sObject type '${object}' is not supported.`);

/**
 * Setup objects of the Tooling API that have no records in a local org. `SourceMember` is not among them: clients detect
 * an org without source tracking by its absence.
 */
const toolingObjects = /\bFROM\s+(CustomField|CustomObject|EntityDefinition)\b/i;

function runToolingQuery(state: ServerState, call: ApiCall): Reply {
  const entity = toolingObjects.exec(readSoql(call))?.[1];
  if (entity === undefined) {
    return runQuery(state, call, { includeDeleted: false, resource: 'query', isTooling: true });
  }
  return json({ size: 0, totalSize: 0, done: true, queryLocator: null, entityTypeName: entity, records: [] });
}

/** `query`, `queryAll`, their next pages, and `tooling/query`. */
export const queryRoutes: SyncRoute[] = [
  {
    method: 'GET',
    pattern: '/query',
    handle: (state, call) => runQuery(state, call, { includeDeleted: false, resource: 'query' }),
  },
  {
    method: 'GET',
    pattern: '/queryAll',
    handle: (state, call) => runQuery(state, call, { includeDeleted: true, resource: 'queryAll' }),
  },
  { method: 'GET', pattern: '/query/:locator', handle: (state, call) => nextPage(state, call, 'query') },
  { method: 'GET', pattern: '/queryAll/:locator', handle: (state, call) => nextPage(state, call, 'queryAll') },
  { method: 'GET', pattern: '/tooling/query', handle: runToolingQuery },
];
