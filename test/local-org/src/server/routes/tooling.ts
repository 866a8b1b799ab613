import { runAnonymous } from '../apex/anonymous.ts';
import { readTestRequest } from '../apex/test-request.ts';
import { runAsynchronously, runSynchronously } from '../apex/test-runs.ts';
import type { ApiCall } from '../api-call.ts';
import { parseJson } from '../json-value.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import type { AsyncRoute, SyncRoute } from '../sync-route.ts';
import { recordRoutes } from './records.ts';

/** The parameters of a call, in its address or in its body. */
const requestOf = ({ method, query, body }: ApiCall): unknown =>
  method === 'GET' ? Object.fromEntries(query) : parseJson(body.toString('utf8'));

const startTests = ({ org }: ServerState, call: ApiCall): Reply =>
  json(runAsynchronously(org, call.userId, readTestRequest(org, requestOf(call))));

const runTestsNow = ({ org }: ServerState, call: ApiCall): Reply =>
  json(runSynchronously(org, call.userId, readTestRequest(org, requestOf(call))));

async function executeAnonymous({ org }: ServerState, { query, userId }: ApiCall): Promise<Reply> {
  const { result } = await runAnonymous(org, userId, query.get('anonymousBody') ?? '');
  return json(result);
}

/** Objects of the Tooling API that clients write. */
const written = /^\/sobjects\/:object(?:$|\/:id$)/;

export const toolingRoutes: SyncRoute[] = [
  { method: 'POST', pattern: '/tooling/runTestsAsynchronous', handle: startTests },
  { method: 'GET', pattern: '/tooling/runTestsAsynchronous', handle: startTests },
  { method: 'POST', pattern: '/tooling/runTestsSynchronous', handle: runTestsNow },
  { method: 'GET', pattern: '/tooling/runTestsSynchronous', handle: runTestsNow },
  ...recordRoutes
    .filter(({ pattern }) => written.test(pattern))
    .map((route) => ({ ...route, pattern: `/tooling${route.pattern}` })),
];

export const executeRoutes: AsyncRoute[] = [
  { method: 'GET', pattern: '/tooling/executeAnonymous', handle: executeAnonymous },
];
