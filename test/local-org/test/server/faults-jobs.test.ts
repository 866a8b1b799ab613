import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { ask, insertLeads, plant, root } from './connect.ts';
import type { Answered } from './connect.ts';

let org: RunningOrg;
let ids: string[] = [];

before(async () => {
  org = await startOrg();
  ids = insertLeads(org, 500);
});
afterEach(() => plant(org, { reset: true }));
after(() => org.stop());

type Job = { id: string; state: string; errorMessage?: string; numberRecordsProcessed?: number };

const linesOf = ({ text }: Answered): string[] => text.trim().split('\n').slice(1);

async function updateAll(title: string): Promise<{ job: Job; path: string }> {
  const body = { object: 'Lead', operation: 'update' };
  const { id } = (await ask(org, `${root}/jobs/ingest`, { method: 'POST', body })).json as Job;
  const path = `${root}/jobs/ingest/${id}`;
  const csv = `Id,Title\n${ids.map((one) => `${one},${title}\n`).join('')}`;
  await ask(org, `${path}/batches`, { method: 'PUT', body: csv, headers: { 'Content-Type': 'text/csv' } });
  await ask(org, path, { method: 'PATCH', body: { state: 'UploadComplete' } });
  return { job: (await ask(org, path)).json as Job, path };
}

const countWith = (title: string): number => org.org.inspect('SELECT "Id" FROM "Lead" WHERE "Title" = ?', title).length;

test('an ingest job that fails in the middle reports its results, and the other rows as unprocessed', async () => {
  await plant(org, { job: 'ingest', object: 'Lead', afterRecords: 230 });
  const { job, path } = await updateAll('broken');
  assert.equal(job.state, 'Failed');
  assert.equal(job.errorMessage, 'InternalServerError : Unable to process.');
  assert.equal(job.numberRecordsProcessed, 230);
  const done = linesOf(await ask(org, `${path}/successfulResults`));
  const left = linesOf(await ask(org, `${path}/unprocessedrecords`));
  assert.deepEqual([done.length, linesOf(await ask(org, `${path}/failedResults`)).length, left.length], [230, 0, 270]);
  assert.ok(left[0]?.includes(ids[230] ?? ''));
  assert.equal(countWith('broken'), 230);
  assert.equal((await updateAll('whole')).job.state, 'JobComplete');
  assert.equal(countWith('whole'), ids.length);
});

test('an ingest job fails before its first record, with the code and message it is given', async () => {
  await plant(org, { job: 'ingest', code: 'ApiBatchItems', message: 'Limit exceeded.' });
  const { job, path } = await updateAll('nothing');
  assert.deepEqual([job.state, job.errorMessage], ['Failed', 'ApiBatchItems : Limit exceeded.']);
  assert.equal(linesOf(await ask(org, `${path}/unprocessedrecords`)).length, ids.length);
  assert.equal(countWith('nothing'), 0);
});

test('only jobs of the named kind and object break', async () => {
  await plant(org, { job: 'query', object: 'Contact' });
  assert.equal((await updateAll('other')).job.state, 'JobComplete');
  assert.equal(org.faults.planted.length, 1);
});

test('a query job fails in the middle and has no results', async () => {
  await plant(org, { job: 'query', afterRecords: 100, code: 'QUERY_TIMEOUT' });
  const body = { operation: 'query', query: 'SELECT Id FROM Lead' };
  const { id } = (await ask(org, `${root}/jobs/query`, { method: 'POST', body })).json as Job;
  const job = (await ask(org, `${root}/jobs/query/${id}`)).json as Job;
  assert.equal(job.state, 'Failed');
  assert.equal(job.errorMessage, 'QUERY_TIMEOUT : Your query request was running for too long.');
  assert.equal((await ask(org, `${root}/jobs/query/${id}/results`)).status, 400);
});

test('a page of results that breaks off in the middle can be requested again', async () => {
  const body = { operation: 'query', query: 'SELECT Id FROM Lead' };
  const { id } = (await ask(org, `${root}/jobs/query`, { method: 'POST', body })).json as Job;
  await plant(org, { path: `/jobs/query/${id}/results`, drop: 'half' });
  await assert.rejects(ask(org, `${root}/jobs/query/${id}/results`));
  assert.equal(linesOf(await ask(org, `${root}/jobs/query/${id}/results`)).length, ids.length);
});
