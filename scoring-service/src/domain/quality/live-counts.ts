import type { Goal } from '@plumbline/contract';
import { emailCondition, emailTaskCondition, eventCondition, taskCondition } from '../features/activity-conditions.ts';
import { conditionClauses } from '../goals/condition-soql.ts';
import { conditionObject } from '../goals/goal-conditions.ts';
import { segmentClauses } from '../goals/segment.ts';
import { isReadable } from '../org-facts.ts';
import type { OrgFacts } from '../org-facts.ts';
import { shareOf } from '../figures.ts';
import { allOf } from '../soql.ts';
import { daysBefore } from '../time.ts';
import { HALF_YEAR_DAYS } from './check-source.ts';
import { formatCount, formatPercent } from './findings.ts';

/** The period of the current rate, in days. */
const RATE_DAYS = 90;

/** A current count, and how much of it was added within the last 90 days. */
export type LiveCount = { total: number; recent: number };

/** What a readiness check counts in the org. An unreadable object counts 0. */
export const liveCountNames = [
  'accounts',
  'contacts',
  'opportunities',
  /** Phone calls, e-mails and meetings. */
  'activities',
  /** Records that have reached the goal. */
  'conversions',
  /** Records whose timeframe is over without reaching the goal. */
  'nonConversions',
  'accountsWithActivity',
  'contactsWithActivity',
  /** Records older than half a year plus the timeframe. */
  'oldRecords',
  'emails',
  'personAccounts',
] as const;

export type LiveCountName = (typeof liveCountNames)[number];

export type LiveCounts = Record<LiveCountName, LiveCount>;

/** One query; results with the same name and period are added up. */
type LiveCountQuery = { name: LiveCountName; period: keyof LiveCount; soql: string };

/** Adds up the results of the queries, which are in the same order. */
export function toLiveCounts(queries: LiveCountQuery[], figures: number[]): LiveCounts {
  const counts = Object.fromEntries(liveCountNames.map((name) => [name, { total: 0, recent: 0 }])) as LiveCounts;
  queries.forEach(({ name, period }, index) => {
    counts[name][period] += figures[index] ?? 0;
  });
  return counts;
}

/** A figure and its threshold; `daysToPass` is undefined where the current rate does not reach the threshold. */
export type LiveFigure = {
  figure: number;
  threshold: number;
  isEnough: boolean;
  detail: string;
  daysToPass?: number;
};

/** Longer waits are not predicted. */
const LONGEST_WAIT_DAYS = 3650;

/** A count with the threshold that it must reach. */
export function countFigure({ total, recent }: LiveCount, threshold: number): LiveFigure {
  const isEnough = total >= threshold;
  return {
    ...{ figure: total, threshold, isEnough, detail: formatCount(total) },
    daysToPass: isEnough ? undefined : daysUntil(threshold - total, recent),
  };
}

/** A share of a whole with its threshold (both 0 to 1), in percent. New records enter with their own share. */
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
  // A figure that is short by rounding, or by counts taken at different times, still needs a day.
  const days = Math.max(1, Math.ceil((missing * RATE_DAYS) / recent));
  return days <= LONGEST_WAIT_DAYS ? days : undefined;
}

/** The fields of the org, and its corporate currency where it has several. */
export type CountedOrg = { facts: OrgFacts; currency?: string };

/** One count: the object, its condition, and the field with the time from which a record counts. */
type Counted = { name: LiveCountName; object: string; where?: string; since: string };

/**
 * The queries of a readiness check, one figure each, for `toLiveCounts`. Unreadable objects are not queried. Throws
 * ScoringError `goal.invalid`.
 */
export function liveCountQueries(goal: Goal, org: CountedOrg, now: Date): LiveCountQuery[] {
  const { facts } = org;
  const readable = [...recordCounts(goal, facts), ...outcomeCounts(goal, org)].filter(({ object }) => facts[object]);
  const recently = isoBefore(now, RATE_DAYS);
  return [
    ...readable.flatMap(({ name, object, where, since }): LiveCountQuery[] => {
      const limit = since === 'ConvertedDate' ? recently.slice(0, 10) : recently;
      return [
        { name, period: 'total', soql: countSoql(object, where) },
        { name, period: 'recent', soql: countSoql(object, where, `${since} >= ${limit}`) },
      ];
    }),
    ...lateCounts(goal, org, now),
  ];
}

function recordCounts({ settings }: Goal, facts: OrgFacts): Counted[] {
  const tasks = allOf(taskCondition(facts, settings.callTypes), 'IsClosed = true');
  const since = 'CreatedDate';
  const isActive = 'LastActivityDate != null';
  return [
    { name: 'accounts', object: 'Account', since },
    { name: 'accountsWithActivity', object: 'Account', where: isActive, since },
    { name: 'contacts', object: 'Contact', since },
    { name: 'contactsWithActivity', object: 'Contact', where: isActive, since },
    { name: 'opportunities', object: 'Opportunity', since },
    { name: 'activities', object: 'Task', where: tasks, since },
    { name: 'activities', object: 'Event', where: eventCondition(facts), since },
    { name: 'emails', object: 'Task', where: emailTaskCondition, since },
    { name: 'emails', object: 'EmailMessage', where: emailCondition(facts), since },
    ...(isReadable(facts, 'Account', 'IsPersonAccount')
      ? [{ name: 'personAccounts' as const, object: 'Account', where: 'IsPersonAccount = true', since }]
      : []),
  ];
}

