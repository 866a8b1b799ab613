import { messageOf, withNextStep } from '@plumbline/contract';
import type { Finding, Run } from '@plumbline/contract';
import { noCounts, toRunCounts } from '../../domain/evaluation/run-counts.ts';
import { describeFailures } from '../../domain/evaluation/write-failures.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Goals } from '../../ports/goals.ts';
import type { Clock, RunFolders, RunLog } from '../../ports/host.ts';
import type { Models } from '../../ports/models.ts';
import type { RunRecords, RunState, RunStates } from '../../ports/runs.ts';
import { isFirstScoring, statusAfterFailure } from './first-scoring.ts';

type Ports = {
  salesforce: Pick<Goals, 'hasBeenScored' | 'updateGoal'> & Pick<RunRecords, 'readRun' | 'saveRun'>;
  store: Pick<Models, 'activeModel'> & Pick<RunStates, 'runState' | 'updateRun'>;
  clock: Clock;
};

/** What ends a run that is not in progress. */
export type EndPorts = Ports & { folders: Pick<RunFolders, 'remove'> };

type ReportPorts = Ports & { log: RunLog };

/** Ends a run in the org with the reason and the next step; the earlier model and its scores stay. */
export async function reportFailure(
  { salesforce, store, log, clock }: ReportPorts,
  state: RunState,
  error: unknown,
): Promise<void> {
  log.error('run.failed', { runKey: state.key, goalId: state.goalId, kind: kindOf(error) }, error);
  const reason = reasonOf(error);
  const run = await salesforce.readRun(state.key);
  const endedAt = clock.now();
  await salesforce.saveRun({
    ...run,
    status: 'Failed',
    endedAt: endedAt.toISOString(),
    processingSeconds: secondsBetween(state.createdAt, endedAt),
    messages: [...run.messages, messageOf({ code: 910, detail: reason })],
  });
  // The run's record stays when its goal is deleted.
  if (kindOf(error) === 'goal.not-found') return;
  const earlier = await store.activeModel(state.goalId);
  await salesforce.updateGoal(state.goalId, {
    status: earlier ? await statusAfterFailure(salesforce, state.goalId) : 'Failed',
    statusMessage: reason,
  });
}

/** Shows a run as paused where the org can be reached; the queue continues it. */
export async function reportPause(ports: ReportPorts, state: RunState, error: unknown): Promise<void> {
  ports.log.error('run.paused', { runKey: state.key, goalId: state.goalId, kind: kindOf(error) }, error);
  await showPaused(ports, state, { code: 912, detail: reasonOf(error) });
}

/** Takes the reason of a pause off the goal when the run goes on; the run's own record starts anew. */
export async function clearPause({ salesforce, store }: Ports, { key, goalId }: RunState): Promise<void> {
  await salesforce.updateGoal(goalId, { statusMessage: '' }).catch(unlessDeleted);
  await store.updateRun(key, { paused: '' });
}

/** Pauses a scheduled run because its maintenance window has closed; the next window continues it. */
export async function reportClosed(ports: ReportPorts, state: RunState, seconds: number): Promise<void> {
  const { key, goalId, jobType } = state;
  ports.log.info('run.window-closed', { runKey: key, goalId });
  const checkpoint = (await ports.store.runState(key))?.checkpoint;
  const workedSeconds = (checkpoint?.workedSeconds ?? 0) + seconds;
  await ports.store.updateRun(key, { checkpoint: { ...noCounts, ...checkpoint, workedSeconds } });
  const counts = jobType === 'Scoring' ? toRunCounts(checkpoint ?? noCounts) : {};
  const closed = { code: 913, detail: 'the maintenance window has closed.' } as const;
  await showPaused(ports, state, closed, { ...counts, processingSeconds: workedSeconds });
  // A goal that is trained on schedule has a model, which stays in use.
  if (jobType === 'Training') await ports.salesforce.updateGoal(goalId, { status: 'Ready' });
}

