import { randomUUID } from 'node:crypto';
import type { Goal, JobType, Run, Trigger } from '@plumbline/contract';
import { openingAt } from '../../domain/schedule/maintenance-window.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import { openRecords, requireWholeCondition } from '../../domain/scoring/record-selection.ts';
import type { Salesforce, Store } from '../../ports/adapters.ts';
import type { Clock, RunFolders } from '../../ports/host.ts';
import type { Queue, RunSelection, RunState } from '../../ports/runs.ts';
import { requireModel } from '../models/show-models.ts';
import { endEarly } from './end-run.ts';
import { describeRun, withoutRecord } from './run-report.ts';

/** A run that has ended in the store leaves the queue a moment later. */
const ENDING_MS = 2000;

/** Queues a run of a goal and tells the org. Throws `run.in-progress` while the goal has another run that is not waiting for its window. */
export async function requestRun(
  ports: { salesforce: Salesforce; store: Store; queue: Queue; clock: Clock; folders: RunFolders },
  goalId: string,
  { jobType, trigger, ...picked }: { jobType: JobType; trigger: Trigger; where?: string; idListId?: string },
): Promise<Run> {
  const { salesforce, store, queue, clock } = ports;
  const { goal, isDeleted } =
    jobType === 'Deletion'
      ? await salesforce.readGoalOrDeleted(goalId)
      : { goal: await salesforce.readGoal(goalId), isDeleted: false };
  if (!goal.isActive && jobType !== 'Deletion') throw goalInactive(goal.name);
  if (jobType === 'Scoring') await requireModel({ salesforce, store }, goalId);

  const selection = await requireSelection(ports, goal, picked);

  const now = clock.now();
  const open = (await store.openRuns()).filter((run) => run.goalId === goal.id);
  if (!(await areWaiting(salesforce, open, now))) throw inProgress();

  const asked = { key: randomUUID(), goalId: goal.id, jobType, trigger, createdAt: now, asOf: now };
  const state: RunState = { ...asked, ...(selection && { selection }) };
  const run = describeRun(isDeleted ? withoutRecord(goal) : goal, state);
  // The org first: a run that cannot be told to the org is not started.
  await salesforce.saveRun(run);
  await store.createRun(state);
  if (await queue.enqueue({ key: state.key, goalId: goal.id, jobType }, { patienceMs: ENDING_MS })) {
    for (const waiting of open) await endEarly(ports, waiting, 'a newer run took its place.');
    return run;
  }

  await store.updateRun(state.key, { endedAt: now });
  await salesforce.saveRun({ ...run, status: 'Failed', endedAt: now.toISOString() });
  throw inProgress();
}

/** What a run is to be of; undefined for every open record. Throws for what selects nothing. */
async function requireSelection(
  { salesforce, store }: { salesforce: Salesforce; store: Store },
  { object }: Pick<Goal, 'object'>,
  { where, idListId }: RunSelection,
): Promise<RunSelection | undefined> {
  if (where !== undefined) {
    requireWholeCondition(where);
    const matches = await salesforce.countMatches(object, openRecords(object, where));
    if (matches === 0) throw nothingSelected(`No open ${object} fits the condition.`);
    return { where };
  }
  if (idListId === undefined) return undefined;
  if ((await store.idListParts(idListId)) === 0) throw nothingSelected('The list of ids is empty, or not there.');
  return { idListId };
}

const nothingSelected = (message: string): ScoringError =>
  new ScoringError('request.invalid', {
    message,
    actions: ['Select at least one record.', 'Check that the integration user may see the records.'],
  });

/** Scheduled runs wait outside the maintenance windows, and hold up nobody there. */
async function areWaiting(salesforce: Salesforce, runs: RunState[], now: Date): Promise<boolean> {
  if (runs.length === 0) return true;
  if (runs.some(({ trigger }) => trigger !== 'Schedule')) return false;
  return openingAt(await salesforce.readWindows(), now) === undefined;
}

const inProgress = (): ScoringError =>
  new ScoringError('run.in-progress', {
    message: 'The goal has a run that is waiting or under way.',
    actions: ['Wait until it has ended: GET /v1/runs shows how far it is.'],
  });

const goalInactive = (name: string): ScoringError =>
  new ScoringError('goal.inactive', {
    message: `The score goal ${name} is switched off.`,
    actions: ['Set Active on the score goal in the org.'],
  });
