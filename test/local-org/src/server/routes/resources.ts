import type { ApiCall } from '../api-call.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import type { SyncRoute } from '../sync-route.ts';
import { servedVersions } from '../versions.ts';
import { answerBatch } from './composite-batch.ts';
import { answerTree } from './composite-tree.ts';
import { answerComposite } from './composite.ts';

/** GET `/services/data`: the versions, which need no session. */
export const answerVersions = (): Reply =>
  json(servedVersions.map((version) => ({ label: `v${version}`, url: `/services/data/v${version}`, version })));

const resources = [
  'composite',
  'jobs',
  'limits',
  'metadata',
  'parameterizedSearch',
  'query',
  'queryAll',
  'search',
  'sobjects',
  'tooling',
  'ui-api',
];

function answerResources({ org, url }: ServerState, { root, userId }: ApiCall): Reply {
  const addresses = Object.fromEntries(resources.map((name) => [name, `${root}/${name}`]));
  return json({ ...addresses, identity: `${url}/id/${org.id}/${userId}` });
}

/** The list of resources, and the requests that carry others. */
export const resourceRoutes: SyncRoute[] = [
  { method: 'GET', pattern: '', handle: answerResources },
  { method: 'POST', pattern: '/composite', handle: answerComposite },
  { method: 'POST', pattern: '/composite/batch', handle: answerBatch },
  { method: 'POST', pattern: '/composite/tree/:object', handle: answerTree },
];
