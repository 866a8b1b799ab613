import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { at, insert, namesIn, readUi, refusedUi } from './ui-call.ts';
import type { Json } from './ui-call.ts';

let org: RunningOrg;
let account: string;

before(async () => {
  org = await startOrg();
  account = insert(org, 'Account', { Name: 'Engines' });
  for (const LastName of ['Avery', 'Baker', 'Clark']) insert(org, 'Contact', { LastName, AccountId: account });
  insert(org, 'Contact', { LastName: 'Davis' });
});
after(() => org.stop());

const names = (page: unknown): unknown[] =>
  (at(page, 'records') as Json[]).map((record) => at(record, 'fields', 'Name', 'value'));

test('the related lists of an object are listed in short', async () => {
  const summary = await readUi(org, '/related-list-info/Account');
  const lists = summary['relatedLists'] as Json[];
  const contacts = lists.find(({ relatedListId }) => relatedListId === 'Contacts');
  assert.deepEqual(namesIn(summary), ['eTag', 'parentObjectApiName', 'parentRecordTypeId', 'relatedLists']);
  assert.deepEqual(contacts, {
    entityLabel: 'Contact',
    entityLabelPlural: 'Contacts',
    fieldApiName: 'AccountId',
    keyPrefix: '003',
    label: 'Contacts',
    objectApiName: 'Contact',
    parentFieldApiName: 'Id',
    relatedListId: 'Contacts',
    relatedListInfoUrl:
      '/services/data/v65.0/ui-api/related-list-info/Account/Contacts?recordTypeId=012000000000000AAA',
    themeInfo: contacts?.['themeInfo'],
  });
});

test('a related list is described with its columns', async () => {
  const info = await readUi(org, '/related-list-info/Account/Contacts');
  const { displayColumns, eTag, userPreferences, ...others } = info;
  assert.match(String(eTag), /^[0-9a-f]{32}$/);
  assert.deepEqual(at(displayColumns, 0), {
    dataType: 'string',
    fieldApiName: 'Name',
    filterable: true,
    label: 'Name',
    lookupId: 'Id',
    picklistValues: null,
    quickFilterOperator: 'contains',
    sortable: true,
  });
  assert.deepEqual(namesIn(userPreferences), ['columnWidths', 'columnWrap']);
  assert.deepEqual(others, {
    cloneable: false,
    createable: false,
    deletable: false,
    fieldApiName: 'AccountId',
    fields: [],
    filterLogicString: '',
    filterable: true,
    filteredByInfo: [],
    label: 'Contacts',
    listReference: {
      id: null,
      inContextOfRecordId: null,
      listViewApiName: null,
      objectApiName: null,
      parentObjectApiName: 'Account',
      recordTypeId: '012000000000000AAA',
      relatedListId: 'Contacts',
      type: 'relatedList',
    },
    objectApiNames: ['Contact'],
    optionalFields: [],
    orderedByInfo: [],
    restrictColumnsToLayout: true,
    updateable: false,
    visibility: 'Public',
    visibilityEditable: false,
  });
});

test('the records of a related list are paged, sorted and filtered', async () => {
  const path = `/related-list-records/${account}/Contacts`;
  const page = await readUi(org, `${path}?fields=Contact.Email&sortBy=-Contact.Name&pageSize=2`);
  assert.deepEqual(names(page), ['Clark', 'Baker']);
  assert.equal(page['nextPageToken'], '2');
  assert.deepEqual(page['fields'], ['Contact.Email']);
  assert.equal(at(page, 'listReference', 'inContextOfRecordId'), account);
  assert.equal(at(page, 'records', 0, 'fields', 'Email', 'value'), null);
  const body = { fields: ['Name'], sortBy: ['Name'], pageSize: 5, where: '{ Name: { like: "%a%" } }' };
  assert.deepEqual(names(await readUi(org, path, { method: 'POST', body })), ['Avery', 'Baker', 'Clark']);
  await refusedUi(org, 400, `${path}?pageSize=2000`);
  await refusedUi(org, 404, '/related-list-records/001Lo0000000zzzIAA/Contacts');
  assert.deepEqual(await refusedUi(org, 400, `/related-list-records/${account}/Nope`), [
    { message: 'The related lists UI API currently does not support this related list', errorCode: 'INVALID_TYPE' },
  ]);
});

test('a related list is counted up to a limit', async () => {
  const count = await readUi(org, `/related-list-count/${account}/Contacts`);
  assert.deepEqual([count['count'], count['hasMore']], [3, false]);
  const limited = await readUi(org, `/related-list-count/${account}/Contacts?maxCount=2`);
  assert.deepEqual([limited['count'], limited['hasMore']], [2, true]);
  const batch = await readUi(org, `/related-list-count/batch/${account}/Contacts,Nope`);
  assert.deepEqual(
    [0, 1].map((place) => at(batch, 'results', place, 'statusCode')),
    [200, 400],
  );
});

test('a record has the requested child records, page by page', async () => {
  const path = `/records/${account}?fields=Account.Name&childRelationships=Account.Contacts,Account.Contacts.Email`;
  const { childRelationships } = await readUi(org, `${path}&pageSize=2`);
  const contacts = at(childRelationships, 'Contacts');
  assert.deepEqual(namesIn(contacts), [
    'count',
    'currentPageToken',
    'currentPageUrl',
    'nextPageToken',
    'nextPageUrl',
    'previousPageToken',
    'previousPageUrl',
    'records',
  ]);
  assert.deepEqual(names(contacts), ['Avery', 'Baker']);
  assert.deepEqual(namesIn(at(contacts, 'records', 0, 'fields')), ['Email', 'Id', 'Name']);
  const next = String(at(contacts, 'nextPageUrl')).replace(/^.*\/ui-api/, '');
  assert.deepEqual(names(await readUi(org, next)), ['Clark']);
  await refusedUi(org, 400, `/records/${account}?childRelationships=Contacts`);
  await refusedUi(org, 400, `/records/${account}?childRelationships=Account.Nope`);
  await refusedUi(org, 400, `${path},Account.Contacts.Nope__c`);
});
