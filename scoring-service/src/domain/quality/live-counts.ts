import { formatCount, formatPercent, shareOf } from './findings.ts';

/** The days that the present rate is taken from. */
export const RATE_DAYS = 90;

/** A count as it is now, and how much of it came within the last 90 days. */
export type LiveCount = { total: number; recent: number };

/** What a readiness check counts in the org. An object that cannot be read counts 0. */
export const liveCountNames = [
  'accounts',
  'contacts',
  'opportunities',
  /** Phone calls, e-mails and meetings. */
  'activities',
  /** Records that have reached the goal. */
  'conversions',
  /** Records that have not although their timeframe is over. */
  'nonConversions',
  'accountsWithActivity',
  'contactsWithActivity',
  /** Records older than half a year plus the timeframe. */
  'oldRecords',
] as const;

export type LiveCountName = (typeof liveCountNames)[number];

export type LiveCounts = Record<LiveCountName, LiveCount>;

/** One query of one figure; the figures of the same count and period add up. */
export type LiveCountQuery = { name: LiveCountName; period: keyof LiveCount; soql: string };

/** Adds up what the queries answered, in their order. */
export function toLiveCounts(queries: LiveCountQuery[], figures: number[]): LiveCounts {
  const counts = Object.fromEntries(liveCountNames.map((name) => [name, { total: 0, recent: 0 }])) as LiveCounts;
  queries.forEach(({ name, period }, index) => {
    counts[name][period] += figures[index] ?? 0;
  });
  return counts;
}

/** A figure against what is needed; `daysToPass` at the present rate, undefined where that never gets there. */
export type LiveFigure = {
  figure: number;
  threshold: number;
  isEnough: boolean;
  detail: string;
  daysToPass?: number;
};

/** Waiting longer is no plan. */
const LONGEST_WAIT_DAYS = 3650;

/** A count that must reach a threshold. */
export function countFigure({ total, recent }: LiveCount, threshold: number): LiveFigure {
  const isEnough = total >= threshold;
  return {
    ...{ figure: total, threshold, isEnough, detail: formatCount(total) },
    daysToPass: isEnough ? undefined : daysUntil(threshold - total, recent),
  };
}

/** A share (0 to 1) of a whole that must reach a threshold, told in percent. New records count with their own share. */
export function shareFigure({ part, whole }: { part: LiveCount; whole: LiveCount }, threshold: number): LiveFigure {
  const share = shareOf(part.total, whole.total);
  const isEnough = share >= threshold;
  const days = daysUntil(threshold * whole.total - part.total, part.recent - threshold * whole.recent);
  return {
    ...{
      figure: shareOf(100 * part.total, whole.total),
      threshold: 100 * threshold,
      isEnough,
      detail: formatPercent(share),
    },
    daysToPass: isEnough ? undefined : days,
  };
}

function daysUntil(missing: number, recent: number): number | undefined {
  if (recent <= 0) return undefined;
  // What is short by no more than rounding, or by counts that were taken at different moments, is not so today.
  const days = Math.max(1, Math.ceil((missing * RATE_DAYS) / recent));
  return days <= LONGEST_WAIT_DAYS ? days : undefined;
}
