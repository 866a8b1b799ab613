import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { deployTestPackage } from '../server/test-package.ts';
import { leadListViews } from './deployed-pages.ts';
import { askUi, at, deploy, insert, namesIn, readUi, refusedUi } from './ui-call.ts';
import type { Json } from './ui-call.ts';

let org: RunningOrg;

before(async () => {
  org = await startOrg({ startAt: new Date('2026-03-16T12:00:00.000Z') });
  deployTestPackage(org);
  deploy(org, { 'objects/Lead.object': leadListViews });
  const lead = (LastName: string, more: Record<string, string | number | boolean>): string =>
    insert(org, 'Lead', { LastName, Company: 'Engines', ...more });
  lead('Avery', { Rating: 'Hot', LeadSource: 'Web' });
  lead('Baker', { Rating: 'Cold', Test_Percent__c: 60, Company: 'Bread' });
  lead('Clark', { Rating: 'Cold', Test_Percent__c: 40 });
  lead('Davis', { Rating: 'Hot', Status: 'Closed - Not Converted' });
  lead('Evans', { Rating: 'Warm', Test_Percent__c: 90, Status: 'Working - Contacted' });
});
after(() => org.stop());

const namesOf = (page: unknown): unknown[] =>
  (at(page, 'records') as Json[]).map((record) => at(record, 'fields', 'Name', 'value'));

test('a list view is described with its columns, filters and order', async () => {
  const info = await readUi(org, '/list-info/Lead/Hot_Or_Big');
  const { displayColumns, eTag, listReference, userPreferences, ...others } = info;
  assert.match(String(eTag), /^[0-9a-f]{32}$/);
  assert.match(String(at(listReference, 'id')), /^00B\w{15}$/);
  assert.deepEqual(listReference, {
    id: at(listReference, 'id'),
    listViewApiName: 'Hot_Or_Big',
    objectApiName: 'Lead',
    type: 'listView',
  });
  assert.deepEqual(
    (displayColumns as Json[]).map(({ fieldApiName, label, lookupId, sortable }) => [
      fieldApiName,
      label,
      lookupId,
      sortable,
    ]),
    [
      ['Name', 'Name', 'Id', true],
      ['Company', 'Company', null, true],
      ['LeadSource', 'Lead Source', null, true],
      ['Owner.Alias', 'Lead Owner Alias', 'Owner.Id', true],
      ['Test_Percent__c', 'Test Percent', null, true],
    ],
  );
  assert.deepEqual(at(displayColumns, 1, 'inlineEditAttributes'), {
    '012000000000000AAA': { editable: true, required: true },
  });
  assert.deepEqual(at(userPreferences, 'columnWidths', 'Owner.Alias'), -1);
  assert.deepEqual(others, {
    cloneable: true,
    createable: true,
    deletable: true,
    filterLogicString: '1 AND (2 OR 3)',
    filteredByInfo: [
      {
        fieldApiName: 'Status',
        label: 'Status',
        operandLabels: ['Open - Not Contacted', 'Working - Contacted'],
        operator: 'Equals',
      },
      { fieldApiName: 'Rating', label: 'Rating', operandLabels: ['Hot'], operator: 'Equals' },
      { fieldApiName: 'Test_Percent__c', label: 'Test Percent', operandLabels: ['50'], operator: 'GreaterOrEqual' },
    ],
    hasMassActions: true,
    inlineEditDetails: { message: null, state: 'Enabled' },
    label: 'Hot or big',
    listShares: [],
    objectApiNames: ['Lead'],
    orderedByInfo: [{ fieldApiName: 'Name', isAscending: true, label: 'Name' }],
    scope: { apiName: 'everything', entity: null, label: 'All leads', relatedEntity: null },
    searchable: true,
    updateable: true,
    visibility: 'Public',
    visibilityEditable: true,
  });
});

test('its filters and their logic choose the records', async () => {
  const page = await readUi(org, '/list-records/Lead/Hot_Or_Big');
  assert.deepEqual(namesOf(page), ['Avery', 'Baker', 'Evans']);
  assert.equal(page['count'], 3);
  assert.equal(at(page, 'records', 0, 'fields', 'Owner', 'value', 'fields', 'Alias', 'value'), 'admin');
  assert.deepEqual(namesIn(page), [
    'count',
    'currentPageToken',
    'currentPageUrl',
    'fields',
    'listInfoETag',
    'listReference',
    'nextPageToken',
    'nextPageUrl',
    'optionalFields',
    'pageSize',
    'previousPageToken',
    'previousPageUrl',
    'records',
    'searchTerm',
    'sortBy',
    'where',
  ]);
});

test('a list of my own records holds no one else’s', async () => {
  assert.deepEqual(namesOf(await readUi(org, '/list-records/Lead/My_Engines')), ['Avery', 'Davis', 'Evans']);
  const token = org.tokenFor('rep@local.org');
  assert.deepEqual(namesOf(await readUi(org, '/list-records/Lead/My_Engines', { token })), []);
});

