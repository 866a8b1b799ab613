import type { Run } from '@plumbline/contract';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Clock } from '../../ports/host.ts';
import type { Queue, RunRecords, RunState, RunStates } from '../../ports/runs.ts';
import { runEnded } from './end-run.ts';
import { requireRunState } from './read-runs.ts';
import { QUEUE_PATIENCE_MS } from './request-run.ts';

type Ports = {
  salesforce: Pick<RunRecords, 'readRun' | 'saveRun'>;
  store: Pick<RunStates, 'runState' | 'openRuns' | 'reopenRun' | 'updateRun'>;
  queue: Pick<Queue, 'enqueue'>;
  clock: Clock;
};

/** Continues a failed or cancelled run from its checkpoint; a run that has not ended is only queued again. */
export async function resumeRun({ salesforce, store, queue, clock }: Ports, key: string): Promise<Run> {
  const state = await requireRunState(store, key);
  const run = await salesforce.readRun(key);
  const job = { key, goalId: state.goalId, jobType: state.jobType };
  if (!state.endedAt) {
    await queue.enqueue(job);
    return run;
  }
  if (run.status === 'Successful') throw runEnded('There is nothing left to do.');
  if ((await store.openRuns()).some(({ goalId }) => goalId === state.goalId)) throw inProgress();
  await store.reopenRun(key);
  const resumed: Run = { ...run, status: 'Queued', endedAt: undefined, processingSeconds: undefined };
  await salesforce.saveRun(resumed);
  if (await queue.enqueue(job, { patienceMs: QUEUE_PATIENCE_MS })) return resumed;
  await store.updateRun(key, { endedAt: clock.now() });
  await salesforce.saveRun(run);
  throw inProgress();
}

/**
 * Queues all open runs again, except scheduled ones, which wait for their maintenance window. The queue ignores runs that
 * it already has.
 */
export async function resumeOpenRuns({
  store,
  queue,
}: {
  store: Pick<RunStates, 'openRuns'>;
  queue: Pick<Queue, 'enqueue'>;
}): Promise<RunState[]> {
  const open = await store.openRuns();
  for (const { key, goalId, jobType, trigger } of open) {
    if (trigger !== 'Schedule') await queue.enqueue({ key, goalId, jobType });
  }
  return open;
}

const inProgress = (): ScoringError =>
  new ScoringError('run.in-progress', {
    message: 'The goal has another run that is waiting or in progress.',
    actions: ['Wait until it has ended, or cancel it, then resume this one.'],
  });
