import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { ask, connect, insertLeads, root } from './connect.ts';
import { deployTestPackage } from './test-package.ts';

let org: RunningOrg;
let connection: Connection;

before(async () => {
  org = await startOrg();
  deployTestPackage(org);
  connection = connect(org);
});
after(() => org.stop());

type SubAnswer = { body: unknown; httpStatusCode: number; referenceId: string | null };

async function composite(compositeRequest: unknown[], allOrNone = false): Promise<SubAnswer[]> {
  const { status, json } = await ask(org, `${root}/composite`, {
    method: 'POST',
    body: { allOrNone, compositeRequest },
  });
  assert.equal(status, 200);
  return (json as { compositeResponse: SubAnswer[] }).compositeResponse;
}

const part = (referenceId: string, method: string, path: string, body?: unknown): Record<string, unknown> => ({
  referenceId,
  method,
  url: `${root}${path}`,
  ...(body === undefined ? {} : { body }),
});

const query = (soql: string): string => `/query?q=${encodeURIComponent(soql)}`;
const countOf = async (soql: string): Promise<number> => (await connection.query(soql)).totalSize;

test('subrequests refer to earlier responses, including rows of queries', async () => {
  const answers = await composite([
    part('account', 'POST', '/sobjects/Account', { Name: 'Chained' }),
    part('contact', 'POST', '/sobjects/Contact', {
      LastName: 'Linked',
      Email: 'linked@chained.test',
      AccountId: '@{account.id}',
    }),
    part('found', 'GET', '/query?q=' + "SELECT+Id,Email+FROM+Contact+WHERE+AccountId='@{account.id}'"),
    part('lead', 'POST', '/sobjects/Lead', {
      LastName: 'Second',
      Company: 'Chained',
      Email: '@{found.records[0].Email}',
    }),
  ]);
  assert.deepEqual(
    answers.map(({ httpStatusCode }) => httpStatusCode),
    [201, 201, 200, 201],
  );
  const { id } = answers[3]?.body as { id: string };
  const lead = await connection.sobject('Lead').retrieve(id);
  assert.equal(lead['Email'], 'linked@chained.test');
});

test('an unresolved reference halts its own subrequest', async () => {
  const [, second] = await composite([
    part('none', 'GET', query("SELECT Id FROM Lead WHERE LastName = 'nobody'")),
    part('lost', 'GET', '/sobjects/Lead/@{none.records[0].Id}'),
  ]);
  assert.deepEqual(second?.body, [
    {
      message: 'Invalid reference specified. No value for none.records[0].Id found in none',
      errorCode: 'PROCESSING_HALTED',
    },
  ]);
});

test('allOrNone rolls back the subrequests before a failure', async () => {
  const answers = await composite(
    [
      part('kept', 'POST', '/sobjects/Account', { Name: 'Undone' }),
      part('bad', 'POST', '/sobjects/Lead', { LastName: 'No company' }),
      part('late', 'POST', '/sobjects/Account', { Name: 'Undone too' }),
    ],
    true,
  );
  const codes = answers.map(({ body }) => (body as { errorCode: string }[])[0]?.errorCode);
  assert.deepEqual(codes, ['PROCESSING_HALTED', 'REQUIRED_FIELD_MISSING', 'PROCESSING_HALTED']);
  assert.equal(await countOf("SELECT COUNT() FROM Account WHERE Name LIKE 'Undone%'"), 0);
});

test('more than 25 subrequests, or more than five queries, are refused as a whole', async () => {
  const create = (index: number): unknown => part(`ref${index}`, 'POST', '/sobjects/Account', { Name: 'Too many' });
  const [tooMany, ...rest] = await composite(Array.from({ length: 26 }, (_, index) => create(index)));
  assert.equal(rest.length, 0);
  assert.deepEqual(tooMany?.body, [
    { errorCode: 'LIMIT_EXCEEDED', message: 'The request can’t contain more than 25 operations.' },
  ]);
  const [queries] = await composite(
    Array.from({ length: 6 }, (_, index) => part(`ref${index}`, 'GET', query('SELECT Id FROM Lead'))),
  );
  assert.equal((queries?.body as { errorCode: string }[])[0]?.errorCode, 'LIMIT_EXCEEDED');
  assert.equal(await countOf("SELECT COUNT() FROM Account WHERE Name = 'Too many'"), 0);
});

test('a batch runs its parts separately, and halts on an error if asked to', async () => {
  const body = {
    haltOnError: true,
    batchRequests: [
      { method: 'GET', url: `v65.0/query?q=${encodeURIComponent('SELECT COUNT() FROM Campaign')}` },
      { method: 'GET', url: 'v65.0/sobjects/Nope/describe' },
      { method: 'GET', url: 'v65.0/limits' },
    ],
  };
  const { json } = await ask(org, `${root}/composite/batch`, { method: 'POST', body });
  const { hasErrors, results } = json as { hasErrors: boolean; results: { statusCode: number; result: unknown }[] };
  assert.equal(hasErrors, true);
  assert.deepEqual(
    results.map(({ statusCode }) => statusCode),
    [200, 404, 412],
  );
  assert.deepEqual(results[0]?.result, { totalSize: 0, done: true, records: [] });
});