function outcomeCounts(goal: Goal, { facts, currency }: CountedOrg): Counted[] {
  if (goal.object !== 'Lead') return [];
  const path = conditionObject(goal) === 'Lead' ? '' : 'ConvertedOpportunity.';
  const clauses = conditionClauses(goal, facts, { path, currency });
  return [
    {
      name: 'conversions',
      object: 'Lead',
      where: allOf('IsConverted = true', ...clauses, ...segmentClauses(goal, facts, currency)),
      since: 'ConvertedDate',
    },
  ];
}

/** The accounts of opportunities that meet the goal's conditions, or the contacts with a role in them. */
function reachedSubquery(goal: Goal, { facts, currency }: CountedOrg, ...further: string[]): string {
  if (goal.object === 'Contact') {
    const path = 'Opportunity.';
    const where = allOf(
      ...conditionClauses(goal, facts, { path, currency }),
      ...further.map((clause) => `${path}${clause}`),
    );
    return `SELECT ContactId FROM OpportunityContactRole WHERE ${where}`;
  }
  const where = allOf('AccountId != null', ...conditionClauses(goal, facts, { currency }), ...further);
  return `SELECT AccountId FROM Opportunity WHERE ${where}`;
}

/** For contacts and accounts: those that reached the goal, those that did not within the timeframe, and old opportunities. */
function repeatedCounts(goal: Goal, org: CountedOrg, now: Date): LiveCountQuery[] {
  const { object, timeframeDays } = goal;
  const { facts, currency } = org;
  if (!facts[object] || !facts['Opportunity']) return [];
  const recently = isoBefore(now, RATE_DAYS);
  const over = `CreatedDate < ${isoBefore(now, timeframeDays)}`;
  const lately = `CreatedDate >= ${isoBefore(now, timeframeDays + RATE_DAYS)}`;
  const have = `Id IN (${reachedSubquery(goal, org)})`;
  const haveLately = `Id IN (${reachedSubquery(goal, org, `LastModifiedDate >= ${recently}`)})`;
  const haveNot = `Id NOT IN (${reachedSubquery(goal, org)})`;
  const old = `CreatedDate < ${isoBefore(now, HALF_YEAR_DAYS + timeframeDays)}`;
  const segment = segmentClauses(goal, facts, currency);
  return [
    { name: 'conversions', period: 'total', soql: countSoql(object, have, ...segment) },
    { name: 'conversions', period: 'recent', soql: countSoql(object, haveLately, ...segment) },
    { name: 'nonConversions', period: 'total', soql: countSoql(object, over, haveNot, ...segment) },
    { name: 'nonConversions', period: 'recent', soql: countSoql(object, over, lately, haveNot, ...segment) },
    { name: 'oldRecords', period: 'total', soql: countSoql('Opportunity', old) },
  ];
}

/** For leads: those whose timeframe ended without conversion, and those older than the history that is needed. */
function lateCounts(goal: Goal, org: CountedOrg, now: Date): LiveCountQuery[] {
  if (goal.object !== 'Lead') return repeatedCounts(goal, org, now);
  const { facts, currency } = org;
  const { timeframeDays, settings } = goal;
  const hasDates = settings.learnFrom === 'history';
  const open = 'IsConverted = false';
  const createdBefore = (days: number): string => `CreatedDate < ${isoBefore(now, days)}`;
  const createdFrom = (days: number): string => `CreatedDate >= ${isoBefore(now, days)}`;
  const over = hasDates ? createdBefore(timeframeDays) : undefined;
  const overRecently = createdFrom((hasDates ? timeframeDays : 0) + RATE_DAYS);
  const old = createdBefore(HALF_YEAR_DAYS + timeframeDays);
  const segment = segmentClauses(goal, facts, currency);
  return [
    { name: 'nonConversions', period: 'total', soql: countSoql('Lead', open, over, ...segment) },
    { name: 'nonConversions', period: 'recent', soql: countSoql('Lead', open, over, overRecently, ...segment) },
    { name: 'oldRecords', period: 'total', soql: countSoql('Lead', old, ...segment) },
  ];
}

function countSoql(object: string, ...conditions: (string | undefined)[]): string {
  const where = allOf(...conditions);
  return `SELECT COUNT() FROM ${object}${where === undefined ? '' : ` WHERE ${where}`}`;
}

const isoBefore = (now: Date, days: number): string => daysBefore(now, days).toISOString();
