import type { CallSettings } from './org-call.ts';
import { codeOf } from './org-refusal.ts';

/** How long to wait for a record that somebody else holds: later and later, then it is given up. */
export const lockDelaysMs: readonly number[] = [500, 1000, 2000, 4000, 8000];

/** Makes a call again while somebody else holds its record: a call that met a lock has changed nothing. */
export async function retryLocked<T>(
  { sleep, log }: Pick<CallSettings, 'sleep' | 'log'>,
  call: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (const [retry, delayMs] of lockDelaysMs.entries()) {
    try {
      return await call();
    } catch (error) {
      if (codeOf(error) !== 'UNABLE_TO_LOCK_ROW') throw error;
      log.info('salesforce.row-locks', { records: 1, retry: retry + 1, delayMs });
    }
    await sleep(delayMs, signal);
  }
  return call();
}
