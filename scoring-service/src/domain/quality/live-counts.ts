import type { Goal } from '@plumbline/contract';
import { activitySubtypes } from '../features/source-columns.ts';
import { conditionClauses } from '../goals/condition-soql.ts';
import { conditionObject } from '../goals/goal-conditions.ts';
import type { OrgFacts } from '../org-facts.ts';
import { allOf, quoteSoql } from '../soql.ts';
import { HALF_YEAR_DAYS } from './check-source.ts';
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

const DAY_MS = 86_400_000;

/** One count: the object, its own condition, and the field that says when a record came to be counted. */
type Counted = { name: LiveCountName; object: string; where?: string; since: string };

/**
 * The queries of a readiness check, each answering one figure; their answers are for `toLiveCounts`. Objects that
 * cannot be read are not asked for. Throws ScoringError `goal.invalid`.
 */
export function liveCountQueries(goal: Goal, facts: OrgFacts, now: Date): LiveCountQuery[] {
  const readable = [...recordCounts(), ...outcomeCounts(goal, facts)].filter(({ object }) => facts[object]);
  const recently = isoMoment(now, RATE_DAYS);
  return [
    ...readable.flatMap(({ name, object, where, since }): LiveCountQuery[] => {
      const limit = since === 'ConvertedDate' ? recently.slice(0, 10) : recently;
      return [
        { name, period: 'total', soql: countSoql(object, where) },
        { name, period: 'recent', soql: countSoql(object, where, `${since} >= ${limit}`) },
      ];
    }),
    ...lateCounts(goal, facts, now),
  ];
}

/** What the org holds, whatever the goal. */
function recordCounts(): Counted[] {
  const subtypes = Object.values(activitySubtypes).flat().map(quoteSoql).join(', ');
  const since = 'CreatedDate';
  const isActive = 'LastActivityDate != null';
  return [
    { name: 'accounts', object: 'Account', since },
    { name: 'accountsWithActivity', object: 'Account', where: isActive, since },
    { name: 'contacts', object: 'Contact', since },
    { name: 'contactsWithActivity', object: 'Contact', where: isActive, since },
    { name: 'opportunities', object: 'Opportunity', since },
    { name: 'activities', object: 'Task', where: `TaskSubtype IN (${subtypes}) AND IsClosed = true`, since },
    { name: 'activities', object: 'Event', since },
  ];
}

function outcomeCounts(goal: Goal, facts: OrgFacts): Counted[] {
  if (goal.object !== 'Lead') return [];
  const clauses = conditionClauses(goal, facts, conditionObject(goal) === 'Lead' ? '' : 'ConvertedOpportunity.');
  return [
    { name: 'conversions', object: 'Lead', where: allOf('IsConverted = true', ...clauses), since: 'ConvertedDate' },
  ];
}

/** The accounts of the opportunities that stand where the goal wants them, or the contacts with a role in them. */
function reachedSubquery(goal: Goal, facts: OrgFacts, ...further: string[]): string {
  if (goal.object === 'Contact') {
    const path = 'Opportunity.';
    const where = allOf(...conditionClauses(goal, facts, path), ...further.map((clause) => `${path}${clause}`));
    return `SELECT ContactId FROM OpportunityContactRole WHERE ${where}`;
  }
  const where = allOf('AccountId != null', ...conditionClauses(goal, facts, ''), ...further);
  return `SELECT AccountId FROM Opportunity WHERE ${where}`;
}

/** Contacts and accounts that have reached the goal at all, those that are old enough and have not, and old histories. */
function repeatedCounts(goal: Goal, facts: OrgFacts, now: Date): LiveCountQuery[] {
  const { object, timeframeDays } = goal;
  if (!facts[object] || !facts['Opportunity']) return [];
  const recently = isoMoment(now, RATE_DAYS);
  const over = `CreatedDate < ${isoMoment(now, timeframeDays)}`;
  const lately = `CreatedDate >= ${isoMoment(now, timeframeDays + RATE_DAYS)}`;
  const have = `Id IN (${reachedSubquery(goal, facts)})`;
  const haveLately = `Id IN (${reachedSubquery(goal, facts, `LastModifiedDate >= ${recently}`)})`;
  const haveNot = `Id NOT IN (${reachedSubquery(goal, facts)})`;
  const old = `CreatedDate < ${isoMoment(now, HALF_YEAR_DAYS + timeframeDays)}`;
  return [
    { name: 'conversions', period: 'total', soql: countSoql(object, have) },
    { name: 'conversions', period: 'recent', soql: countSoql(object, haveLately) },
    { name: 'nonConversions', period: 'total', soql: countSoql(object, over, haveNot) },
    { name: 'nonConversions', period: 'recent', soql: countSoql(object, over, lately, haveNot) },
    { name: 'oldRecords', period: 'total', soql: countSoql('Opportunity', old) },
  ];
}

/** Leads whose time is over without success, and leads from before the shortest history that shows enough. */
function lateCounts(goal: Goal, facts: OrgFacts, now: Date): LiveCountQuery[] {
  if (goal.object !== 'Lead') return repeatedCounts(goal, facts, now);
  const { timeframeDays, settings } = goal;
  const hasDates = settings.learnFrom === 'history';
  const open = 'IsConverted = false';
  const createdBefore = (days: number): string => `CreatedDate < ${isoMoment(now, days)}`;
  const createdFrom = (days: number): string => `CreatedDate >= ${isoMoment(now, days)}`;
  const over = hasDates ? createdBefore(timeframeDays) : undefined;
  const overRecently = createdFrom((hasDates ? timeframeDays : 0) + RATE_DAYS);
  const old = createdBefore(HALF_YEAR_DAYS + timeframeDays);
  return [
    { name: 'nonConversions', period: 'total', soql: countSoql('Lead', open, over) },
    { name: 'nonConversions', period: 'recent', soql: countSoql('Lead', open, over, overRecently) },
    { name: 'oldRecords', period: 'total', soql: countSoql('Lead', old) },
  ];
}

function countSoql(object: string, ...conditions: (string | undefined)[]): string {
  const where = allOf(...conditions);
  return `SELECT COUNT() FROM ${object}${where === undefined ? '' : ` WHERE ${where}`}`;
}

const isoMoment = (now: Date, daysBefore: number): string =>
  new Date(now.getTime() - daysBefore * DAY_MS).toISOString();
