import { dayBegan, openingAfter, openingAt } from './maintenance-window.ts';
import type { MaintenanceWindow, Opening } from './maintenance-window.ts';

const DAY_MS = 86_400_000;

/** What the org says of a goal that background work must know. */
export type GoalSchedule = {
  goalId: string;
  isActive: boolean;
  isUpdatedDaily: boolean;
  hasModel: boolean;
  lastTrainedAt?: Date;
  nextScoringAt?: Date;
  nextTrainingAt?: Date;
};

/** The last run of its kind that has ended. */
export type EndedRun = { createdAt: Date; endedAt: Date };

/**
 * Whether a goal is still to be scored in an opening: once a day, and a run of an earlier day that went on into this
 * opening has been its turn.
 */
const isDue = (windows: readonly MaintenanceWindow[], opening: Opening, last: EndedRun | undefined): boolean =>
  last === undefined || (last.createdAt < dayBegan(windows, opening) && last.endedAt < opening.from);

/** When a goal is scored next, not later than `now` where that is to be now; `last` is its last scheduled scoring. */
export function nextScoring(
  windows: readonly MaintenanceWindow[],
  now: Date,
  last: EndedRun | undefined,
): Date | undefined {
  const present = openingAt(windows, now);
  if (present && isDue(windows, present, last)) return present.from;
  let next = openingAfter(windows, now);
  while (next && !isDue(windows, next, last)) next = openingAfter(windows, next.from);
  return next?.from;
}

/**
 * When a goal is trained next: in the first opening after so many days. A training that failed counts too, so that it
 * is not made again every night.
 */
export function nextTraining(
  windows: readonly MaintenanceWindow[],
  now: Date,
  { lastTrainedAt, lastEndedAt, everyDays }: { lastTrainedAt: Date; lastEndedAt?: Date; everyDays: number },
): Date | undefined {
  const last = Math.max(lastTrainedAt.getTime(), lastEndedAt?.getTime() ?? 0);
  const earliest = new Date(last + everyDays * DAY_MS);
  const from = earliest > now ? earliest : now;
  const present = openingAt(windows, from);
  if (present) return present.from > earliest ? present.from : earliest;
  return openingAfter(windows, from)?.from;
}
