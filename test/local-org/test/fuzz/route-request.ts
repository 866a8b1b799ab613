import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { ingestRoutes } from '../../src/server/bulk/ingest-routes.ts';
import { queryJobRoutes } from '../../src/server/bulk/query-routes.ts';
import { composableRoutes } from '../../src/server/routes/composable.ts';
import { metadataRoutes } from '../../src/server/routes/metadata.ts';
import { resourceRoutes } from '../../src/server/routes/resources.ts';
import { uiApiRoutes } from '../../src/server/routes/ui-api/ui-api-routes.ts';
import type { FuzzedRequest, Known } from './fuzzed-request.ts';

const root = '/services/data/v65.0';

/** Every route below the version's root, so that new routes are covered. */
export const servedRoutes: readonly { method: string; pattern: string }[] = [
  ...resourceRoutes,
  ...composableRoutes,
  ...metadataRoutes,
  ...uiApiRoutes,
  ...ingestRoutes,
  ...queryJobRoutes,
  { method: 'PUT', pattern: '/jobs/ingest/:id/batches' },
];

const oneOf = (...values: string[]): Arbitrary<string> => fc.constantFrom(...values);
const oddities = [
  '',
  ' ',
  '%',
  '..',
  "'",
  '"><x',
  '-1',
  'NaN',
  'null',
  '💥',
  'constructor',
  '__proto__',
  'x'.repeat(300),
];
const objects = [
  'Lead',
  'Account',
  'Contact',
  'Task',
  'User',
  'Opportunity',
  'Campaign',
  'Invoice__c',
  'lead',
  'No__c',
];
const fields = [
  'Id',
  'Name',
  'LastName',
  'Status',
  'Email',
  'OwnerId',
  'Lead.Name',
  'Lead.Owner.Name',
  'WhoId',
  'No__c',
];
const lists = ['AllLeads', 'AllOpenLeads', 'RecentlyViewed', 'Tasks', 'CampaignMembers', 'Contacts', 'No_List'];

/** What may stand in a place of a path, by the name of the place. */
function placeOf(name: string, { leadId, accountId, jobId, queryJobId, userId }: Known): Arbitrary<string> {
  const ids = [
    leadId,
    leadId.slice(0, 15),
    accountId,
    userId,
    jobId,
    queryJobId,
    '00Q000000000000AAA',
    '0128000000000AAAAA',
  ];
  const pools: Record<string, string[]> = {
    object: objects,
    objects: [...objects, 'Lead,Account'],
    target: objects,
    id: ids,
    ids: [...ids, `${leadId},${accountId}`, `${leadId},${leadId}`],
    field: fields,
    value: [...ids, 'x', '0'],
    list: lists,
    lists: [...lists, 'Tasks,CampaignMembers'],
    name: lists,
    relationship: lists,
    locator: ['0r8000000000000-200', '0r8-x', 'x-1'],
  };
  return fc.oneof(
    { weight: 7, arbitrary: oneOf(...(pools[name] ?? [...objects, ...ids])) },
    { weight: 1, arbitrary: oneOf(...oddities) },
  );
}

const parameters: Record<string, string[]> = {
  q: ['SELECT Id FROM Lead', 'SELECT COUNT() FROM Account', 'SELECT', 'Smith'],
  fields: ['Lead.Name', 'Name,Id', 'Lead.Owner.Name,Lead.Nope__c', 'Id'],
  optionalFields: ['Lead.Title', 'Nope'],
  layoutTypes: ['Full', 'Compact', 'Full,Compact', 'Odd'],
  modes: ['View', 'Edit', 'View,Create', 'Odd'],
  childRelationships: ['Lead.Tasks', 'Odd'],
  pageSize: ['1', '50', '99999', '0'],
  pageToken: ['0', '20', '-5'],
  page: ['1'],
  sortBy: ['Name', '-Name', 'Lead.CreatedDate', 'Nope'],
  where: ['{Name:{eq:"x"}}', '{and:[{Name:{like:"a%"}}]}', '{', '{Name:{odd:1}}'],
  recordTypeId: ['012000000000000AAA', 'x'],
  formFactor: ['Small', 'Odd'],
  searchType: ['Recent', 'Search', 'TypeAhead'],
  dependentFieldBindings: ['AccountId=x', '='],
  start: ['2026-01-01T00:00:00Z', 'x'],
  end: ['2026-12-01T00:00:00+00:00', 'y'],
  columns: ['true', 'odd'],
  ids: ['x', '00Q000000000000AAA,00Q000000000000AAA'],
  sObjects: ['Lead,Account', 'Nope'],
  maxRecords: ['1', '0', '9007199254740993'],
  locator: ['MQ', '%%%', 'null'],
  includeDetails: ['true'],
  allOrNone: ['true', 'odd'],
  ifUnmodifiedSince: ['Mon, 23 Nov 2026 00:00:00 GMT', 'x'],
};

const parameter = fc.oneof(
  ...Object.entries(parameters).map(([name, values]) =>
    oneOf(...values, ...oddities.slice(0, 6)).map((value) => `${name}=${encodeURIComponent(value)}`),
  ),
);