test('pages follow each other by their tokens', async () => {
  const first = await readUi(org, '/list-records/Lead/AllLeads?pageSize=2&sortBy=-Name');
  assert.deepEqual(namesOf(first), ['Evans', 'Davis']);
  assert.deepEqual([first['currentPageToken'], first['nextPageToken'], first['previousPageToken']], ['0', '2', null]);
  const second = await askUi(org, String(first['nextPageUrl']).replace(/^.*\/ui-api/, ''));
  assert.deepEqual(namesOf(second.json), ['Clark', 'Baker']);
  assert.equal(at(second.json, 'previousPageToken'), '0');
  const last = await readUi(org, '/list-records/Lead/AllLeads?pageSize=2&sortBy=-Name&pageToken=4');
  assert.deepEqual(namesOf(last), ['Avery']);
  assert.equal(last['nextPageToken'], null);
  await refusedUi(org, 400, '/list-records/Lead/AllLeads?pageSize=0');
  await refusedUi(org, 400, '/list-records/Lead/AllLeads?pageToken=x');
});

test('the where parameter and a search narrow a list', async () => {
  const where = async (text: string): Promise<unknown> =>
    namesOf(await readUi(org, `/list-records/Lead/AllLeads?where=${encodeURIComponent(text)}`));
  assert.deepEqual(await where('{ Rating: { eq: "Cold" } }'), ['Baker', 'Clark']);
  assert.deepEqual(await where('{ and: [ { Rating: { in: ["Cold", "Warm"] } }, { Test_Percent__c: { gte: 50 } } ] }'), [
    'Baker',
    'Evans',
  ]);
  assert.deepEqual(await where('{ or: [ { Company: { like: "Br%" } }, { not: { Rating: { ne: "Warm" } } } ] }'), [
    'Baker',
    'Evans',
  ]);
  assert.deepEqual(await where('{ CreatedDate: { eq: { literal: TODAY } }, LeadSource: { ne: null } }'), ['Avery']);
  assert.deepEqual(await where('{ CreatedBy: { Name: { like: "Ada%" } }, Rating: { eq: "Warm" } }'), ['Evans']);
  assert.deepEqual(namesOf(await readUi(org, '/list-records/Lead/AllLeads?searchTerm=da')), ['Davis']);
  for (const broken of ['{ Rating', '{ Rating: 5 }', '{ Nope: { eq: 1 } }', '{ Rating: { near: "x" } }', '[]']) {
    const refused = await refusedUi(org, 400, `/list-records/Lead/AllLeads?where=${encodeURIComponent(broken)}`);
    assert.equal(at(refused, 0, 'errorCode'), 'ILLEGAL_QUERY_PARAMETER_VALUE', broken);
  }
});

test('list-ui returns metadata and records in one response, by name and by id', async () => {
  const byName = await readUi(org, '/list-ui/Lead/Hot_Or_Big?pageSize=1');
  assert.deepEqual(namesIn(byName), ['eTag', 'info', 'records']);
  assert.deepEqual(namesOf(byName['records']), ['Avery']);
  const id = String(at(byName, 'info', 'listReference', 'id'));
  const byId = await readUi(org, `/list-ui/${id}?pageSize=1`);
  assert.deepEqual(byId['info'], byName['info']);
  assert.equal(at(byId, 'records', 'listInfoETag'), at(byName, 'info', 'eTag'));
  assert.deepEqual(namesOf(await readUi(org, `/list-records/${id}`)), ['Avery', 'Baker', 'Evans']);
  await refusedUi(org, 404, '/list-ui/Lead/Nope');
});

test('the list views of an object are listed in short, with the platform’s own', async () => {
  const summary = await readUi(org, '/list-ui/Lead');
  const lists = summary['lists'] as Json[];
  assert.deepEqual(
    lists.map(({ apiName }) => apiName),
    [
      'AllLeads',
      'AllOpenLeads',
      'Hot_Or_Big',
      'MyLeads',
      'MyUnreadLeads',
      'My_Engines',
      '__Recent',
      'RecentlyViewedLeads',
      'TodaysLeads',
    ],
  );
  assert.deepEqual(lists[0], {
    apiName: 'AllLeads',
    id: lists[0]?.['id'],
    label: 'All Leads',
    listUiUrl: '/services/data/v65.0/ui-api/list-ui/Lead/AllLeads',
  });
  assert.equal(summary['count'], 9);
  const found = await readUi(org, '/list-ui/Lead?q=open');
  assert.deepEqual(
    (found['lists'] as Json[]).map(({ apiName }) => apiName),
    ['AllOpenLeads'],
  );
  assert.deepEqual(namesOf(await readUi(org, '/list-records/Lead/RecentlyViewedLeads')), []);
});

test('a hidden field is no column for its user', async () => {
  const info = await readUi(org, '/list-info/Lead/My_Engines', { token: org.tokenFor('rep@local.org') });
  assert.equal((info['displayColumns'] as Json[]).length, 1);
  const token = org.tokenFor('rep@local.org');
  const refused = await refusedUi(org, 400, '/list-records/Lead/AllLeads?fields=Lead.Test_Percent__c', { token });
  assert.equal(at(refused, 0, 'errorCode'), 'INVALID_FIELD');
});
