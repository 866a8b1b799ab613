import type { Queue, RunState, Store } from '../ports.ts';

/**
 * Puts runs that have not ended back into the queue; one that is still waiting there is left alone. Scheduled runs are
 * left to their maintenance window.
 */
export async function resumeRuns({ store, queue }: { store: Store; queue: Queue }): Promise<RunState[]> {
  const open = await store.openRuns();
  for (const { key, goalId, jobType, trigger } of open) {
    if (trigger !== 'Schedule') await queue.enqueue({ key, goalId, jobType });
  }
  return open;
}
