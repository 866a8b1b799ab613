import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { orgCommand, readLine, run } from './command.ts';

const folder = await mkdtemp(join(tmpdir(), 'org-killed-'));
after(() => rm(folder, { recursive: true }));

const rows = 12_000;
const failing = (index: number): boolean => index % 10 === 0;
const companyOf = (index: number): string => `Company ${String(index).padStart(5, '0')}`;
/** Every tenth lead has no last name and is refused. */
const csv = [
  'LastName,Company',
  ...Array.from({ length: rows }, (_, index) => `${failing(index) ? '' : `Lead ${index}`},${companyOf(index)}`),
].join('\n');

type Job = { id: string; state: string; numberRecordsProcessed?: number; numberRecordsFailed?: number };

/** Starts the org on the folder; `ask` calls it as its administrator. */
async function startOrg() {
  const command = run(orgCommand, ['--port', '0', '--folder', folder]);
  // A failing test must not leave an org running.
  after(() => void command.kill());
  const greeting = await command.said('Ctrl-C stops it.');
  const address = `${readLine(greeting, /answers at (\S+)/)}/services/data/v65.0`;
  const headers = {
    Authorization: `Bearer ${readLine(greeting, /access token +(\S+)/)}`,
    'Content-Type': 'application/json',
  };
  const ask = async (path: string, init: RequestInit = {}): Promise<string> =>
    (await fetch(`${address}${path}`, { ...init, headers: { ...headers, ...init.headers } })).text();
  const readJob = async (id: string): Promise<Job> => JSON.parse(await ask(`/jobs/ingest/${id}`)) as Job;
  const results = async (id: string, kind: string): Promise<Record<string, string>[]> =>
    parse(await ask(`/jobs/ingest/${id}/${kind}`), { columns: true });
  return { ...command, ask, readJob, results };
}

type Started = Awaited<ReturnType<typeof startOrg>>;

async function startIngest({ ask }: Started): Promise<string> {
  const created = await ask('/jobs/ingest', {
    method: 'POST',
    body: JSON.stringify({ object: 'Lead', operation: 'insert' }),
  });
  const { id } = JSON.parse(created) as Job;
  await ask(`/jobs/ingest/${id}/batches`, { method: 'PUT', body: csv, headers: { 'Content-Type': 'text/csv' } });
  return id;
}

/** Polls until the job is as expected, without sleeping: each request waits for its response. */
async function reach({ readJob }: Started, id: string, holds: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = await readJob(id);
    if (holds(job)) return job;
  }
}

test('a job whose org is killed in the middle ends after the restart, each row applied and reported once', async () => {
  const first = await startOrg();
  const id = await startIngest(first);
  // The response comes when the job is done or after two seconds; the org is killed before.
  first
    .ask(`/jobs/ingest/${id}`, { method: 'PATCH', body: JSON.stringify({ state: 'UploadComplete' }) })
    .catch(() => undefined);
  const { state } = await reach(first, id, ({ numberRecordsProcessed: done = 0 }) => done >= 2_000);
  first.kill();
  await first.ended;
  assert.equal(state, 'InProgress', 'killed too late to prove anything');

  const second = await startOrg();
  const job = await reach(second, id, (one) => one.state !== 'InProgress' && one.state !== 'UploadComplete');
  assert.deepEqual([job.state, job.numberRecordsProcessed, job.numberRecordsFailed], ['JobComplete', rows, rows / 10]);
  const successful = await second.results(id, 'successfulResults');
  const failed = await second.results(id, 'failedResults');
  assert.deepEqual(await second.results(id, 'unprocessedrecords'), []);
  const indexes = Array.from({ length: rows }, (_, index) => index);
  assert.deepEqual(
    successful.map((row) => row['Company']),
    indexes.filter((index) => !failing(index)).map(companyOf),
  );
  assert.deepEqual(
    failed.map((row) => row['Company']),
    indexes.filter(failing).map(companyOf),
  );
  // The org has exactly the ids of the results, each once.
  const query = (soql: string) => second.ask(`/query?q=${encodeURIComponent(soql)}`);
  const counted = JSON.parse(await query('SELECT COUNT() FROM Lead')) as { totalSize: number };
  assert.equal(counted.totalSize, rows - rows / 10);
  const twice = JSON.parse(await query('SELECT Company FROM Lead GROUP BY Company HAVING COUNT(Id) > 1')) as {
    totalSize: number;
  };
  assert.equal(twice.totalSize, 0);
  assert.equal(new Set(successful.map((row) => row['sf__Id'])).size, successful.length);

  // A finished job is unchanged after a clean restart, too.
  second.interrupt();
  await second.ended;
  const third = await startOrg();
  assert.equal((await third.readJob(id)).state, 'JobComplete');
  assert.deepEqual(await third.results(id, 'successfulResults'), successful);
  third.interrupt();
  await third.ended;
});
