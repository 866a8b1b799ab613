import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { ask, askQuery, connect, insertLeads, root } from './connect.ts';

const count = 5_100;
let org: RunningOrg;
let ids: string[];

before(async () => {
  org = await startOrg();
  ids = insertLeads(org, count);
});
after(() => org.stop());

type Page = { totalSize: number; done: boolean; nextRecordsUrl?: string; records: { Id: string; Name: string }[] };

test('jsforce fetches all pages of 5,100 records, each record once and in order', async () => {
  const connection = connect(org);
  const result = await connection.query<{ Id: string; Name: string }>('SELECT Id, Name FROM Lead ORDER BY Name', {
    autoFetch: true,
    maxFetch: 10_000,
  });
  assert.equal(result.totalSize, count);
  assert.deepEqual(
    result.records.map(({ Id }) => Id),
    ids,
  );
});

test('the first page has 2,000 records, or as many as the client asks for between 200 and 2,000', async () => {
  const sizes = await Promise.all(
    [undefined, 'batchSize=500', 'batchSize=10', 'batchSize=9999'].map(async (options) => {
      const headers: Record<string, string> = options === undefined ? {} : { 'Sforce-Query-Options': options };
      const page = (await askQuery(org, 'SELECT Id FROM Lead', headers)).json as Page;
      assert.equal(page.totalSize, count);
      assert.equal(page.done, false);
      return page.records.length;
    }),
  );
  assert.deepEqual(sizes, [2_000, 500, 200, 2_000]);
});

test('a page can be fetched again, and writes between pages move nothing', async () => {
  const first = (await askQuery(org, 'SELECT Id, Name FROM Lead ORDER BY Name')).json as Page;
  const connection = connect(org);
  await connection.sobject('Lead').update({ Id: ids[2_500] ?? '', LastName: 'AAA' });
  const fetched = [1, 2].map(() => ask(org, first.nextRecordsUrl ?? ''));
  const [one, other] = (await Promise.all(fetched)).map(({ json }) => json as Page);
  await connection.sobject('Lead').update({ Id: ids[2_500] ?? '', LastName: 'Lead 02500' });
  assert.deepEqual(one, other);
  assert.deepEqual(
    one?.records.map(({ Id }) => Id),
    ids.slice(2_000, 4_000),
  );
});

test('a locator that is unknown, foreign or 15 minutes idle is invalid', async () => {
  const invalid = [{ message: 'invalid query locator', errorCode: 'INVALID_QUERY_LOCATOR' }];
  const { nextRecordsUrl = '' } = (await askQuery(org, 'SELECT Id FROM Lead')).json as Page;
  assert.deepEqual((await ask(org, `${root}/query/0r8000000000000AAA-2000`)).json, invalid);
  assert.deepEqual((await ask(org, nextRecordsUrl, { token: org.tokenFor('integration@local.org') })).json, invalid);
  assert.equal((await ask(org, nextRecordsUrl)).status, 200);
  await ask(org, '/__org/clock', { method: 'POST', body: { advanceMs: 15 * 60_000 + 1 } });
  const late = await ask(org, nextRecordsUrl);
  assert.equal(late.status, 400);
  assert.deepEqual(late.json, invalid);
});

test('the eleventh open cursor of a user closes the first', async () => {
  const locators: string[] = [];
  for (let opened = 0; opened < 11; opened += 1) {
    const page = (await askQuery(org, 'SELECT Id FROM Lead')).json as Page;
    locators.push(page.nextRecordsUrl ?? '');
    await ask(org, '/__org/clock', { method: 'POST', body: { advanceMs: 1_000 } });
  }
  const statuses = await Promise.all(locators.map(async (locator) => (await ask(org, locator)).status));
  assert.deepEqual(statuses, [400, ...Array<number>(10).fill(200)]);
});

test('COUNT() has a total and no records', async () => {
  assert.deepEqual((await askQuery(org, 'SELECT COUNT() FROM Lead')).json, {
    totalSize: count,
    done: true,
    records: [],
  });
});

test('?columns=true describes the columns instead of running the query', async () => {
  const soql = encodeURIComponent('SELECT Id, Owner.Name FROM Lead');
  const { json } = await ask(org, `${root}/query?q=${soql}&columns=true`);
  const { columnMetadata } = json as { columnMetadata: { columnName: string }[] };
  assert.deepEqual(
    columnMetadata.map(({ columnName }) => columnName),
    ['Id', 'Owner'],
  );
});

test('deleted records show in queryAll only, and in deleted and updated', async () => {
  const connection = connect(org);
  const start = new Date(org.org.clock.now().getTime() - 60_000).toISOString();
  const { id } = await connection.sobject('Lead').create({ LastName: 'Gone', Company: 'Gone' });
  assert.ok(id);
  const where = `SELECT Id FROM Lead WHERE Id = '${id}'`;
  await connection.sobject('Lead').destroy(id);
  assert.equal((await connection.query(where)).totalSize, 0);
  assert.equal((await connection.query(where, { scanAll: true })).totalSize, 1);
  const end = new Date(org.org.clock.now().getTime() + 60_000).toISOString();
  const { deletedRecords } = await connection.sobject('Lead').deleted(start, end);
  assert.deepEqual(
    deletedRecords.map((record) => record.id),
    [id],
  );
  await connection.sobject('Lead').update({ Id: ids[0] ?? '', Title: 'CEO' });
  assert.ok((await connection.sobject('Lead').updated(start, end)).ids.includes(ids[0] ?? ''));
});

test('large responses are compressed for clients that accept it, and compressed bodies are read', async () => {
  const packed = await askQuery(org, 'SELECT Id FROM Lead', { 'Accept-Encoding': 'gzip' });
  assert.equal(packed.headers.get('content-encoding'), 'gzip');
  const plain = await askQuery(org, 'SELECT Id FROM Lead', { 'Accept-Encoding': 'identity' });
  assert.equal(plain.headers.get('content-encoding'), null);
  assert.equal((packed.json as Page).records.length, (plain.json as Page).records.length);
  const { gzipSync } = await import('node:zlib');
  const response = await fetch(`${org.url}${root}/sobjects/Lead`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${org.adminToken}`, 'Content-Encoding': 'gzip' },
    body: new Uint8Array(gzipSync(JSON.stringify({ LastName: 'Packed', Company: 'Packed' }))),
  });
  assert.equal(response.status, 201);
});

test('child results end with the page, with a URL for the rest', async () => {
  const admin = org.org.userId('admin@local.org') ?? '';
  const leadId = ids[0] ?? '';
  org.org.transaction(() => {
    for (let index = 0; index < 450; index += 1) {
      org.org.write(admin, 'insert', 'Task', { Subject: `Call ${index}`, WhoId: leadId, Status: 'Completed' });
    }
  });
  const soql = `SELECT Id, (SELECT Id FROM Tasks) FROM Lead WHERE Id = '${leadId}'`;
  const small = { 'Sforce-Query-Options': 'batchSize=200' };
  const parent = (await askQuery(org, soql, small)).json as { records: { Tasks: Page }[] };
  const first = parent.records[0]?.Tasks;
  assert.deepEqual([first?.totalSize, first?.done, first?.records.length], [450, false, 200]);
  const second = (await ask(org, first?.nextRecordsUrl ?? '')).json as Page;
  const third = (await ask(org, second.nextRecordsUrl ?? '')).json as Page;
  assert.deepEqual([second.records.length, third.records.length, third.done], [200, 50, true]);
  const all = [...(first?.records ?? []), ...second.records, ...third.records];
  assert.equal(new Set(all.map(({ Id }) => Id)).size, 450);
});
