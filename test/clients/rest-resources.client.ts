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

test('a layout is described by its record type, and a list view answers its columns as texts', async () => {
  const lead = connection.sobject('Lead');
  type Layouts = { layouts: { id: string }[]; recordTypeMappings: { recordTypeId: string; layoutId: string }[] };
  const { layouts, recordTypeMappings } = (await lead.layouts()) as unknown as Layouts;
  const [master] = recordTypeMappings;
  assert.ok(master);
  const address = '/sobjects/Lead/describe/layouts';
  const ofType = await connection.request<{ id: string }>(`${address}/${master.recordTypeId}`);
  assert.equal(ofType.id, layouts[0]?.id);
  await assert.rejects(connection.request(`${address}/012000000000001AAA`), { errorCode: 'NOT_FOUND' });
  await assert.rejects(connection.sobject('LeadHistory').layouts(), { errorCode: 'NOT_FOUND' });

  const { listviews } = (await connection.sobject('Account').listviews()) as unknown as { listviews: { id: string }[] };
  insertRecord(org, 'Account', { Name: 'Listed', NumberOfEmployees: 7 });
  const view = connection.sobject('Account').listview(listviews[0]?.id ?? '');
  type Listed = { columns: { fieldNameOrPath: string }[]; records: { columns: { value: unknown }[] }[]; size: number };
  const listed = (await view.results()) as unknown as Listed;
  const described = (await view.describe()) as unknown as Pick<Listed, 'columns'> & { query: string };
  assert.deepEqual(listed.columns, described.columns);
  const values = listed.records.flatMap(({ columns }) => columns.map(({ value }) => value));
  assert.ok(values.includes('Listed') && values.every((value) => value === null || typeof value === 'string'));
  assert.equal((await connection.query(described.query)).totalSize, listed.size);
  await assert.rejects(connection.request(`/query?explain=${listviews[0]?.id.slice(0, 12) ?? ''}zzz`));
});

test('a contact is related to each account once, and its direct relation stays', async () => {
  const [own, other] = ['Own', 'Other'].map((Name) => insertRecord(org, 'Account', { Name }));
  const ContactId = insertRecord(org, 'Contact', { LastName: 'Ost', AccountId: own ?? '' });
  const relation = connection.sobject('AccountContactRelation');
  const { success } = await relation.create({ AccountId: other ?? '', ContactId, Roles: 'Influencer' });
  assert.equal(success, true);
  for (const AccountId of [own ?? '', other ?? '']) {
    await assert.rejects(relation.create({ AccountId, ContactId }), { errorCode: 'DUPLICATE_VALUE' });
  }
  const direct = await relation.findOne({ ContactId, IsDirect: true }, ['Id']);
  await assert.rejects(relation.destroy(direct?.Id ?? ''), { errorCode: 'INVALID_OPERATION' });
});

test('attachments are created with their body, and read back by its address', async () => {
  const ParentId = insertRecord(org, 'Account', { Name: 'Parent' });
  const Body = Buffer.from([0, 255, 13, 10]).toString('base64');
  const { id = '' } = await connection.sobject('Attachment').create({ ParentId, Name: 'a.bin', Body });
  const { BodyLength, Body: address } = await connection.sobject('Attachment').retrieve(id);
  assert.deepEqual([BodyLength, address], [4, `/services/data/v65.0/sobjects/Attachment/${id}/Body`]);
  const read = await fetch(`${org.url}${String(address)}`, { headers: { Authorization: `Bearer ${org.adminToken}` } });
  assert.equal(Buffer.from(await read.arrayBuffer()).toString('base64'), Body);
});

test('failed records of an upsert say that they were not created', async () => {
  const upsert = async (allOrNone: boolean, records: object[]): Promise<[boolean, boolean][]> => {
    const results = await connection.request({
      ...{ method: 'PATCH', url: '/composite/sobjects/Account/Id' },
      body: JSON.stringify({ allOrNone, records }),
      headers: { 'Content-Type': 'application/json' },
    });
    return (results as { success: boolean; created: boolean }[]).map(({ success, created }) => [success, created]);
  };
  const attributes = { type: 'Account' };
  const [made, nameless] = [
    { attributes, Name: 'Made' },
    { attributes, Site: 'Nameless' },
  ];
  const gone = { attributes, Id: '001000000000zzz', Name: 'Gone' };
  assert.deepEqual(await upsert(false, [made, nameless, gone]), [
    [true, true],
    [false, false],
    [false, false],
  ]);
  assert.deepEqual(await upsert(true, [made, nameless]), [
    [false, false],
    [false, false],
  ]);
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
  // One that is there, one of no object, one that never was.
  const others = [id, 'zzz000000000001AAA', `${id.slice(0, 12)}zzz`];
  const refused = (await connection.soap.undelete(others)) as unknown as Result[];
  assert.deepEqual(
    refused.map(({ success }) => success),
    [false, false, false],
  );
});

test('every version from 45.0 answers jsforce alike', async () => {
  for (const version of ['45.0', '49.0', '58.0', '67.0']) {
    const { totalSize } = await connect(version).query("SELECT Id FROM Account WHERE Name = 'Made'");
    assert.equal(totalSize, 1, version);
  }
  await assert.rejects(async () => connect('44.0').query('SELECT Id FROM Account'), { errorCode: 'NOT_FOUND' });
  await assert.rejects(async () => connect('30.0').query('SELECT Id FROM Account'), {
    errorCode: 'UNSUPPORTED_API_VERSION',
    message: /has been retired or removed/,
  });
});
