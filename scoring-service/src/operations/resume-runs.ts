import type { Queue, RunState, Store } from '../ports.ts';

/** Puts every run that has not ended back into the queue; one that is still waiting there is left alone. */
export async function resumeRuns({ store, queue }: { store: Store; queue: Queue }): Promise<RunState[]> {
  const open = await store.openRuns();
  for (const { key, goalId, jobType } of open) await queue.enqueue({ key, goalId, jobType });
  return open;
}
