import { OrgError } from '../../org-error.ts';
import type { DescribeSObject } from '../../schema/describe.ts';
import { describeCompactLayouts, describeLayout, describeLayouts } from '../../ui-api/describe-layout.ts';
import type { RecordSource } from '../../ui-api/record-source.ts';
import { findRecordType } from '../../ui-api/record-type.ts';
import type { ApiCall } from '../api-call.ts';
import { describeObject } from '../described.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import type { SyncRoute } from '../sync-route.ts';
import { openSource } from './ui-api/ui-api-source.ts';

type Described = { source: RecordSource; describe: DescribeSObject; address: string };

const notFound = (): OrgError => new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });

/** @throws OrgError `NOT_FOUND` for an object that has no layouts */
function openDescribed(state: ServerState, call: ApiCall): Described {
  const describe = describeObject(state.org, call.userId, call.params['object'] ?? '');
  if (!describe.layoutable) throw notFound();
  const address = `${call.root}/sobjects/${describe.name}/describe/layouts`;
  return { source: openSource(state, call), describe, address };
}

const answer =
  (show: (described: Described, call: ApiCall) => unknown): SyncRoute['handle'] =>
  (state, call): Reply =>
    json(show(openDescribed(state, call), call));

function layoutOf({ source, describe }: Described, { params }: ApiCall): unknown {
  const type = findRecordType(describe, params['recordType'] ?? '');
  if (type === undefined) throw notFound();
  return describeLayout(source, describe, type.recordTypeId);
}

const actionsOf = (source: RecordSource, object: string | undefined) =>
  source
    .components('QuickAction')
    .filter(({ fullName }) => (object === undefined ? !fullName.includes('.') : fullName.startsWith(`${object}.`)))
    .map(({ fullName, body }) => ({
      label: typeof body['label'] === 'string' ? body['label'] : fullName,
      name: fullName.slice(fullName.indexOf('.') + 1),
      type: body['type'] ?? null,
      urls: {},
    }));

/** The publisher's layout has no record types. */
const globalLayout = (state: ServerState, call: ApiCall): Reply => {
  const quickActionListItems = actionsOf(openSource(state, call), undefined);
  const layout = {
    detailLayoutSections: [],
    editLayoutSections: [],
    id: null,
    quickActionList: { quickActionListItems },
  };
  return json({ layouts: [layout], recordTypeMappings: [], recordTypeSelectorRequired: [false] });
};

/** Layouts, compact layouts and quick actions as the REST API describes them. */
export const layoutRoutes: SyncRoute[] = [
  { method: 'GET', pattern: '/sobjects/Global/describe/layouts', handle: globalLayout },
  {
    method: 'GET',
    pattern: '/sobjects/:object/describe/layouts',
    handle: answer(({ source, describe, address }) => describeLayouts(source, describe, address)),
  },
  { method: 'GET', pattern: '/sobjects/:object/describe/layouts/:recordType', handle: answer(layoutOf) },
  {
    method: 'GET',
    pattern: '/sobjects/:object/describe/compactLayouts',
    handle: answer(({ source, describe }) => describeCompactLayouts(source, describe)),
  },
  {
    method: 'GET',
    pattern: '/sobjects/:object/describe/approvalLayouts',
    handle: answer(() => ({ approvalLayouts: [] })),
  },
  {
    method: 'GET',
    pattern: '/sobjects/:object/describe/namedLayouts/:name',
    // Only User has named layouts, and the local org none of those.
    handle: () => {
      throw notFound();
    },
  },
  {
    method: 'GET',
    pattern: '/sobjects/:object/quickActions',
    handle: answer(({ source, describe }) => actionsOf(source, describe.name)),
  },
  {
    method: 'GET',
    pattern: '/quickActions',
    handle: (state, call) => json(actionsOf(openSource(state, call), undefined)),
  },
];
