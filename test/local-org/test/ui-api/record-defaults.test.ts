import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { at, insert, namesIn, readUi, refusedUi, valuesOf } from './ui-call.ts';
import type { Json } from './ui-call.ts';

const master = '012000000000000AAA';

let org: RunningOrg;
let admin: string;

before(async () => {
  org = await startOrg();
  admin = org.org.userId('admin@local.org') ?? '';
});
after(() => org.stop());

test('the defaults of a new record come with the layout of its form', async () => {
  const defaults = await readUi(org, '/record-defaults/create/Lead');
  assert.deepEqual(namesIn(defaults), ['layout', 'objectInfos', 'record']);
  assert.equal(at(defaults, 'layout', 'mode'), 'Create');
  assert.deepEqual(namesIn(defaults['objectInfos']), ['Lead', 'User']);
  const { fields, eTag, ...others } = defaults['record'] as Json;
  assert.match(String(eTag), /^[0-9a-f]{32}$/);
  assert.deepEqual(others, {
    apiName: 'Lead',
    childRelationships: {},
    id: null,
    lastModifiedById: null,
    lastModifiedDate: null,
    recordTypeId: master,
    recordTypeInfo: null,
    systemModstamp: null,
    weakEtag: 0,
  });
  assert.deepEqual(at(fields, 'Status'), { displayValue: 'Open - Not Contacted', value: 'Open - Not Contacted' });
  assert.deepEqual(at(fields, 'OwnerId', 'value'), admin);
  assert.equal(at(fields, 'Owner', 'displayValue'), 'Ada Admin');
  assert.deepEqual(at(fields, 'LastName'), { displayValue: null, value: null });
  assert.equal(at(fields, 'DoNotCall', 'value'), false);
});

test('a clone copies the fields that a new record can have', async () => {
  const id = insert(org, 'Lead', { LastName: 'Lovelace', Company: 'Engines', Rating: 'Hot' });
  const copy = await readUi(org, `/record-defaults/clone/${id}`);
  assert.equal(at(copy, 'layout', 'mode'), 'Edit');
  assert.equal(at(copy, 'record', 'id'), null);
  const values = valuesOf(copy['record']);
  assert.deepEqual([values['LastName'], values['Rating'], values['CreatedById']], ['Lovelace', 'Hot', null]);
  const created = await readUi(org, '/records', {
    method: 'POST',
    body: { apiName: 'Lead', fields: { LastName: values['LastName'], Company: values['Company'] } },
  });
  assert.equal(at(created, 'fields', 'Company', 'value'), 'Engines');
});

test('templates have only the requested fields', async () => {
  const empty = await readUi(org, '/record-defaults/template/create/Lead');
  assert.deepEqual(empty['record'], { apiName: 'Lead', fields: {}, recordTypeId: master });
  const some = await readUi(org, '/record-defaults/template/create/Lead?optionalFields=Lead.Status,Lead.Nope__c');
  assert.deepEqual(valuesOf(some['record']), { Status: 'Open - Not Contacted' });
  const id = insert(org, 'Lead', { LastName: 'Hopper', Company: 'Navy' });
  const clone = await readUi(org, `/record-defaults/template/clone/${id}?optionalFields=Lead.Company`);
  assert.deepEqual(clone['record'], {
    apiName: 'Lead',
    cloneSourceId: id,
    fields: {
      CloneSourceId: { displayValue: null, value: id },
      Company: { displayValue: null, value: 'Navy' },
    },
    recordTypeId: master,
  });
  await refusedUi(org, 404, '/record-defaults/clone/00QLo0000000zzzMAA');
});

test('a look-up finds records by the beginning of a word in their names', async () => {
  insert(org, 'Account', { Name: 'Analytical Engines' });
  insert(org, 'Account', { Name: 'Bengal Tea' });
  const accounts = await readUi(org, '/lookups/Contact/AccountId/Account?q=eng');
  assert.deepEqual(namesIn(accounts), [
    'count',
    'currentPageToken',
    'currentPageUrl',
    'nextPageToken',
    'nextPageUrl',
    'previousPageToken',
    'previousPageUrl',
    'records',
  ]);
  const names = (page: unknown): unknown[] => (at(page, 'records') as Json[]).map((record) => valuesOf(record)['Name']);
  assert.deepEqual(names(accounts), ['Analytical Engines']);
  const all = await readUi(org, '/lookups/Contact/AccountId?q=&pageSize=1&page=2');
  assert.deepEqual(names(at(all, 'lookupResults', 'Account')), ['Bengal Tea']);
  assert.equal(at(all, 'lookupResults', 'Account', 'previousPageToken'), '1');
  await refusedUi(org, 400, '/lookups/Contact/LastName?q=x');
  await refusedUi(org, 400, '/lookups/Contact/AccountId/Lead?q=x');
});
