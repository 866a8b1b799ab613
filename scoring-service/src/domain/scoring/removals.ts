import type { Finding, Goal } from '@plumbline/contract';
import { shareOf, sumOf } from '../figures.ts';
import { comparable } from '../needs/org-needs.ts';

/** Records that have a score, how many of them lose it in a run, by reason, and how many records it scores. */
export type ScoreHolders = { scored: number; losing: { reason: string; count: number }[]; toScore: number };

/** What decided in a complete run whom the goal scores. */
export type ScoringBasis = {
  qualifiedStatuses: string[];
  /** The segment; absent where the goal scored all records. */
  segment?: Goal['segment'];
  /** Every lead status of the org at that time; empty for other objects. */
  orgStatuses: string[];
};

/** Begins the reason of a lead that is not qualified; its status follows. */
export const notQualifiedStatus = 'Not qualified: status ';

/** The reason of a record outside the segment of its goal. */
export const outsideSegment = "Not in this goal's segment";

/** Whether the goal leaves a record out by what it names: its statuses or its segment. */
export const isLeftOutByGoal = (reason: string | undefined): boolean =>
  reason === outsideSegment || reason?.startsWith(notQualifiedStatus) === true;

/** Fewer removals never stop a run. */
const FEWEST_REMOVED = 50;

/** Whether an admin changed whom the goal scores since a run. */
const isChosenAgain = (goal: Pick<Goal, 'qualifiedStatuses' | 'segment'>, last: ScoringBasis): boolean => {
  const chosen = (statuses: readonly string[]): string => statuses.map(comparable).sort().join('\n');
  const conditions = (segment: Goal['segment']): string => JSON.stringify(segment ?? []);
  return (
    chosen(goal.qualifiedStatuses) !== chosen(last.qualifiedStatuses) ||
    conditions(goal.segment) !== conditions(last.segment)
  );
};

/**
 * Whether a run would take more scores than the limits of the goal allow (946). Leads that moved to a status which the
 * org had at the last complete run, and which the goal left out, were closed in the org and do not count, unless a status
 * or a value of the segment that the goal names is not in the org (`isMistaken`): it is gone, which moves its leads to another
 * one, or mistyped. Nothing is reported where an admin changed whom the goal scores since then, to what the org has and so
 * that some record has a score; `isAccepted` reports the number only (952).
 */
export function checkRemovals(
  { scored, losing, toScore }: ScoreHolders,
  goal: Pick<Goal, 'qualifiedStatuses' | 'segment' | 'settings'>,
  {
    runKey,
    last,
    isMistaken,
    isAccepted,
  }: { runKey: string; last: ScoringBasis | undefined; isMistaken: boolean; isAccepted: boolean },
): Finding[] {
  const isChanged = last !== undefined && isChosenAgain(goal, last);
  const losesAll = isChanged && toScore === 0;
  if (isChanged && !isMistaken && !losesAll) return [];
  const counted = losing.filter(({ reason }) => isMistaken || losesAll || !isClosed(reason, last));
  const count = sumOf(counted, (each) => each.count);
  const { removedShare } = goal.settings.thresholds;
  // An admin who has just mistyped a status is there to correct it, so the run of a small org stops as well.
  if (count < (isChanged ? 1 : FEWEST_REMOVED) || shareOf(count, scored) <= removedShare) return [];
  if (isAccepted) return [{ code: 952, detail: String(count) }];
  const reasons = counted.map(({ reason, count: each }) => `${reason}: ${each}`).join('; ');
  return [
    {
      code: 946,
      detail:
        `${count} of ${scored} scored records (${reasons}). ` +
        'Edit whom the score goal scores, or accept the removals: on the Runs page, or with ' +
        `sf score run resume --job-id ${runKey} --accept-removals.`,
      figure: shareOf(count, scored),
    },
  ];
}

function isClosed(reason: string, last: ScoringBasis | undefined): boolean {
  if (!last || !reason.startsWith(notQualifiedStatus)) return false;
  const status = comparable(reason.slice(notQualifiedStatus.length));
  const has = (statuses: readonly string[]): boolean => statuses.some((one) => comparable(one) === status);
  return has(last.orgStatuses) && !has(last.qualifiedStatuses);
}
