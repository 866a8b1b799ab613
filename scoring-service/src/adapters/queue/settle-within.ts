import { setTimeout as pause } from 'node:timers/promises';

/** Waits until all have ended, one way or the other, or the time is over. */
export async function settleWithin(ms: number, promises: Promise<unknown>[]): Promise<void> {
  const settled = new AbortController();
  const timeIsOver = pause(ms, undefined, { signal: settled.signal }).catch((error: unknown) => {
    if (!settled.signal.aborted) throw error;
  });
  await Promise.race([Promise.allSettled(promises), timeIsOver]);
  settled.abort();
}
