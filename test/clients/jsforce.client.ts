import { adminUsername, integrationUsername, localPassword } from '../local-org/src/index.ts';
import { Connection, OAuth2 } from 'jsforce';
import type { SaveResult } from 'jsforce';
import { after, test } from 'node:test';
import { openClients } from './open-clients.ts';
import { assert, count } from './tally.ts';

const { org, close } = await openClients();
after(async () => {
  for (const { path } of org.requests) if (!path.startsWith('/__org')) count('calls');
  await close();
});

const version = '65.0';
const connection = new Connection({ instanceUrl: org.url, loginUrl: org.url, accessToken: org.adminToken, version });
const leads = (company: string, size: number): { LastName: string; Company: string }[] =>
  Array.from({ length: size }, (_, index) => ({ LastName: `L${index}`, Company: company }));

/** The ids of results that must all be successful. */
const idsOf = (results: SaveResult[]): string[] =>
  results.map((result) => {
    if (!result.success) throw new Error(JSON.stringify(result.errors));
    return result.id;
  });

test('logs in with a password over OAuth and over SOAP, and as an external client app', async () => {
  const { clientId, clientSecret } = org.credentials;
  const byPassword = new Connection({ oauth2: new OAuth2({ loginUrl: org.url, clientId, clientSecret }), version });
  const granted = await byPassword.login(adminUsername, localPassword);
  assert.deepEqual(granted, {
    id: org.org.userId(adminUsername),
    organizationId: org.org.id,
    url: `${org.url}/id/${org.org.id}/${org.org.userId(adminUsername)}`,
  });

  const bySoap = new Connection({ loginUrl: org.url, version });
  assert.partialDeepStrictEqual(await bySoap.loginBySoap(adminUsername, localPassword), {
    id: org.org.userId(adminUsername),
    organizationId: org.org.id,
  });
  await assert.rejects(bySoap.loginBySoap(adminUsername, 'wrong'), {
    message: /INVALID_LOGIN: Invalid username, password/,
  });

  const asApp = new Connection({
    oauth2: { loginUrl: org.url, clientId, clientSecret },
    instanceUrl: org.url,
    version,
  });
  const { userInfo } = await asApp.authorize({ grant_type: 'client_credentials' }).then(() => asApp);
  assert.equal(userInfo?.id, org.org.userId(integrationUsername));
  assert.partialDeepStrictEqual(await asApp.identity(), { username: integrationUsername, organization_id: org.org.id });
  const wrong = new OAuth2({ loginUrl: org.url, clientId, clientSecret: 'wrong' });
  await assert.rejects(wrong.requestToken({ grant_type: 'client_credentials' }), { name: 'invalid_client' });
});

test('renews a session that ended, once for calls at the same time', async () => {
  const { clientId, clientSecret } = org.credentials;
  const renewing = new Connection({ oauth2: { loginUrl: org.url, clientId, clientSecret }, version });
  await renewing.login(adminUsername, localPassword);
  const before = renewing.accessToken;
  let renewals = 0;
  renewing.on('refresh', () => (renewals += 1));
  await fetch(`${org.url}/__org/sessions/expire`, { method: 'POST', body: '{}' });
  const answers = await Promise.all(
    [1, 2, 3].map(() => renewing.query("SELECT Id FROM User WHERE Username = 'admin@local.org'")),
  );
  assert.deepEqual(
    answers.map(({ totalSize }) => totalSize),
    [1, 1, 1],
  );
  assert.equal(renewals, 1);
  assert.notEqual(renewing.accessToken, before);

  const accessToken = renewing.accessToken ?? '';
  await renewing.logout();
  await assert.rejects(
    async () => new Connection({ instanceUrl: org.url, accessToken, version }).query('SELECT Id FROM User'),
    {
      errorCode: 'INVALID_SESSION_ID',
      message: 'Session expired or invalid',
    },
  );
});

