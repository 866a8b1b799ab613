import type { Run, Trigger } from '@plumbline/contract';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Queue, RunState, RunStates } from '../../ports/runs.ts';
import { runEnded } from './end-run.ts';
import { requireRunState } from './read-runs.ts';
import { QUEUE_PATIENCE_MS, requestRun } from './request-run.ts';
import type { RequestPorts } from './request-run.ts';

/**
 * Continues a failed or cancelled run from its checkpoint; a run that has not ended is only queued again. With
 * `acceptRemovals` a scoring that has written nothing starts again as a new run of the same records, as of now, which may
 * take the scores at which the first one stopped; the stopped run stays as it is. Throws ScoringError `run.ended` for a
 * successful run, and `run.in-progress` while the goal has another run, or where an open run should accept removals.
 */
export async function resumeRun(
  ports: RequestPorts,
  key: string,
  { acceptRemovals = false, trigger = 'API' }: { acceptRemovals?: boolean; trigger?: Trigger } = {},
): Promise<Run> {
  const { salesforce, store, queue, clock } = ports;
  const state = await requireRunState(store, key);
  const run = await salesforce.readRun(key);
  const { goalId, jobType, selection } = state;
  const job = { key, goalId, jobType };
  if (!state.endedAt) {
    if (acceptRemovals) throw notStopped();
    await queue.enqueue(job);
    return run;
  }
  if (run.status === 'Successful') throw runEnded('There is nothing left to do.');
  // Whether a run takes too many scores is checked before its first write only.
  if (acceptRemovals && jobType === 'Scoring' && state.checkpoint?.writingUpTo === undefined) {
    return requestRun(ports, goalId, { jobType, trigger, ...selection, acceptRemovals });
  }
  if ((await store.openRuns()).some((open) => open.goalId === goalId)) throw inProgress();
  await store.reopenRun(key);
  const resumed: Run = { ...run, status: 'Queued', endedAt: undefined, processingSeconds: undefined };
  await salesforce.saveRun(resumed);
  if (await queue.enqueue(job, { patienceMs: QUEUE_PATIENCE_MS })) return resumed;
  await store.updateRun(key, { endedAt: clock.now() });
  await salesforce.saveRun(run);
  throw inProgress();
}

type ResumePorts = { store: Pick<RunStates, 'openRuns'>; queue: Pick<Queue, 'enqueue'> };

/**
 * Queues all open runs again, except scheduled ones, which wait for their maintenance window. The queue ignores runs that
 * it already has.
 */
export async function resumeOpenRuns({ store, queue }: ResumePorts): Promise<RunState[]> {
  const open = await store.openRuns();
  for (const { key, goalId, jobType, trigger } of open) {
    if (trigger !== 'Schedule') await queue.enqueue({ key, goalId, jobType });
  }
  return open;
}

/** Queues the next open run of a goal, which waited until the one before has left the queue. */
export async function resumeNextRun({ store, queue }: ResumePorts, goalId: string): Promise<void> {
  const next = (await store.openRuns()).find((run) => run.goalId === goalId && run.trigger !== 'Schedule');
  if (next) await queue.enqueue({ key: next.key, goalId, jobType: next.jobType }, { patienceMs: QUEUE_PATIENCE_MS });
}

const inProgress = (): ScoringError =>
  new ScoringError('run.in-progress', {
    message: 'The goal has another run that is waiting or in progress.',
    actions: ['Wait until it has ended, or cancel it, then resume this one.'],
  });

const notStopped = (): ScoringError =>
  new ScoringError('run.in-progress', {
    message: 'The run has not ended, so there are no removals to accept yet.',
    actions: ['Wait until it has ended; the list of runs shows its progress.'],
  });
