import type { Readable } from 'node:stream';
import { OrgError } from '../org-error.ts';
import type { ApiCall } from './api-call.ts';
import { readBlobUpload } from './blob-upload.ts';
import { ingestRoutes, uploadBatch } from './bulk/ingest-routes.ts';
import { queryJobRoutes } from './bulk/query-routes.ts';
import { knownError } from './error-table.ts';
import { readWhole } from './read-request.ts';
import type { Reply } from './reply.ts';
import { routeFinder } from './route.ts';
import { composableRoutes } from './routes/composable.ts';
import { namedCredentialRoutes } from './routes/named-credentials.ts';
import { deployRoutes, metadataRoutes } from './routes/metadata.ts';
import { executeRoutes, toolingRoutes } from './routes/tooling.ts';
import { resourceRoutes } from './routes/resources.ts';
import { uiApiRoutes } from './routes/ui-api/ui-api-routes.ts';
import type { ServerState } from './server-state.ts';
import { isRetired, isServed } from './versions.ts';

const findSync = routeFinder([
  ...resourceRoutes,
  ...composableRoutes,
  ...metadataRoutes,
  ...toolingRoutes,
  ...namedCredentialRoutes,
  ...uiApiRoutes,
]);
const findAsync = routeFinder([...ingestRoutes, ...queryJobRoutes, ...deployRoutes, ...executeRoutes]);
const findUpload = routeFinder([{ method: 'PUT', pattern: '/jobs/ingest/:id/batches', handle: uploadBatch }]);

type ApiRequest = Pick<ApiCall, 'method' | 'query' | 'headers'> & { path: string; token: string; body: Readable };

const fail = (code: string): OrgError => {
  const { message, status } = knownError(code);
  return new OrgError(code, message, { status });
};

/** @throws OrgError for a version that is not served, an ended session, a limit that is used up */
function admit(
  { sessions, usage }: ServerState,
  { path, token }: ApiRequest,
): Omit<ApiCall, keyof ApiRequest | 'params'> & { path: string } {
  const [, apiVersion = '', rest = ''] = /^\/services\/data\/v(\d+\.0)(\/.*)?$/.exec(path) ?? [];
  const userId = sessions.userOf(token);
  if (userId === undefined) throw fail('INVALID_SESSION_ID');
  usage.count();
  if (usage.isExceeded) throw fail('REQUEST_LIMIT_EXCEEDED');
  if (!isServed(apiVersion)) throw fail(isRetired(apiVersion) ? 'UNSUPPORTED_API_VERSION' : 'NOT_FOUND');
  return { userId, apiVersion, root: `/services/data/v${apiVersion}`, path: rest === '/' ? '' : rest };
}

/** Calls that maintenance refuses besides record writes: bulk jobs, including queries, and deploys. */
const isHaltedByMaintenance = ({ method, path }: Pick<ApiCall, 'method' | 'path'>): boolean =>
  path.startsWith('/jobs/') || (method === 'POST' && path.startsWith('/metadata/deployRequest'));

/**
 * Answers a call below `/services/data/vXX.0`.
 *
 * @throws OrgError with the platform's code
 */
export async function answerApi(state: ServerState, request: ApiRequest): Promise<Reply> {
  const { method, query, headers } = request;
  const admitted = admit(state, request);
  const target = { method, path: admitted.path };
  if (isHaltedByMaintenance(target)) state.faults.requireWritable();
  const call = { ...admitted, method, query, headers, body: Buffer.alloc(0) };
  const upload = findUpload(target);
  if (upload !== undefined) return upload.handle(state, { ...call, params: upload.params }, request.body);
  const whole = await readWhole(request.body);
  const body = await readBlobUpload({ path: target.path, body: whole, contentType: headers['content-type'] });
  const asynchronous = findAsync(target);
  if (asynchronous !== undefined) return asynchronous.handle(state, { ...call, body, params: asynchronous.params });
  const match = findSync(target);
  if (match === undefined) throw fail('NOT_FOUND');
  return match.handle(state, { ...call, body, params: match.params });
}
