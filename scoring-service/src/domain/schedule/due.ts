import { daysBefore } from '../time.ts';
import { dayBegan, openingAfter, openingAt } from './maintenance-window.ts';
import type { MaintenanceWindow, Opening } from './maintenance-window.ts';

/** The parts of a goal that background work depends on. */
export type GoalSchedule = {
  goalId: string;
  isActive: boolean;
  isUpdatedDaily: boolean;
  hasModel: boolean;
  status?: string;
  lastTrainedAt?: Date;
  nextScoringAt?: Date;
  nextTrainingAt?: Date;
};

/** The last ended run of a kind. */
type EndedRun = { createdAt: Date; endedAt: Date };

/**
 * Whether a goal is due for scoring in an opening: once a day. A run of an earlier day that continued into this opening
 * counts for it.
 */
const isDue = (windows: readonly MaintenanceWindow[], opening: Opening, last: EndedRun | undefined): boolean =>
  last === undefined || (last.createdAt < dayBegan(windows, opening) && last.endedAt < opening.from);

/** When a goal is scored next; not after `now` if it is due. `last` is its last scheduled scoring. */
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
 * When a goal is trained next: in the first opening after `everyDays`. A failed training counts too, so that it is not
 * repeated every night.
 */
export function nextTraining(
  windows: readonly MaintenanceWindow[],
  now: Date,
  { lastTrainedAt, lastEndedAt, everyDays }: { lastTrainedAt: Date; lastEndedAt?: Date; everyDays: number },
): Date | undefined {
  const last = new Date(Math.max(lastTrainedAt.getTime(), lastEndedAt?.getTime() ?? 0));
  const earliest = daysBefore(last, -everyDays);
  const from = earliest > now ? earliest : now;
  const present = openingAt(windows, from);
  if (present) return present.from > earliest ? present.from : earliest;
  return openingAfter(windows, from)?.from;
}
