import { messageOf } from '@plumbline/contract';
import type { Run } from '@plumbline/contract';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Clock, Queue, RunFolders, RunState, Salesforce, Store } from '../../ports.ts';
import { requireRunState } from './read-runs.ts';

type Ports = { salesforce: Salesforce; store: Store; clock: Clock; folders: RunFolders };

/**
 * Stops a run: what is written stays. One that is under way ends a moment later, for whichever process is at it sees
 * that it is unwanted. Throws `run.ended` for one that has ended.
 */
export async function cancelRun(ports: Ports, key: string): Promise<Run> {
  const { salesforce, store, clock } = ports;
  const state = await requireRunState(store, key);
  if (state.jobType === 'Deletion') throw notCancellable();
  if (state.endedAt) throw ended('It cannot be cancelled any more.');
  await store.updateRun(key, { cancelledAt: clock.now() });
  const run = await salesforce.readRun(key);
  if (run.status !== 'Processing') await endCancelled(ports, state);
  return salesforce.readRun(key);
}

/** Lets a run that failed, or was cancelled, go on from where it was; one that is under way goes on anyway. */
export async function resumeRun({ queue, ...ports }: Ports & { queue: Queue }, key: string): Promise<Run> {
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

/** A run that has ended in the store leaves the queue a moment later. */
const ENDING_MS = 2000;

/** Puts a cancelled run away, with what it had done. */
export async function endCancelled(
  { salesforce, store, clock, folders }: Ports,
  { key, goalId, jobType, createdAt }: RunState,
): Promise<void> {
  const endedAt = clock.now();
  // Without its model a run that is not complete does not pass for the first pass of that model.
  await store.updateRun(key, { endedAt, modelVersion: '' });
  await folders.remove(key);
  const checkpoint = (await store.runState(key))?.checkpoint;
  const counts = checkpoint && {
    ...{ read: checkpoint.read, scored: checkpoint.scored, changed: checkpoint.changed },
    ...{ skipped: checkpoint.skipped, failed: checkpoint.failed, skippedReasons: checkpoint.skippedReasons },
  };
  const run = await salesforce.readRun(key);
  await salesforce.saveRun({
    ...run,
    ...(jobType === 'Scoring' && counts),
    status: 'Failed',
    endedAt: endedAt.toISOString(),
    processingSeconds: Math.max(0, endedAt.getTime() - createdAt.getTime()) / 1000,
    messages: [...run.messages, messageOf({ code: 911, detail: 'it was cancelled; what was written stays.' })],
  });
  if (jobType !== 'Training') return;
  const earlier = await store.activeModel(goalId);
  await salesforce.updateGoal(goalId, { status: earlier ? 'Ready' : 'Waiting for training', statusMessage: '' });
}

const ended = (what: string): ScoringError =>
  new ScoringError('run.ended', {
    message: `The run has ended. ${what}`,
    actions: ['Start a new run.'],
  });

const notCancellable = (): ScoringError =>
  new ScoringError('run.in-progress', {
    message: 'The removal of scores cannot be cancelled: half of it would leave a goal that is neither there nor gone.',
    actions: ['Wait until it has ended.'],
  });

const inProgress = (): ScoringError =>
  new ScoringError('run.in-progress', {
    message: 'The goal has another run that is waiting or under way.',
    actions: ['Wait until it has ended, or cancel it, then resume this one.'],
  });
