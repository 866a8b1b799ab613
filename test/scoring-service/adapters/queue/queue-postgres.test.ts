import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createQueue } from '../../../../scoring-service/src/adapters/queue/queue.ts';
import { openDatabase } from '../../../../scoring-service/src/adapters/storage/open-database.ts';
import { startChild } from '../storage/child-process.ts';
import { startPostgres } from '../storage/start-postgres.ts';
import type { TestPostgres } from '../storage/start-postgres.ts';
import { describeQueue } from './describe-queue.ts';
import { eventually, limit, makeJob, observeJobs } from './observe-jobs.ts';

/** In seconds: heartbeat 10, supervision 2, retry delay 2, polling 1, and time for a slow machine. */
const TAKEN_OVER_MS = 30_000;

let postgres: TestPostgres;
before(async () => {
  postgres = await startPostgres();
});
after(() => postgres.stop());

describeQueue('Postgres', async () => openDatabase({ databaseUrl: await postgres.createDatabase() }));

test('a run whose process was killed -9 is taken over when its heartbeat is missed', limit, async (t) => {
  const databaseUrl = await postgres.createDatabase();
  const child = startChild(new URL('hold-job.ts', import.meta.url), [databaseUrl, '10'], t);
  assert.equal(await child.nextLine(), 'held');
  const database = await openDatabase({ databaseUrl });
  const queue = createQueue({ database, stopMs: 100 });
  t.after(async () => {
    await queue.stop();
    await database.close();
  });
  const jobs = observeJobs();
  await queue.work(jobs.handle);
  await child.kill();
  const killedAt = performance.now();
  assert.equal(await queue.enqueue(makeJob('another')), false);

  const { job, finish } = await jobs.next();
  const elapsedMs = performance.now() - killedAt;
  t.diagnostic(`taken over after ${Math.round(elapsedMs / 100) / 10} s`);
  assert.equal(job.key, 'held');
  assert.ok(elapsedMs < TAKEN_OVER_MS, `taken over after ${elapsedMs} ms`);
  finish();
  await eventually(() => queue.enqueue(makeJob('another')));
  (await jobs.next()).finish();
});

test('two replicas share the runs: each has one active', limit, async (t) => {
  const databaseUrl = await postgres.createDatabase();
  const databases = await Promise.all([1, 2].map(() => openDatabase({ databaseUrl })));
  const queues = databases.map((database) => createQueue({ database, stopMs: 100 }));
  t.after(async () => {
    await Promise.all(queues.map((queue) => queue.stop()));
    await Promise.all(databases.map((database) => database.close()));
  });
  const jobs = queues.map(() => observeJobs());
  await Promise.all(queues.map((queue, index) => queue.work(jobs[index]?.handle ?? assert.fail())));
  await Promise.all(queues.map((queue, index) => queue.enqueue(makeJob(`run ${index}`, `goal ${index}`))));
  const taken = await Promise.all(jobs.map(({ next }) => next()));
  assert.deepEqual(taken.map(({ job }) => job.key).toSorted(), ['run 0', 'run 1']);
  for (const { finish } of taken) finish();
});
