import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import type { QueueUnderTest } from './queue-under-test.ts';
import { eventually, limit, makeJob, observeJobs } from './observe-jobs.ts';

export function testRetries(underTest: () => QueueUnderTest): void {
  test('a run that throws is retried and keeps its goal meanwhile', limit, async () => {
    const { openQueue } = underTest();
    const queue = openQueue({ retryDelaySeconds: 1 });
    await queue.enqueue(makeJob('a'));
    const jobs = observeJobs();
    await queue.work(jobs.handle);
    (await jobs.next()).fail(new Error('The org is away.'));
    assert.equal(await queue.enqueue(makeJob('b')), false);
    const again = await jobs.next();
    assert.deepEqual(again.job, makeJob('a'));
    again.finish();
    await eventually(() => queue.enqueue(makeJob('b')));
    (await jobs.next()).finish();
  });

  test('a run that always throws fails after its retries, and its goal is free', limit, async () => {
    const { openQueue } = underTest();
    const queue = openQueue({ retryDelaySeconds: 1, retryLimit: 1 });
    await queue.enqueue(makeJob('a'));
    const jobs = observeJobs();
    await queue.work(jobs.handle);
    (await jobs.next()).fail(new Error('Once.'));
    (await jobs.next()).fail(new Error('Twice.'));
    await eventually(() => queue.enqueue(makeJob('b')));
    const next = await jobs.next();
    assert.equal(next.job.key, 'b');
    next.finish();
  });

  test('the error of a run goes to the log, and only its kind to the database', limit, async () => {
    const { openQueue, database } = underTest();
    const logged = Promise.withResolvers<unknown[]>();
    const log = { info: () => undefined, error: (...entry: unknown[]) => logged.resolve(entry) };
    const queue = openQueue({ log, retryDelaySeconds: 60 });
    await queue.enqueue(makeJob('a'));
    const jobs = observeJobs();
    await queue.work(jobs.handle);
    const error = new ScoringError('salesforce.failed', { message: 'Jane Doe', cause: 'Jane Doe', actions: [] });
    (await jobs.next()).fail(error);
    assert.deepEqual(await logged.promise, [
      'queue.run-interrupted',
      { runKey: 'a', goalId: 'goal', attempt: 1 },
      error,
    ]);
    const outputs = sql<{ output: string }>`select output::text from pgboss.job where state = 'retry'`;
    await eventually(async () => (await outputs.execute(database.kysely)).rows.length === 1);
    const [row] = (await outputs.execute(database.kysely)).rows;
    assert.match(row?.output ?? '', /salesforce\.failed/);
    assert.doesNotMatch(row?.output ?? '', /Jane/);
  });

  test(
    'a run may take a day before it is interrupted, and its process has ten seconds to be silent',
    limit,
    async () => {
      const { openQueue, database } = underTest();
      await openQueue().enqueue(makeJob('a'));
      const { rows } = await sql`select expire_seconds, heartbeat_seconds, retry_limit from pgboss.job`.execute(
        database.kysely,
      );
      assert.deepEqual(rows, [{ expire_seconds: 86_400, heartbeat_seconds: 10, retry_limit: 100 }]);
    },
  );
}