/** Ends a paused run that is no longer needed; what it has written stays. */
export async function endEarly(ports: EndPorts, state: RunState, reason: string): Promise<void> {
  const { salesforce } = ports;
  const { key } = state;
  if (state.paused !== undefined) await clearPause(ports, state);
  const endedAt = await closeRun(ports, key);
  const run = await salesforce.readRun(key);
  await salesforce.saveRun({
    ...run,
    status: 'Successful',
    endedAt: endedAt.toISOString(),
    messages: [...run.messages, messageOf({ code: 911, detail: reason })],
  });
}

/** Ends a cancelled run with the counts of its checkpoint. */
export async function endCancelled(ports: EndPorts, state: RunState): Promise<void> {
  const { salesforce, store } = ports;
  const { key, goalId, jobType, createdAt } = state;
  if (state.paused !== undefined) await clearPause(ports, state);
  const endedAt = await closeRun(ports, key);
  const checkpoint = (await store.runState(key))?.checkpoint;
  const run = await salesforce.readRun(key);
  await salesforce.saveRun({
    ...run,
    ...(jobType === 'Scoring' && checkpoint && toRunCounts(checkpoint)),
    status: 'Failed',
    endedAt: endedAt.toISOString(),
    processingSeconds: secondsBetween(createdAt, endedAt),
    messages: [
      ...run.messages,
      ...describeFailures(checkpoint?.failures ?? []).map((finding) => messageOf(finding)),
      messageOf({ code: 911, detail: 'it was cancelled; what was written stays.' }),
    ],
  });
  const isFirst = isFirstScoring(state);
  if (jobType !== 'Training' && !isFirst) return;
  const earlier = await store.activeModel(goalId);
  // A run is also cancelled because its goal was deleted.
  const status = earlier ? await statusAfterFailure(salesforce, goalId).catch(unlessDeleted) : 'Waiting for training';
  if (!status) return;
  await salesforce.updateGoal(goalId, { status, statusMessage: isFirst ? firstCancelled : '' }).catch(unlessDeleted);
}

const firstCancelled = 'The first scoring was cancelled, so not all open records have a score. Choose Score now.';

/** The error of a run that has ended. */
export const runEnded = (what: string): ScoringError =>
  new ScoringError('run.ended', { message: `The run has ended. ${what}`, actions: ['Start a new run.'] });

/** Ends a run in the store and removes its files. */
async function closeRun({ store, clock, folders }: EndPorts, key: string): Promise<Date> {
  const endedAt = clock.now();
  // Without a model version an incomplete run does not count as the first run of its model.
  await store.updateRun(key, { endedAt, modelVersion: '' });
  await folders.remove(key);
  return endedAt;
}

/** Codes of a run that is no longer as they say once it is paused again or goes on. */
const passing: readonly number[] = [910, 912, 913];

/** Shows a run as paused with the reason and the next step, on its record and on its goal, where the org can be reached. */
async function showPaused(
  { salesforce, store, log }: ReportPorts,
  { key, goalId }: RunState,
  reason: Finding,
  change: Partial<Run> = {},
): Promise<void> {
  const message = messageOf(reason);
  try {
    // The next attempt takes the reason off the goal again only where the store says that it is there.
    const isKept = await store.updateRun(key, { paused: message.text }).then(
      () => true,
      () => false,
    );
    const run = await salesforce.readRun(key);
    const messages = [...run.messages.filter(({ code }) => !passing.includes(code)), message];
    await salesforce.saveRun({ ...run, ...change, status: 'Paused', messages });
    if (isKept) await salesforce.updateGoal(goalId, { statusMessage: withNextStep(message) }).catch(unlessDeleted);
  } catch (error) {
    log.error('run.pause-not-reported', { runKey: key }, error);
  }
}

/** A run also outlives its goal. */
function unlessDeleted(error: unknown): void {
  if (!(error instanceof ScoringError) || error.kind !== 'goal.not-found') throw error;
}

const secondsBetween = (from: Date, to: Date): number => Math.max(0, to.getTime() - from.getTime()) / 1000;

const kindOf = (error: unknown): string => (error instanceof ScoringError ? error.kind : 'defect');

const reasonOf = (error: unknown): string =>
  error instanceof ScoringError
    ? [error.message, ...error.actions].join(' ')
    : 'a defect of the service. Its log has the details under this run.';
