import type { Goal } from '@plumbline/contract';
import { allOf, quoteSoql } from '../features/build-soql.ts';
import { factOf } from '../features/field-kind.ts';
import { goalClause } from '../features/goal-clauses.ts';
import { conditionObject } from '../features/goal-conditions.ts';
import { activitySubtypes } from '../features/source-columns.ts';
import type { OrgFacts } from '../features/source-plan.ts';
import { HALF_YEAR_DAYS } from '../quality/check-source.ts';
import { RATE_DAYS } from '../quality/live-counts.ts';
import type { LiveCountName, LiveCountQuery } from '../quality/live-counts.ts';
import { ScoringError } from '../scoring-error.ts';

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

/** The conditions of a goal as SOQL, on the fields that stand at the end of `path`. */
function conditionClauses(goal: Goal, facts: OrgFacts, path: string): string[] {
  const object = conditionObject(goal);
  return goal.conditions.map((condition) => {
    const fact = factOf(facts, object, condition.field);
    if (fact === undefined) throw unreadable(object, condition.field);
    return goalClause(condition, fact, `${path}${fact.name}`);
  });
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

const unreadable = (object: string, field: string): ScoringError =>
  new ScoringError('goal.invalid', {
    message: `The goal speaks of ${object}.${field}, which the integration user cannot read or which does not exist.`,
    actions: [`Give the integration user read access to ${object}.${field}.`, 'Clone the score goal without it.'],
  });
