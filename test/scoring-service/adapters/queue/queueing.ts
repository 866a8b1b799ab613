import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QueueUnderTest } from './queue-under-test.ts';
import { eventually, limit, makeJob, observeJobs } from './observe-jobs.ts';

export function testQueueing(underTest: () => QueueUnderTest): void {
  test('a waiting run is handled, and then the goal is free for the next', limit, async () => {
    const { openQueue } = underTest();
    const queue = openQueue();
    assert.equal(await queue.enqueue(makeJob('a')), true);
    const jobs = observeJobs();
    await queue.work(jobs.handle);
    const first = await jobs.next();
    assert.deepEqual(first.job, makeJob('a'));
    assert.equal(first.signal.aborted, false);
    first.finish();
    await eventually(() => queue.enqueue(makeJob('b')));
    const second = await jobs.next();
    assert.deepEqual(second.job, makeJob('b'));
    second.finish();
  });

  test('a goal has one waiting or active run, whatever its type', limit, async () => {
    const { openQueue } = underTest();
    const queue = openQueue();
    assert.equal(await queue.enqueue(makeJob('a')), true);
    assert.equal(await queue.enqueue({ ...makeJob('b'), jobType: 'Training' }), false);
    const jobs = observeJobs();
    await queue.work(jobs.handle);
    const { finish } = await jobs.next();
    assert.equal(await queue.enqueue({ ...makeJob('b'), jobType: 'Training' }), false);
    assert.equal(await queue.enqueue(makeJob('c', 'other goal')), true);
    finish();
    (await jobs.next()).finish();
  });

  test(
    'a run that waits or is in progress is queued, also when it was queued before, and is handled once',
    limit,
    async () => {
      const { openQueue } = underTest();
      const queue = openQueue();
      assert.equal(await queue.enqueue(makeJob('a')), true);
      assert.equal(await queue.enqueue(makeJob('a')), true);
      const jobs = observeJobs();
      await queue.work(jobs.handle);
      const { finish } = await jobs.next();
      assert.equal(await queue.enqueue(makeJob('a')), true);
      finish();
      await eventually(() => queue.enqueue(makeJob('b')));
      const next = await jobs.next();
      assert.deepEqual(next.job, makeJob('b'));
      next.finish();
    },
  );

  test('a process handles one run at a time, in the order of the queue', limit, async () => {
    const { openQueue } = underTest();
    const queue = openQueue();
    const goals = ['one', 'two', 'three'];
    for (const goal of goals) await queue.enqueue(makeJob(`of ${goal}`, goal));
    const jobs = observeJobs();
    await queue.work(jobs.handle);
    const handled: string[] = [];
    while (handled.length < goals.length) {
      const { job, finish } = await jobs.next();
      handled.push(`${job.goalId}, ${jobs.underWay()} under way`);
      finish();
    }
    assert.deepEqual(handled, ['one, 1 under way', 'two, 1 under way', 'three, 1 under way']);
  });

  test('the process that queued a run starts it at once, independent of its polling', limit, async () => {
    const { openQueue } = underTest();
    const queue = openQueue({ pollSeconds: 3600 });
    const jobs = observeJobs();
    await queue.work(jobs.handle);
    await queue.enqueue(makeJob('a'));
    (await jobs.next()).finish();
  });

  test('a queue answers before anything is queued', limit, async () => {
    await assert.doesNotReject(underTest().openQueue().ping());
  });

  test('two queues that start at the same time on an empty database both work', limit, async () => {
    const { openQueue } = underTest();
    const queues = [openQueue(), openQueue()];
    const accepted = await Promise.all(queues.map((queue, index) => queue.enqueue(makeJob(`run ${index}`))));
    assert.deepEqual(accepted.toSorted(), [false, true]);
  });
}
