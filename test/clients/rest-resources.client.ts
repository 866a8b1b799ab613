import { Connection } from 'jsforce';
import { after, test } from 'node:test';
import { insertRecord, openClients } from './open-clients.ts';
import { assert, count } from './tally.ts';

const { org, close } = await openClients();
after(async () => {
  for (const { path } of org.requests) if (!path.startsWith('/__org')) count('calls');
  await close();
});

const connect = (version: string): Connection =>
  new Connection({ instanceUrl: org.url, loginUrl: org.url, accessToken: org.adminToken, version });
const connection = connect('65.0');

test('jsforce searches, and reads layouts, list views and plans of standard objects', async () => {
  insertRecord(org, 'Lead', { LastName: 'Ost', Company: 'Acme' });
  const { searchRecords } = await connection.search('FIND {acme} RETURNING Lead(Id, Name)');
  assert.deepEqual(
    searchRecords.map(({ Name }) => Name as string),
    ['Ost'],
  );
  const lead = connection.sobject('Lead');
  const layouts = (await lead.layouts()) as unknown as { layouts: unknown[]; recordTypeMappings: unknown[] };
  assert.deepEqual([layouts.layouts.length, layouts.recordTypeMappings.length], [1, 1]);
  const compact = (await lead.compactLayouts()) as unknown as { compactLayouts: unknown[] };
  assert.equal(compact.compactLayouts.length, 1);
  const { listviews } = (await lead.listviews()) as unknown as { listviews: { id: string; developerName: string }[] };
  const open = listviews.find(({ developerName }) => developerName === 'AllOpenLeads');
  assert.ok(open);
  const view = lead.listview(open.id);
  assert.partialDeepStrictEqual(await view.results(), { size: 1, done: true, developerName: 'AllOpenLeads' });
  assert.partialDeepStrictEqual(await view.describe(), { sobjectType: 'Lead', scope: 'everything' });
  assert.partialDeepStrictEqual(await view.explain(), { plans: [{ sobjectType: 'Lead', cardinality: 1 }] });
  await assert.rejects(connection.request('/query?explain=SELECT+Nope+FROM+Lead'), { errorCode: 'INVALID_FIELD' });
});

test('failed records of an upsert say that they were not created', async () => {
  const results = await connection.request({
    method: 'PATCH',
    url: '/composite/sobjects/Account/Id',
    body: JSON.stringify({
      allOrNone: false,
      records: [
        { attributes: { type: 'Account' }, Name: 'Made' },
        { attributes: { type: 'Account' }, Site: 'Nameless' },
      ],
    }),
    headers: { 'Content-Type': 'application/json' },
  });
  assert.deepEqual(
    (results as { success: boolean; created: boolean }[]).map(({ success, created }) => [success, created]),
    [
      [true, true],
      [false, false],
    ],
  );
});

test('an id that is none is a result of undelete and delete over SOAP, not a fault', async () => {
  const id = insertRecord(org, 'Account', { Name: 'Gone' });
  type Result = { success: boolean; errors: { statusCode: string }[] | { statusCode: string } };
  const [bad, good] = (await connection.soap.delete(['nonsense', id])) as unknown as Result[];
  assert.deepEqual([bad?.success, good?.success], [false, true]);
  const restored = (await connection.soap.undelete(['nonsense', id])) as unknown as Result[];
  assert.deepEqual(
    restored.map(({ success }) => success),
    [false, true],
  );
  assert.match(JSON.stringify(restored[0]?.errors), /MALFORMED_ID/);
});

test('every version from 45.0 answers jsforce alike', async () => {
  for (const version of ['45.0', '49.0', '58.0', '67.0']) {
    const { totalSize } = await connect(version).query('SELECT Id FROM Account');
    assert.equal(totalSize, 2, version);
  }
  await assert.rejects(async () => connect('44.0').query('SELECT Id FROM Account'), { errorCode: 'NOT_FOUND' });
});
