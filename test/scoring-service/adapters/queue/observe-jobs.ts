import assert from 'node:assert/strict';
import { EventEmitter, on } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunJob } from '../../../../scoring-service/src/ports/runs.ts';

export const limit = { timeout: 60_000 };

export const makeJob = (key: string, goalId = 'goal'): RunJob => ({ key, goalId, jobType: 'Scoring' });

/** A job that a handler is processing and that the test ends. */
export type TakenJob = { job: RunJob; signal: AbortSignal; finish(): void; fail(error: Error): void };

/** A handler whose jobs a test takes one after the other and ends. */
export function observeJobs(): {
  handle(job: RunJob, signal: AbortSignal): Promise<void>;
  next(): Promise<TakenJob>;
  underWay(): number;
} {
  const taken = new EventEmitter();
  const jobs = on(taken, 'job');
  let underWay = 0;
  return {
    async handle(job, signal) {
      const end = Promise.withResolvers<undefined>();
      underWay += 1;
      taken.emit('job', {
        job,
        signal,
        finish: () => end.resolve(undefined),
        fail: end.reject,
      } satisfies TakenJob);
      await end.promise.finally(() => (underWay -= 1));
    },
    async next() {
      const { value } = await jobs.next();
      const [first]: TakenJob[] = value ?? [];
      assert.ok(first);
      return first;
    },
    underWay: () => underWay,
  };
}

/** Waits until the condition holds; the timeout of the test limits the wait. */
export async function eventually(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(20);
}

/** Resolves with why the signal was aborted. */
export async function aborted(signal: AbortSignal): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  signal.addEventListener('abort', () => resolve(undefined), { once: true });
  if (!signal.aborted) await promise;
  assert.ok(signal.aborted);
  return signal.reason;
}