/** Bodies as they are meant, with the routes that they are meant for. */
function meant({ leadId, accountId }: Known): [routes: RegExp, body: unknown][] {
  const lead = { LastName: 'L', Company: 'C' };
  const ofLead = { attributes: { type: 'Lead', referenceId: 'a' } };
  const subrequest = { method: 'POST', url: `${root}/sobjects/Lead`, referenceId: 'a', body: lead };
  return [
    [/^\/sobjects/, lead],
    [/^\/sobjects/, { Name: 'N' }],
    [/^\/sobjects/, { ...lead, ...ofLead }],
    [/^\/sobjects/, { Subject: 'Call', WhoId: leadId }],
    [/^\/sobjects\/.*\/:id$/, { Title: 'T' }],
    [/^\/ui-api\/records/, { apiName: 'Lead', fields: lead }],
    [/^\/ui-api\/records/, { fields: { Title: 'U' } }],
    [/^\/ui-api\/records/, { fields: { Id: leadId, Title: 'U', Owner: { Id: 'x' } } }],
    [/^\/composite\/(sobjects|tree)/, { records: [{ ...ofLead, ...lead }], allOrNone: true }],
    [
      /^\/composite\/sobjects/,
      {
        records: [
          { ...ofLead, id: leadId, Title: 'V' },
          { attributes: { type: 'Account' }, Id: accountId },
        ],
      },
    ],
    [/^\/composite\/sobjects/, { ids: [leadId, accountId, 'x'], fields: ['Id', 'Name'] }],
    [/^\/composite\/tree/, { records: [{ ...ofLead, ...lead, Tasks: { records: [{ ...ofLead, Subject: 'Call' }] } }] }],
    [
      /^\/composite$/,
      {
        compositeRequest: [
          subrequest,
          { ...subrequest, referenceId: 'b', body: { LastName: '@{a.id}', Company: 'C' } },
        ],
      },
    ],
    [/^\/composite$/, { allOrNone: true, compositeRequest: [subrequest, { ...subrequest, body: {} }] }],
    [
      /^\/composite\/batch/,
      { batchRequests: [{ method: 'GET', url: `v65.0/sobjects/Lead/${leadId}` }], haltOnError: true },
    ],
    [/^\/jobs\/ingest/, { object: 'Lead', operation: 'insert', lineEnding: 'LF' }],
    [/^\/jobs\/query/, { operation: 'queryAll', query: 'SELECT Id, Owner.Name FROM Lead' }],
    [/^\/jobs/, { state: 'UploadComplete' }],
    [/^\/jobs/, { state: 'Aborted' }],
    [/^\/metadata/, { deployOptions: { checkOnly: true } }],
  ];
}

/** One part of a body put in another place, dropped or replaced. */
const changed = (bodies: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc
    .tuple(bodies, fc.string({ maxLength: 10 }), fc.jsonValue({ maxDepth: 3 }), fc.nat())
    .map(([body, name, value, at]) => {
      if (typeof body !== 'object' || body === null) return value;
      const entries = Object.entries(body);
      const [key = name] = entries[at % Math.max(1, entries.length)] ?? [];
      return { ...body, [at % 3 === 0 ? name : key]: value };
    });

/** Calls of every served route, the places of its path and its body filled as meant, nearly, or not at all. */
export function routeRequest(known: Known): Arbitrary<FuzzedRequest> {
  const bodiesOf = (pattern: string): Arbitrary<string> => {
    const fitting = meant(known).filter(([routes]) => routes.test(pattern));
    const likely = fc.constantFrom(...(fitting.length === 0 ? meant(known) : fitting).map(([, body]) => body));
    const bodies = fc.oneof(
      { weight: 6, arbitrary: likely },
      { weight: 4, arbitrary: changed(likely) },
      { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
    );
    return fc.oneof(
      { weight: 15, arbitrary: bodies.map((body) => JSON.stringify(body)) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    );
  };
  const requests = servedRoutes.map(({ method, pattern }) => {
    const parts = pattern.split('/').map((part): Arbitrary<string> => {
      return part.startsWith(':') ? placeOf(part.slice(1), known).map(encodeURIComponent) : fc.constant(part);
    });
    const query = fc.uniqueArray(parameter, { maxLength: 3 });
    return fc.record({
      method: fc.constant(method),
      path: fc.tuple(fc.tuple(...parts), query).map(([path, named]) => `${root}${path.join('/')}?${named.join('&')}`),
      headers: fc.constantFrom<Record<string, string>>(
        { 'Content-Type': 'application/json' },
        { 'Content-Type': 'text/csv' },
        { 'Sforce-Query-Options': 'batchSize=200' },
        { 'If-Modified-Since': 'never', 'Accept-Encoding': 'gzip' },
      ),
      body: method === 'GET' || method === 'HEAD' ? fc.constant(undefined) : bodiesOf(pattern),
    });
  });
  return fc.oneof(...requests);
}
