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
