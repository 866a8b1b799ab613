import type { Run } from '@plumbline/contract';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Store } from '../../ports/adapters.ts';
import type { Queue, RunState } from '../../ports/runs.ts';
import { ended } from './cancel-run.ts';
import type { EndPorts } from './end-run.ts';
import { requireRunState } from './read-runs.ts';

/** Lets a run that failed, or was cancelled, go on from where it was; one that is under way goes on anyway. */
export async function resumeRun({ queue, ...ports }: EndPorts & { queue: Queue }, key: string): Promise<Run> {
  const { salesforce, store } = ports;
  const state = await requireRunState(store, key);
  const run = await salesforce.readRun(key);
  const job = { key, goalId: state.goalId, jobType: state.jobType };
  if (!state.endedAt) {
    await queue.enqueue(job);
    return run;
  }
  if (run.status === 'Successful') throw ended('There is nothing left to do.');
  if ((await store.openRuns()).some(({ goalId }) => goalId === state.goalId)) throw inProgress();
  await store.reopenRun(key);
  const resumed: Run = { ...run, status: 'Queued', endedAt: undefined, processingSeconds: undefined };
  await salesforce.saveRun(resumed);
  if (await queue.enqueue(job, { patienceMs: ENDING_MS })) return resumed;
  await store.updateRun(key, { endedAt: ports.clock.now() });
  await salesforce.saveRun(run);
  throw inProgress();
}

/**
 * Puts runs that have not ended back into the queue; one that is still waiting there is left alone. Scheduled runs are
 * left to their maintenance window.
 */
export async function resumeOpenRuns({ store, queue }: { store: Store; queue: Queue }): Promise<RunState[]> {
  const open = await store.openRuns();
  for (const { key, goalId, jobType, trigger } of open) {
    if (trigger !== 'Schedule') await queue.enqueue({ key, goalId, jobType });
  }
  return open;
}

const inProgress = (): ScoringError =>
  new ScoringError('run.in-progress', {
    message: 'The goal has another run that is waiting or under way.',
    actions: ['Wait until it has ended, or cancel it, then resume this one.'],
  });

/** A run that has ended in the store leaves the queue a moment later. */
const ENDING_MS = 2000;
