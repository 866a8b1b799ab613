import type { JobType } from '@plumbline/contract';
import { nextScoring, nextTraining } from '../../domain/schedule/due.ts';
import type { GoalSchedule } from '../../domain/schedule/due.ts';
import { openingAt } from '../../domain/schedule/maintenance-window.ts';
import type { MaintenanceWindow, Opening } from '../../domain/schedule/maintenance-window.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { GoalChange, Goals, Schedules } from '../../ports/goals.ts';
import type { Clock, RunLog } from '../../ports/host.ts';
import type { Models } from '../../ports/models.ts';
import type { Queue, RunRecords, RunState, RunStates } from '../../ports/runs.ts';
import { requireModel } from '../models/show-models.ts';
import { keyOf } from '../runs/run-key.ts';
import { describeRun } from '../runs/run-report.ts';

export type SchedulerPorts = {
  salesforce: Pick<Goals, 'readGoal' | 'updateGoal'> & Schedules & Pick<RunRecords, 'saveRun'>;
  store: Pick<Models, 'activeModel'> & Pick<RunStates, 'openRuns' | 'lastEndedRun' | 'claimRun'>;
  queue: Pick<Queue, 'enqueue'>;
  clock: Clock;
  log: RunLog;
};

export type SchedulerSettings = { trainingDays: number };

/**
 * Updates each goal's next scoring and training in the org and, within a window, starts due runs or continues paused ones.
 * An error on one goal does not stop the others.
 */
export async function startDueRuns(
  ports: SchedulerPorts,
  windows: readonly MaintenanceWindow[],
  settings: SchedulerSettings,
): Promise<void> {
  const open = await ports.store.openRuns();
  for (const schedule of await ports.salesforce.readSchedules()) {
    const { goalId } = schedule;
    const runs = open.filter((run) => run.goalId === goalId);
    await startDueRun(ports, windows, schedule, runs, settings).catch((error: unknown) => {
      const kind = error instanceof ScoringError ? error.kind : 'defect';
      ports.log.error('scheduler.goal-failed', { goalId, kind }, error);
    });
  }
}

async function startDueRun(
  ports: SchedulerPorts,
  windows: readonly MaintenanceWindow[],
  schedule: GoalSchedule,
  runs: RunState[],
  settings: SchedulerSettings,
): Promise<void> {
  const now = ports.clock.now();
  if (schedule.hasModel && (await ports.store.activeModel(schedule.goalId)) === undefined) {
    return reportNoModel(ports, schedule, runs);
  }
  const next = await planNext(ports.store, windows, schedule, now, settings);
  await saveNextTimes(ports.salesforce, schedule, next);

  const opening = openingAt(windows, now);
  if (!opening) return;
  // The queue ignores a run that it already has.
  const paused = runs.find(({ trigger }) => trigger === 'Schedule');
  if (paused) await ports.queue.enqueue({ key: paused.key, goalId: paused.goalId, jobType: paused.jobType });
  if (runs.length > 0) return;
  const isDue = (time: Date | undefined): boolean => time !== undefined && time <= now;
  if (isDue(next.training)) await startScheduled(ports, schedule, 'Training', opening);
  else if (isDue(next.scoring)) await startScheduled(ports, schedule, 'Scoring', opening);
}

/**
 * Says once on the goal that its model is gone, which the org does not know: its scores were removed and it came back from
 * the recycle bin, or the service has another store than before. A run of the goal reports for itself.
 */
async function reportNoModel(
  { salesforce, store }: SchedulerPorts,
  schedule: GoalSchedule,
  runs: readonly RunState[],
): Promise<void> {
  await saveNextTimes(salesforce, schedule, { scoring: undefined, training: undefined });
  if (runs.length > 0 || schedule.status === 'Failed') return;
  try {
    await requireModel({ salesforce, store }, schedule.goalId);
  } catch (error) {
    if (!(error instanceof ScoringError) || error.kind !== 'model.missing') throw error;
    const statusMessage = [error.message, ...error.actions].join(' ');
    await salesforce.updateGoal(schedule.goalId, { status: 'Failed', statusMessage });
  }
}

const isScheduled = ({ isActive, isUpdatedDaily, hasModel }: GoalSchedule, jobType: JobType): boolean =>
  isActive && hasModel && (jobType === 'Training' || isUpdatedDaily);

type Next = { scoring: Date | undefined; training: Date | undefined };

async function planNext(
  store: SchedulerPorts['store'],
  windows: readonly MaintenanceWindow[],
  schedule: GoalSchedule,
  now: Date,
  { trainingDays }: SchedulerSettings,
): Promise<Next> {
  const { goalId, lastTrainedAt } = schedule;
  const scoring = isScheduled(schedule, 'Scoring')
    ? nextScoring(windows, now, ended(await store.lastEndedRun(goalId, 'Scoring', 'Schedule')))
    : undefined;
  if (!isScheduled(schedule, 'Training') || !lastTrainedAt) return { scoring, training: undefined };
  const lastEndedAt = (await store.lastEndedRun(goalId, 'Training'))?.endedAt;
  return { scoring, training: nextTraining(windows, now, { lastTrainedAt, lastEndedAt, everyDays: trainingDays }) };
}

const ended = (run: RunState | undefined) => run?.endedAt && { createdAt: run.createdAt, endedAt: run.endedAt };

/** The org stores times to the second, and every write is an API call. */
const isSameSecond = (one: Date | undefined, other: Date | undefined): boolean =>
  Math.floor((one?.getTime() ?? 0) / 1000) === Math.floor((other?.getTime() ?? 0) / 1000);

async function saveNextTimes(
  salesforce: SchedulerPorts['salesforce'],
  schedule: GoalSchedule,
  { scoring, training }: Next,
): Promise<void> {
  const change: GoalChange = {
    ...(!isSameSecond(scoring, schedule.nextScoringAt) && { nextScoringAt: scoring ?? 'none' }),
    ...(!isSameSecond(training, schedule.nextTrainingAt) && { nextTrainingAt: training ?? 'none' }),
  };
  if (Object.keys(change).length > 0) await salesforce.updateGoal(schedule.goalId, change);
}

/** Replicas derive the same key for an opening, of which the store accepts one. */
async function startScheduled(
  { salesforce, store, queue, clock, log }: SchedulerPorts,
  { goalId }: GoalSchedule,
  jobType: JobType,
  opening: Opening,
): Promise<void> {
  const goal = await salesforce.readGoal(goalId);
  await requireModel({ salesforce, store }, goalId);
  const now = clock.now();
  const key = keyOf(`${goalId} ${jobType} ${opening.from.toISOString()}`);
  const state: RunState = { key, goalId, jobType, trigger: 'Schedule', createdAt: now, asOf: now };
  if (!(await store.claimRun(state))) return;
  log.info('window.run-requested', { runKey: key, goalId, jobType });
  await salesforce.saveRun(describeRun(goal, state));
  // If another run was queued in between, the next tick tries again.
  await queue.enqueue({ key, goalId, jobType });
}
