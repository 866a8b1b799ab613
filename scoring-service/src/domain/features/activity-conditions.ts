import { isReadable } from '../org-facts.ts';
import type { OrgFacts } from '../org-facts.ts';
import { allOf, quoteSoql } from '../soql.ts';

/** Subtypes of tasks that are calls and e-mails; other tasks (reminders) are not activities with a person. */
export const activitySubtypes = { call: ['Call'], email: ['Email', 'ListEmail'] } as const;

/** The relationship prefix (`Task.`) of an activity that is read through its relation to a person. */
type Place = { path?: string };

const isAnyOf = (field: string, values: readonly string[]): string =>
  `${field} IN (${values.map(quoteSoql).join(', ')})`;

/** The tasks that are e-mails, as SOQL. */
export const emailTaskCondition = isAnyOf('TaskSubtype', activitySubtypes.email);

/** A series has a master beside its occurrences, which are activities of their own. */
const isNoSeries = (facts: OrgFacts, object: 'Task' | 'Event', path: string): string | undefined =>
  isReadable(facts, object, 'IsRecurrence') ? `${path}IsRecurrence = false` : undefined;

/**
 * The tasks that are calls or e-mails, as SOQL. Telephony packages log calls as plain tasks with a call type or with the
 * type that `callTypes` names.
 */
export function taskCondition(facts: OrgFacts, callTypes: readonly string[], { path = '' }: Place = {}): string {
  const kinds = [isAnyOf(`${path}TaskSubtype`, Object.values(activitySubtypes).flat())];
  if (isReadable(facts, 'Task', 'CallType')) kinds.push(`${path}CallType != null`);
  if (callTypes.length > 0 && isReadable(facts, 'Task', 'Type')) kinds.push(isAnyOf(`${path}Type`, callTypes));
  const isCounted = kinds.length === 1 ? kinds.join('') : `(${kinds.join(' OR ')})`;
  return allOf(isCounted, isNoSeries(facts, 'Task', path)) ?? isCounted;
}

/** The events that are meetings, as SOQL: one for each meeting, not one for each invited colleague. */
export const eventCondition = (facts: OrgFacts, { path = '' }: Place = {}): string | undefined =>
  allOf(isReadable(facts, 'Event', 'IsChild') ? `${path}IsChild = false` : undefined, isNoSeries(facts, 'Event', path));

const isPerson = (facts: OrgFacts, object: 'TaskRelation' | 'EventRelation'): string | undefined =>
  isReadable(facts, object, 'IsWhat') ? 'IsWhat = false' : undefined;

/** The relations of calls and e-mails to people, as SOQL on `TaskRelation`. */
export const taskRelationCondition = (facts: OrgFacts, callTypes: readonly string[]): string | undefined =>
  allOf(isPerson(facts, 'TaskRelation'), taskCondition(facts, callTypes, { path: 'Task.' }));

/** The relations of meetings to people, as SOQL on `EventRelation`. */
export const eventRelationCondition = (facts: OrgFacts): string | undefined =>
  allOf(isPerson(facts, 'EventRelation'), eventCondition(facts, { path: 'Event.' }));

/** The value of `EmailMessage.Status` for a draft, which nobody has received. */
const DRAFT = '5';

/** E-mails that were sent or received, as SOQL on `EmailMessage`. */
export const emailCondition = (facts: OrgFacts, { path = '' }: Place = {}): string | undefined =>
  isReadable(facts, 'EmailMessage', 'Status') ? `${path}Status != ${quoteSoql(DRAFT)}` : undefined;

/** The relations of e-mails to leads and contacts, as SOQL on `EmailMessageRelation`. */
export const emailRelationCondition = (facts: OrgFacts): string | undefined =>
  allOf(
    isReadable(facts, 'EmailMessageRelation', 'RelationObjectType')
      ? isAnyOf('RelationObjectType', ['Contact', 'Lead'])
      : 'RelationId != null',
    emailCondition(facts, { path: 'EmailMessage.' }),
  );
