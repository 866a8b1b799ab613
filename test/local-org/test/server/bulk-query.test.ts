import { parse } from 'csv-parse/sync';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { ask, connect, insertLeads, root } from './connect.ts';

const count = 1_234;
let org: RunningOrg;
let ids: string[];

before(async () => {
  org = await startOrg();
  ids = insertLeads(org, count);
});
after(() => org.stop());

type Job = { id: string; state: string; numberRecordsProcessed: number };
type Page = { rows: Record<string, string>[]; locator: string; records: number };

async function start(query: string, options: Record<string, unknown> = {}): Promise<Job> {
  const body = { operation: 'query', query, ...options };
  const { status, json } = await ask(org, `${root}/jobs/query`, { method: 'POST', body });
  assert.equal(status, 200, JSON.stringify(json));
  return json as Job;
}

async function readPage({ id }: Job, query: string): Promise<Page> {
  const { headers, text, status } = await ask(org, `${root}/jobs/query/${id}/results?${query}`);
  assert.equal(status, 200, text);
  return {
    rows: parse(text, { columns: true }),
    locator: headers.get('sforce-locator') ?? '',
    records: Number(headers.get('sforce-numberofrecords')),
  };
}

/** Pages through results with the locator, which jsforce does not do correctly. */
async function readAll(job: Job, maxRecords: number): Promise<Page[]> {
  const pages: Page[] = [];
  let locator = '';
  do {
    const page = await readPage(job, `maxRecords=${maxRecords}${locator && `&locator=${locator}`}`);
    pages.push(page);
    locator = page.locator;
  } while (locator !== 'null');
  return pages;
}

test('pages by locator hold every record once, and the last locator is the text null', async () => {
  const job = await start('SELECT Id, Name FROM Lead ORDER BY Name');
  assert.equal(job.state, 'UploadComplete');
  const { state, numberRecordsProcessed } = (await ask(org, `${root}/jobs/query/${job.id}`)).json as Job;
  assert.deepEqual([state, numberRecordsProcessed], ['JobComplete', count]);
  const pages = await readAll(job, 500);
  assert.deepEqual(
    pages.map(({ records }) => records),
    [500, 500, 234],
  );
  assert.deepEqual(
    pages.flatMap(({ rows }) => rows.map((row) => row['Id'])),
    ids,
  );
});

test('jsforce reads a result of one page', async () => {
  const records = await (await connect(org).bulk2.query("SELECT Name FROM Lead WHERE Company = 'Company 7'")).toArray();
  assert.equal(records.length, Math.ceil((count - 7) / 100));
});

test('cells are quoted, datetimes end in Z, parents and blanks have their columns', async () => {
  const [id = ''] = ids;
  await connect(org).sobject('Lead').update({ Id: id, Title: 'The "boss", really\nyes' });
  const soql = `SELECT Id, createddate, Owner.Name, Title, City, IsConverted FROM Lead WHERE Id = '${id}'`;
  const { rows } = await readPage(await start(soql), '');
  const [row = {}] = rows;
  assert.match(row['CreatedDate'] ?? row['createddate'] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.equal(row['Title'], 'The "boss", really\nyes');
  assert.notEqual(row['Owner.Name'], '');
  assert.deepEqual([row['City'], row['IsConverted']], ['', 'false']);
});

test('an empty result has its header and the locator null', async () => {
  const job = await start("SELECT Id FROM Lead WHERE LastName = 'nobody'");
  const { headers, text } = await ask(org, `${root}/jobs/query/${job.id}/results`);
  assert.equal(text, '"Id"\n');
  assert.deepEqual([headers.get('sforce-locator'), headers.get('sforce-numberofrecords')], ['null', '0']);
});

test('queryAll finds deleted records', async () => {
  const connection = connect(org);
  const { id } = await connection.sobject('Lead').create({ LastName: 'Deleted', Company: 'Deleted' });
  await connection.sobject('Lead').destroy(id ?? '');
  const soql = "SELECT Id FROM Lead WHERE LastName = 'Deleted'";
  assert.equal((await readPage(await start(soql), '')).rows.length, 0);
  assert.equal((await readPage(await start(soql, { operation: 'queryAll' }), '')).rows.length, 1);
});

test('a query that is wrong is refused at once, a foreign job and a wrong locator too', async () => {
  const wrong = await ask(org, `${root}/jobs/query`, {
    method: 'POST',
    body: { operation: 'query', query: 'SELECT Nope FROM Lead' },
  });
  assert.equal(wrong.status, 400);
  assert.equal((wrong.json as { errorCode: string }[])[0]?.errorCode, 'INVALID_FIELD');
  const job = await start('SELECT Id FROM Lead');
  const token = org.tokenFor('integration@local.org');
  assert.equal((await ask(org, `${root}/jobs/query/${job.id}`, { token })).status, 404);
  assert.equal((await ask(org, `${root}/jobs/query/${job.id}/results?locator=wrong`)).status, 400);
});

test('a job is deleted with its results', async () => {
  const job = await start('SELECT Id FROM Lead');
  assert.equal((await ask(org, `${root}/jobs/query/${job.id}`, { method: 'DELETE' })).status, 204);
  assert.equal((await ask(org, `${root}/jobs/query/${job.id}/results`)).status, 404);
});
