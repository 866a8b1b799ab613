import { OrgError } from '../../org-error.ts';
import type { ApiCall } from '../api-call.ts';
import { requestedPageSize } from '../query-cursors.ts';
import type { QueryPage } from '../query-cursors.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import type { SyncRoute } from '../sync-route.ts';

const defaultPageSize = 2_000;

function readSoql({ query }: ApiCall): string {
  const soql = query.get('q');
  if (soql === null || soql.trim() === '') throw new OrgError('MALFORMED_QUERY', 'SOQL query string is required');
  return soql;
}

const pageJson = ({ totalSize, rows, locator }: QueryPage, path: string): Record<string, unknown> => ({
  totalSize,
  done: locator === undefined,
  ...(locator === undefined ? {} : { nextRecordsUrl: `${path}/${locator}` }),
  records: rows,
});

type Scope = { includeDeleted: boolean; resource: 'query' | 'queryAll' };

function runQuery({ org, cursors }: ServerState, call: ApiCall, { includeDeleted, resource }: Scope): Reply {
  const { userId, apiVersion, root } = call;
  const result = org.query(userId, readSoql(call), { includeDeleted, apiVersion });
  if (call.query.get('columns') === 'true') return json(result.columnMetadata);
  if (result.countOnly !== undefined) return json({ totalSize: result.countOnly, done: true, records: [] });
  const pageSize = requestedPageSize(call.headers['sforce-query-options']) ?? defaultPageSize;
  return json(pageJson(cursors.open(result, userId, pageSize), `${root}/${resource}`));
}

function nextPage({ cursors }: ServerState, call: ApiCall, resource: Scope['resource']): Reply {
  const pageSize = requestedPageSize(call.headers['sforce-query-options']);
  const page = cursors.next(call.params['locator'] ?? '', { userId: call.userId, pageSize });
  return json(pageJson(page, `${call.root}/${resource}`));
}

/** Setup objects that only the Tooling API knows; a local org has none of their records. */
const toolingObjects = /\bFROM\s+(ApexClass|ApexTrigger|CustomField|CustomObject|SourceMember|EntityDefinition)\b/i;

function runToolingQuery(state: ServerState, call: ApiCall): Reply {
  const entity = toolingObjects.exec(readSoql(call))?.[1];
  if (entity === undefined) return runQuery(state, call, { includeDeleted: false, resource: 'query' });
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