test('a tree writes parents with their children, or nothing', async () => {
  const tree = (lastName: string | undefined): unknown => ({
    records: [
      {
        attributes: { type: 'Account', referenceId: 'oak' },
        Name: 'Oak',
        Contacts: {
          records: [{ attributes: { type: 'Contact', referenceId: 'acorn' }, ...(lastName && { LastName: lastName }) }],
        },
      },
    ],
  });
  const post = (body: unknown) => ask(org, `${root}/composite/tree/Account`, { method: 'POST', body });
  const refused = await post(tree(undefined));
  assert.equal(refused.status, 400);
  assert.equal(await countOf("SELECT COUNT() FROM Account WHERE Name = 'Oak'"), 0);
  const planted = await post(tree('Acorn'));
  assert.equal(planted.status, 201);
  assert.equal(await countOf("SELECT COUNT() FROM Contact WHERE LastName = 'Acorn' AND Account.Name = 'Oak'"), 1);
});

test('jsforce writes 450 records by collections of 200', async () => {
  const accounts = Array.from({ length: 450 }, (_, index) => ({ Name: `Many ${index}` }));
  const results = await connection.sobject('Account').create(accounts, { allowRecursive: true });
  assert.equal(results.filter(({ success }) => success).length, 450);
  const ids = results.map(({ id }) => id ?? '');
  const read = await connection.sobject('Account').retrieve(ids);
  assert.deepEqual(
    read.map((account) => account['Name']),
    accounts.map(({ Name }) => Name),
  );
  const deleted = await connection.sobject('Account').destroy(ids, { allowRecursive: true });
  assert.ok(deleted.every(({ success }) => success));
});

test('a collection has a result for each record; allOrNone rolls the others back', async () => {
  const [id = ''] = insertLeads(org, 1);
  const records = [
    { attributes: { type: 'Lead' }, Id: id, Title: 'Changed' },
    { attributes: { type: 'Lead' }, Id: id, Test_Percent__c: 101 },
  ];
  const patch = async (allOrNone: boolean) => {
    const { json } = await ask(org, `${root}/composite/sobjects`, { method: 'PATCH', body: { allOrNone, records } });
    return json as { id?: string; success: boolean; errors: { statusCode: string }[] }[];
  };
  const together = await patch(true);
  assert.deepEqual(
    together.map(({ errors }) => errors[0]?.statusCode),
    ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'FIELD_CUSTOM_VALIDATION_EXCEPTION'],
  );
  assert.equal((await connection.sobject('Lead').retrieve(id))['Title'], null);
  const apart = await patch(false);
  assert.deepEqual(apart[0], { id, success: true, errors: [] });
  assert.equal(apart[1]?.success, false);
  assert.equal((await connection.sobject('Lead').retrieve(id))['Title'], 'Changed');
});

test('more than 200 records in a collection, or an upsert by external id, behave as on the platform', async () => {
  const records = Array.from({ length: 201 }, () => ({ attributes: { type: 'Account' }, Name: 'Over' }));
  const over = await ask(org, `${root}/composite/sobjects`, { method: 'POST', body: { records } });
  assert.equal(over.status, 400);
  assert.equal((over.json as { errorCode: string }[])[0]?.errorCode, 'EXCEEDED_ID_LIMIT');
  const accounts = [
    { Name: 'One', Test_Code__c: 'a1' },
    { Name: 'Two', Test_Code__c: 'a2' },
  ];
  const first = await connection.sobject('Account').upsert(accounts, 'Test_Code__c');
  const again = await connection.sobject('Account').upsert(accounts, 'Test_Code__c');
  assert.deepEqual(
    [...first, ...again].map((result) => 'created' in result && result.created),
    [true, true, false, false],
  );
});

test('an upsert says of failed records too whether they were created', async () => {
  const body = {
    allOrNone: false,
    records: [
      { attributes: { type: 'Lead' }, Test_Code__c: 'made', LastName: 'Made', Company: 'Made' },
      { attributes: { type: 'Lead' }, Test_Code__c: 'bare' },
    ],
  };
  const path = `${root}/composite/sobjects/Lead/Test_Code__c`;
  const { json } = await ask(org, path, { method: 'PATCH', body });
  const results = json as { success: boolean; created: boolean }[];
  assert.deepEqual(
    results.map(({ success, created }) => [success, created]),
    [
      [true, true],
      [false, false],
    ],
  );
  const again = (await ask(org, path, { method: 'PATCH', body: { ...body, allOrNone: true } })).json as typeof results;
  assert.deepEqual(
    again.map(({ success, created }) => [success, created]),
    [
      [false, false],
      [false, false],
    ],
  );
});

test('an id that is none fails alone when several are deleted', async () => {
  const [id = ''] = insertLeads(org, 1);
  const { status, json } = await ask(org, `${root}/composite/sobjects?ids=bad,${id}`, { method: 'DELETE' });
  assert.equal(status, 200);
  assert.deepEqual(json, [
    { success: false, errors: [{ statusCode: 'MALFORMED_ID', message: 'malformed id bad', fields: [] }] },
    { id, success: true, errors: [] },
  ]);
});
