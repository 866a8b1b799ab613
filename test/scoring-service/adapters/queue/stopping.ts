import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import type { QueueUnderTest } from './queue-under-test.ts';
import { aborted, eventually, limit, makeJob, observeJobs } from './observe-jobs.ts';

export function testStopping(underTest: () => QueueUnderTest): void {
  test('a stopped run receives the reason and continues at once in the next process', limit, async () => {
    const { openQueue } = underTest();
    const queue = openQueue({ retryDelaySeconds: 3600 });
    const jobs = observeJobs();
    await queue.enqueue(makeJob('a'));
    await queue.work(jobs.handle);
    const { signal, fail } = await jobs.next();
    const stop = queue.stop();
    const reason = await aborted(signal);
    assert.ok(reason instanceof ScoringError);
    assert.equal(reason.kind, 'service.stopping');
    fail(new Error('Stopped.'));
    await stop;

    const next = openQueue({ retryDelaySeconds: 3600 });
    assert.equal(await next.enqueue(makeJob('b')), false);
    await next.work(jobs.handle);
    const again = await jobs.next();
    assert.deepEqual(again.job, makeJob('a'));
    again.finish();
    await eventually(() => next.enqueue(makeJob('b')));
    (await jobs.next()).finish();
  });

  test('a run that ends while the queue stops is complete', limit, async () => {
    const { openQueue } = underTest();
    const queue = openQueue();
    const jobs = observeJobs();
    await queue.enqueue(makeJob('a'));
    await queue.work(jobs.handle);
    const { signal, finish } = await jobs.next();
    const stop = queue.stop();
    await aborted(signal);
    finish();
    await stop;
    assert.equal(await openQueue().enqueue(makeJob('b')), true);
  });

  test(
    'a handler that ignores the signal does not delay the stop, and its run continues in another process',
    limit,
    async () => {
      const { openQueue } = underTest();
      const queue = openQueue({ stopMs: 50 });
      const jobs = observeJobs();
      await queue.enqueue(makeJob('a'));
      await queue.work(jobs.handle);
      const deaf = await jobs.next();
      await queue.stop();
      assert.equal(jobs.underWay(), 1);

      const next = openQueue();
      await next.work(jobs.handle);
      const again = await jobs.next();
      assert.deepEqual(again.job, makeJob('a'));
      deaf.fail(new Error('Too late.'));
      again.finish();
      await eventually(() => next.enqueue(makeJob('b')));
      const other = await jobs.next();
      assert.equal(other.job.key, 'b');
      other.finish();
    },
  );

  test('a queue that stops takes no further run', limit, async () => {
    const { openQueue } = underTest();
    const queue = openQueue();
    const jobs = observeJobs();
    await queue.enqueue(makeJob('a', 'one'));
    await queue.enqueue(makeJob('b', 'two'));
    await queue.work(jobs.handle);
    const { finish, signal } = await jobs.next();
    const stop = queue.stop();
    await aborted(signal);
    finish();
    await stop;
    assert.equal(jobs.underWay(), 0);
    assert.equal(await openQueue().enqueue(makeJob('c', 'two')), false);
  });

  test('a queue can be stopped before it was used, and more than once', limit, async () => {
    const { openQueue } = underTest();
    const queue = openQueue();
    await Promise.all([queue.stop(), queue.stop()]);
    await assert.rejects(queue.enqueue(makeJob('a')), { name: 'ScoringError', kind: 'service.stopping' });
    await assert.rejects(
      queue.work(async () => undefined),
      { kind: 'service.stopping' },
    );
  });
}
