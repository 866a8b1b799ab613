import { randomUUID } from 'node:crypto';
import type { Goal, JobType, Run, Trigger } from '@plumbline/contract';
import { noCounts } from '../../domain/evaluation/run-counts.ts';
import { openingAt } from '../../domain/schedule/maintenance-window.ts';
import { goalInactive, ScoringError } from '../../domain/scoring-error.ts';
import { openRecords, requireWholeCondition } from '../../domain/scoring/record-selection.ts';
import type { Goals, Schedules } from '../../ports/goals.ts';
import type { Models } from '../../ports/models.ts';
import type { RecordCounts } from '../../ports/records.ts';
import type { IdLists, Queue, RunRecords, RunSelection, RunState, RunStates } from '../../ports/runs.ts';
import { requireModel } from '../models/show-models.ts';
import { readDeletableGoal } from '../goals/read-deletable-goal.ts';
import { endCancelled, endEarly } from './end-run.ts';
import type { EndPorts } from './end-run.ts';
import { isFirstScoring } from './first-scoring.ts';
import { describeRun, withoutRecord } from './run-report.ts';

/** A run that has ended in the store leaves the queue within this time. */
export const QUEUE_PATIENCE_MS = 2000;

/** The epoch of a run that no process has taken. */
const NOBODY = 0;

/** What a request for a run needs. */
export type RequestPorts = EndPorts & {
  salesforce: Goals & Pick<Schedules, 'readWindows'> & RunRecords & Pick<RecordCounts, 'countMatches'>;
  store: Models & RunStates & Pick<IdLists, 'idListParts'>;
  queue: Pick<Queue, 'enqueue'>;
};

/**
 * Queues a run of a goal and saves it in the org, or returns the scoring that follows the goal's first training. Throws ScoringError `run.in-progress` while the goal has another run,
 * unless that waits for its maintenance window.
 */
export async function requestRun(
  ports: RequestPorts,
  goalId: string,
  {
    jobType,
    trigger,
    acceptRemovals = false,
    ...picked
  }: { jobType: JobType; trigger: Trigger; where?: string; idListId?: string; acceptRemovals?: boolean },
): Promise<Run> {
  const { salesforce, store, queue, clock } = ports;
  const { goal, isDeleted } =
    jobType === 'Deletion'
      ? await readDeletableGoal(ports, goalId)
      : { goal: await salesforce.readGoal(goalId), isDeleted: false };
  if (!goal.isActive && jobType !== 'Deletion') throw goalInactive(goal.name);
  if (jobType === 'Scoring') await requireModel({ salesforce, store }, goalId);

  const selection = await requireSelection(ports, goal, picked);

  const now = clock.now();
  const open = (await store.openRuns()).filter((run) => run.goalId === goal.id);
  const first = open.find(isFirstScoring);
  // The scoring that follows a first training does what is asked for.
  if (first && jobType === 'Scoring' && selection === undefined) return salesforce.readRun(first.key);
  if (jobType === 'Deletion') await takePlaceOf(ports, open);
  else if (!(await areWaiting(salesforce, open, now))) throw inProgress();

  const request = { key: randomUUID(), goalId: goal.id, jobType, trigger, createdAt: now, asOf: now };
  const state: RunState = {
    ...request,
    ...(selection && { selection }),
    ...(acceptRemovals && { checkpoint: { ...noCounts, acceptsRemovals: true } }),
  };
  const run = describeRun(isDeleted ? withoutRecord(goal) : goal, state);
  // The org first: a run without a record in the org is not started.
  await salesforce.saveRun(run);
  await store.createRun(state);
  const isQueued = await queue.enqueue({ key: state.key, goalId: goal.id, jobType }, { patienceMs: QUEUE_PATIENCE_MS });
  // A removal waits in the store until the cancelled run has left the queue.
  if (jobType === 'Deletion') return run;
  if (isQueued || !(await endUntaken(store, state, now))) {
    for (const waiting of open) await endEarly(ports, waiting, 'a newer run took its place.');
    return run;
  }

  await salesforce.saveRun({ ...run, status: 'Failed', endedAt: now.toISOString() });
  throw inProgress();
}

/**
 * Ends a run that did not get into the queue in time. False where a process has taken it nevertheless: it is open, so it is
 * queued when the run before it leaves the queue.
 */
async function endUntaken(store: Pick<RunStates, 'updateRun'>, { key }: RunState, endedAt: Date): Promise<boolean> {
  try {
    await store.updateRun(key, { endedAt }, NOBODY);
    return true;
  } catch (error) {
    if (error instanceof ScoringError && error.kind === 'run.taken-over') return false;
    throw error;
  }
}

/**
 * Cancels the open runs of a goal whose scores are to be removed. A run in progress ends within seconds; the removal waits
 * in the store for it. Throws ScoringError `run.in-progress` where the scores are being removed already.
 */
async function takePlaceOf(ports: RequestPorts, open: RunState[]): Promise<void> {
  if (open.some(({ jobType }) => jobType === 'Deletion')) throw inProgress();
  for (const state of open) {
    await ports.store.updateRun(state.key, { cancelledAt: ports.clock.now() });
    const run = await ports.salesforce.readRun(state.key);
    if (run.status !== 'Processing') await endCancelled(ports, state);
  }
}

/** The records of a run; undefined for all open records. Throws ScoringError `request.invalid` for an empty selection. */
async function requireSelection(
  { salesforce, store }: RequestPorts,
  { object }: Pick<Goal, 'object'>,
  { where, idListId }: RunSelection,
): Promise<RunSelection | undefined> {
  if (where !== undefined) {
    requireWholeCondition(where);
    const matches = await salesforce.countMatches(object, openRecords(object, where));
    if (matches === 0) throw nothingSelected(`No open ${object} meets the condition.`);
    return { where };
  }
  if (idListId === undefined) return undefined;
  if ((await store.idListParts(idListId)) === 0) throw nothingSelected('The list of ids is empty or does not exist.');
  return { idListId };
}

const nothingSelected = (message: string): ScoringError =>
  new ScoringError('request.invalid', {
    message,
    actions: ['Select at least one record.', 'Check that the integration user may see the records.'],
  });

/** Whether open runs only wait for a maintenance window, so that another run may start. */
async function areWaiting(salesforce: Pick<Schedules, 'readWindows'>, runs: RunState[], now: Date): Promise<boolean> {
  if (runs.length === 0) return true;
  if (runs.some(({ trigger }) => trigger !== 'Schedule')) return false;
  return openingAt(await salesforce.readWindows(), now) === undefined;
}

const inProgress = (): ScoringError =>
  new ScoringError('run.in-progress', {
    message: 'The goal has a run that is waiting or in progress.',
    actions: ['Wait until it has ended; the list of runs shows its progress.'],
  });
