import { messageOf } from '@plumbline/contract';
import type { Run } from '@plumbline/contract';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Salesforce, Store } from '../../ports/adapters.ts';
import type { Clock, RunFolders } from '../../ports/host.ts';
import type { RunCheckpoint, RunState } from '../../ports/runs.ts';
import type { RunPorts } from './run-report.ts';

/** What a status message holds. */
const LONGEST_STATUS = 255;

/** Ends a run in the org with the reason and the next step; the earlier model and its scores stay. */
export async function reportFailure(
  { salesforce, store, log, clock }: RunPorts,
  state: RunState,
  error: unknown,
): Promise<void> {
  log.error('run.failed', { runKey: state.key, goalId: state.goalId, kind: kindOf(error) }, error);
  // With the goal its runs have lost what they belong to: nobody is left to be told.
  if (kindOf(error) === 'goal.not-found') return;
  const reason = reasonOf(error);
  const earlier = await store.activeModel(state.goalId);
  const run = await salesforce.readRun(state.key);
  await salesforce.saveRun({
    ...run,
    status: 'Failed',
    endedAt: clock.now().toISOString(),
    processingSeconds: Math.max(0, clock.now().getTime() - state.createdAt.getTime()) / 1000,
    messages: [...run.messages, messageOf({ code: 910, detail: reason })],
  });
  await salesforce.updateGoal(state.goalId, {
    status: earlier ? 'Ready' : 'Failed',
    statusMessage: reason.slice(0, LONGEST_STATUS),
  });
}

/** Shows a run as paused, where the org can be told: the queue takes it up again by itself. */
export async function reportPause(ports: RunPorts, state: RunState, error: unknown): Promise<void> {
  ports.log.error('run.paused', { runKey: state.key, goalId: state.goalId, kind: kindOf(error) }, error);
  await showPaused(ports, state.key, {});
}

const NOTHING: RunCheckpoint = { read: 0, scored: 0, changed: 0, skipped: 0, failed: 0, skippedReasons: [] };

/** Puts a scheduled run down because its maintenance window is closed; the next one takes it up again. */
export async function reportClosed(ports: RunPorts, state: RunState, seconds: number): Promise<void> {
  const { key, goalId, jobType } = state;
  ports.log.info('run.window-closed', { runKey: key, goalId });
  const checkpoint = (await ports.store.runState(key))?.checkpoint;
  const workedSeconds = (checkpoint?.workedSeconds ?? 0) + seconds;
  await ports.store.updateRun(key, { checkpoint: { ...NOTHING, ...checkpoint, workedSeconds } });
  const { read, scored, changed, skipped, failed, skippedReasons } = checkpoint ?? NOTHING;
  const counts = jobType === 'Scoring' ? { read, scored, changed, skipped, failed, skippedReasons } : {};
  await showPaused(ports, key, { ...counts, processingSeconds: workedSeconds });
  // Until it goes on, the goal is what it was before: what is trained by schedule has a model.
  if (jobType === 'Training') await ports.salesforce.updateGoal(goalId, { status: 'Ready' });
}

async function showPaused({ salesforce, log }: RunPorts, key: string, change: Partial<Run>): Promise<void> {
  try {
    await salesforce.saveRun({ ...(await salesforce.readRun(key)), ...change, status: 'Paused' });
  } catch (untold) {
    log.error('run.pause-untold', { runKey: key, kind: kindOf(untold) });
  }
}

const kindOf = (error: unknown): string => (error instanceof ScoringError ? error.kind : 'defect');

const reasonOf = (error: unknown): string =>
  error instanceof ScoringError
    ? [error.message, ...error.actions].join(' ')
    : 'a defect of the service. Its log has the details under this run.';

type Ports = { salesforce: Salesforce; store: Store; clock: Clock; folders: RunFolders };

/** Ends a run that waits for its window and is not needed any more; what it has written stays. */
export async function endEarly(
  { salesforce, store, clock, folders }: Ports,
  { key }: RunState,
  reason: string,
): Promise<void> {
  const endedAt = clock.now();
  // Without its model a run that is not complete does not pass for the first pass of that model.
  await store.updateRun(key, { endedAt, modelVersion: '' });
  await folders.remove(key);
  const run = await salesforce.readRun(key);
  await salesforce.saveRun({
    ...run,
    status: 'Successful',
    endedAt: endedAt.toISOString(),
    messages: [...run.messages, messageOf({ code: 911, detail: reason })],
  });
}

export type EndPorts = { salesforce: Salesforce; store: Store; clock: Clock; folders: RunFolders };

/** Puts a cancelled run away, with what it had done. */
export async function endCancelled(
  { salesforce, store, clock, folders }: EndPorts,
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
