import type { DescribeSObject } from '../../schema/describe.ts';
import type { ApiCall } from '../api-call.ts';
import { describeObject } from '../described.ts';
import { json } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import type { SyncRoute } from '../sync-route.ts';

const urlsOf = ({ name }: DescribeSObject, root: string): Record<string, string> => ({
  sobject: `${root}/sobjects/${name}`,
  describe: `${root}/sobjects/${name}/describe`,
  rowTemplate: `${root}/sobjects/${name}/{ID}`,
});

const globalOnly = [
  'activateable',
  'associateEntityType',
  'associateParentEntity',
  'createable',
  'custom',
  'customSetting',
  'deepCloneable',
  'deletable',
  'deprecatedAndHidden',
  'feedEnabled',
  'hasSubtypes',
  'isInterface',
  'isSubtype',
  'keyPrefix',
  'label',
  'labelPlural',
  'layoutable',
  'mergeable',
  'mruEnabled',
  'name',
  'queryable',
  'replicateable',
  'retrieveable',
  'searchable',
  'triggerable',
  'undeletable',
  'updateable',
] as const satisfies (keyof DescribeSObject)[];

const globalJson = (describe: DescribeSObject, root: string): Record<string, unknown> => ({
  ...Object.fromEntries(globalOnly.map((property) => [property, describe[property]])),
  urls: urlsOf(describe, root),
});

function describeGlobal({ org }: ServerState, { userId, root }: ApiCall) {
  const sobjects = org.describeGlobal(userId).map((describe) => globalJson(describe, root));
  return json({ encoding: 'UTF-8', maxBatchSize: 200, sobjects });
}

function describeOne({ org }: ServerState, { userId, root, params }: ApiCall) {
  const describe = describeObject(org, userId, params['object'] ?? '');
  return json({ ...describe, urls: urlsOf(describe, root) });
}

function describeBasic({ org }: ServerState, { userId, root, params }: ApiCall) {
  const describe = describeObject(org, userId, params['object'] ?? '');
  return json({ objectDescribe: globalJson(describe, root), recentItems: [] });
}

/** Describes: of all objects and of one. */
export const describeRoutes: SyncRoute[] = [
  { method: 'GET', pattern: '/sobjects', handle: describeGlobal },
  { method: 'GET', pattern: '/sobjects/:object/describe', handle: describeOne },
  { method: 'GET', pattern: '/sobjects/:object', handle: describeBasic },
];
