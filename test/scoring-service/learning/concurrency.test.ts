import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapConcurrently } from '../../../scoring-service/learning/src/concurrency.ts';

/** Rejects when the signal is aborted. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });

test('two items are worked on at a time, and results are in the order of the items', async () => {
  let running = 0;
  let most = 0;
  const squares = await mapConcurrently([5, 1, 3, 2], undefined, async (item) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < item; turn++) await Promise.resolve();
    running--;
    return item ** 2;
  });
  assert.deepEqual([squares, most], [[25, 1, 9, 4], 2]);
});

test('the first failure rejects at once, aborts its sibling and starts nothing more', async () => {
  const started: string[] = [];
  let siblingSignal: AbortSignal | undefined;
  const work = mapConcurrently(['sibling', 'failing', 'later'], undefined, (item, signal) => {
    started.push(item);
    if (item === 'failing') return Promise.reject(new RangeError('no'));
    siblingSignal = signal;
    return untilAborted(signal);
  });
  await assert.rejects(work, RangeError);
  assert.equal(siblingSignal?.aborted, true);
  assert.deepEqual(started, ['sibling', 'failing']);
});

test('an abort of the caller reaches the work, and an aborted signal starts none', async () => {
  const controller = new AbortController();
  const work = mapConcurrently([1, 2], controller.signal, (_, signal) => untilAborted(signal));
  controller.abort();
  await assert.rejects(work, /aborted/);
  const reason = new Error('cancelled before');
  await assert.rejects(
    mapConcurrently([1], AbortSignal.abort(reason), () => assert.fail('It was started.')),
    reason,
  );
});