test('creates, reads, updates, upserts and deletes one record and several', async () => {
  const lead = connection.sobject('Lead');
  const one = await lead.create({ LastName: 'Ost', Company: 'Acme' });
  const id = one.id ?? '';
  assert.deepEqual(one, { id, success: true, errors: [] });
  assert.partialDeepStrictEqual(await lead.retrieve(id), { attributes: { type: 'Lead' }, Id: id, LastName: 'Ost' });
  assert.deepEqual(await lead.update({ Id: id, Title: 'Boss' }), { id, success: true, errors: [] });
  assert.partialDeepStrictEqual(await lead.upsert({ Id: id, Title: 'Chief' }, 'Id'), { id, success: true, errors: [] });
  assert.deepEqual(await lead.destroy(id), { id, success: true, errors: [] });
  await assert.rejects(lead.retrieve(id), { errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' });

  const ids = idsOf(await lead.create(leads('Many', 3)));
  const updated = await lead.update(ids.map((Id) => ({ Id, Title: 'All' })));
  assert.deepEqual(
    updated,
    ids.map((each) => ({ id: each, success: true, errors: [] })),
  );
  const found = await lead.retrieve(ids);
  assert.deepEqual(
    found.map(({ Title }) => Title),
    ['All', 'All', 'All'],
  );
  assert.deepEqual(idsOf(await lead.destroy(ids)), ids);
});

test('reports the error of each record, or of all with allOrNone', async () => {
  const records = [{ LastName: 'A', Company: 'Some' }, { LastName: 'B' }];
  const some = await connection.create('Lead', records);
  assert.equal(some[0]?.success, true);
  const errors = [
    { statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Company]', fields: ['Company'] },
  ];
  assert.deepEqual(some[1], { success: false, errors });
  const none = await connection.create('Lead', records, { allOrNone: true });
  assert.deepEqual(
    none.map(({ success }) => success),
    [false, false],
  );
  assert.partialDeepStrictEqual(none[0], { errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] });
  await assert.rejects(connection.create('Lead', leads('Much', 201)), { errorCode: 'EXCEEDED_ID_LIMIT' });
  assert.equal((await connection.create('Lead', leads('Much', 201), { allowRecursive: true })).length, 201);
});

test('queries page by page, with parents, children and the recycle bin', async () => {
  await connection.create('Lead', leads('Page', 450), { allowRecursive: true });
  const soql = "SELECT Id, Owner.Name FROM Lead WHERE Company = 'Page'";
  const first = await connection.query<{ Id: string; Owner: { Name: string } }>(soql, {
    headers: { 'Sforce-Query-Options': 'batchSize=200' },
  });
  assert.deepEqual([first.totalSize, first.done, first.records.length], [450, false, 200]);
  assert.match(first.nextRecordsUrl ?? '', /\/services\/data\/v65\.0\/query\/0r8\w{15}-200$/);
  assert.equal(first.records[0]?.Owner.Name, 'Ada Admin');
  const second = await connection.queryMore(first.nextRecordsUrl ?? '');
  const third = await connection.queryMore(second.nextRecordsUrl ?? '');
  assert.deepEqual([second.done, third.done, third.records.length], [false, true, 50]);
  const all = await connection.query(soql, {
    autoFetch: true,
    maxFetch: 450,
    headers: { 'Sforce-Query-Options': 'batchSize=200' },
  });
  assert.equal(new Set(all.records.map(({ Id }) => Id)).size, 450);

  const gone = await connection.sobject('Lead').create({ LastName: 'Gone', Company: 'Bin' });
  await connection.sobject('Lead').destroy(gone.id ?? '');
  const inBin = "SELECT Id FROM Lead WHERE Company = 'Bin'";
  assert.equal((await connection.query(inBin)).totalSize, 0);
  assert.equal((await connection.query(inBin, { scanAll: true })).totalSize, 1);
});

test('describes objects and the org, and reads limits, identity and versions', async () => {
  const global = await connection.describeGlobal();
  assert.deepEqual([global.encoding, global.maxBatchSize], ['UTF-8', 200]);
  assert.ok(global.sobjects.some(({ name, keyPrefix }) => name === 'Lead' && keyPrefix === '00Q'));
  const lead = await connection.describe('Lead');
  assert.partialDeepStrictEqual(lead, {
    name: 'Lead',
    keyPrefix: '00Q',
    createable: true,
    queryable: true,
    custom: false,
  });
  const company = lead.fields.find(({ name }) => name === 'Company');
  assert.partialDeepStrictEqual(company, { type: 'string', length: 255, nillable: false, createable: true });
  const limits = (await connection.limits()) as Record<string, { Max: number; Remaining: number }>;
  assert.equal(limits['DailyApiRequests']?.Max, 100_000);
  assert.equal(connection.limitInfo.apiUsage?.limit, 100_000);
  const versions = (await connection.request('/services/data')) as { version: string }[];
  assert.ok(versions.some((one) => one.version === version));
});

test('lists updated and deleted records', async () => {
  const start = new Date(org.org.clock.now().getTime() - 60_000);
  const end = new Date(org.org.clock.now().getTime() + 60_000);
  const { id = '' } = await connection.sobject('Account').create({ Name: 'Changed' });
  const updated = await connection.sobject('Account').updated(start, end);
  assert.ok(updated.ids.includes(id));
  await connection.sobject('Account').destroy(id);
  const deleted = await connection.sobject('Account').deleted(start, end);
  assert.ok(deleted.deletedRecords.some((record) => record.id === id));
});

test('ingests and queries through Bulk API 2.0', async () => {
  const inserted = await connection.bulk2.loadAndWaitForResults({
    object: 'Lead',
    operation: 'insert',
    input: leads('Bulk', 3),
  });
  assert.equal(inserted.successfulResults.length, 3);
  const ids = inserted.successfulResults.map(({ sf__Id }) => sf__Id);
  const changes = [...ids.map((Id) => ({ Id, Company: 'Bulk2' })), { Id: 'nonsense', Company: 'X' }];
  const updated = await connection.bulk2.loadAndWaitForResults({ object: 'Lead', operation: 'update', input: changes });
  assert.deepEqual(
    [updated.successfulResults.length, updated.failedResults.length, updated.unprocessedRecords.length],
    [3, 1, 0],
  );
  assert.match(updated.failedResults[0]?.sf__Error ?? '', /^(MALFORMED_ID|INVALID_CROSS_REFERENCE_KEY)/);

  const stream = await connection.bulk2.query("SELECT Id, Company FROM Lead WHERE Company = 'Bulk2'");
  const records: Record<string, string>[] = [];
  stream.on('record', (record: Record<string, string>) => records.push(record));
  await new Promise((resolve, reject) => stream.once('end', resolve).once('error', reject));
  assert.deepEqual(records.map(({ Id }) => Id).toSorted(), ids.toSorted());

  const job = connection.bulk2.createJob({ object: 'Lead', operation: 'delete' });
  await job.open();
  await job.uploadData(`Id\n${ids.join('\n')}\n`);
  await job.close();
  await job.poll(5, 5_000);
  assert.equal((await job.check()).state, 'JobComplete');
  assert.equal((await job.getSuccessfulResults()).length, 3);
  await job.delete();
});

test('sends composite, batch and tree requests', async () => {
  const composite = (await connection.requestPost(`/services/data/v${version}/composite`, {
    allOrNone: true,
    compositeRequest: [
      {
        method: 'POST',
        url: `/services/data/v${version}/sobjects/Account`,
        referenceId: 'account',
        body: { Name: 'Whole' },
      },
      {
        method: 'GET',
        url: `/services/data/v${version}/query?q=SELECT+Name+FROM+Account+WHERE+Id='@{account.id}'`,
        referenceId: 'read',
      },
    ],
  })) as { compositeResponse: { httpStatusCode: number; referenceId: string; body: unknown; httpHeaders: object }[] };
  assert.deepEqual(
    composite.compositeResponse.map(({ httpStatusCode, referenceId }) => [httpStatusCode, referenceId]),
    [
      [201, 'account'],
      [200, 'read'],
    ],
  );
  assert.partialDeepStrictEqual(composite.compositeResponse[1]?.body, { totalSize: 1, records: [{ Name: 'Whole' }] });

  const tree = await connection.requestPost(`/services/data/v${version}/composite/tree/Account`, {
    records: [{ attributes: { type: 'Account', referenceId: 'r1' }, Name: 'Root' }],
  });
  assert.partialDeepStrictEqual(tree, { hasErrors: false, results: [{ referenceId: 'r1' }] });
});
