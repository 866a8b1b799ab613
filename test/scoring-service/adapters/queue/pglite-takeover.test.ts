import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createQueue } from '../../../../scoring-service/src/adapters/queue/queue.ts';
import { openDatabase } from '../../../../scoring-service/src/adapters/storage/open-database.ts';
import { startChild } from '../storage/child-process.ts';
import { limit, makeJob, observeJobs } from './observe-jobs.ts';

/** Longer than the test, so that the run is taken over because of the free folder, not of the heartbeat. */
const HEARTBEAT_SECONDS = '3600';

test('a run whose process was killed -9 continues at once in the next process on the folder', limit, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-queue-'));
  const child = startChild(new URL('hold-job.ts', import.meta.url), [folder, HEARTBEAT_SECONDS], t);
  assert.equal(await child.nextLine(), 'held');
  await child.kill();

  const database = await openDatabase({ folder });
  const queue = createQueue({ database, stopMs: 100 });
  t.after(async () => {
    await queue.stop();
    await database.close();
    await rm(folder, { recursive: true });
  });
  const jobs = observeJobs();
  await queue.work(jobs.handle);
  assert.equal(await queue.enqueue(makeJob('another')), false);
  const { job, finish } = await jobs.next();
  assert.equal(job.key, 'held');
  finish();
});
