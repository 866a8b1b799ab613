import { isRecordId } from '@plumbline/contract';
import type { Goal, GoalCondition } from '@plumbline/contract';
import { capitalized } from '../figures.ts';
import { columnTypeOf, factOf, requireFact } from '../org-facts.ts';
import type { ColumnType, FieldFact, OrgFacts } from '../org-facts.ts';
import { ScoringError } from '../scoring-error.ts';

/** The object that the conditions of a goal are on. */
export const conditionObject = ({ goalType }: Pick<Goal, 'goalType'>): string =>
  goalType === 'Lead converted' ? 'Lead' : 'Opportunity';

/** The feature store's column for the field of a condition. */
export const conditionColumn = (field: string): string => `condition_${field}`;

/** A field that conditions read, and its column in the feature store. */
export type ConditionColumn = { path: string; column: string; protection: 'none'; type: ColumnType; isMoney?: boolean };

/** The columns that the conditions read, each field once. Throws ScoringError `goal.invalid` naming the field. */
export function conditionColumns(goal: Pick<Goal, 'goalType' | 'conditions'>, facts: OrgFacts): ConditionColumn[] {
  const object = conditionObject(goal);
  if (goal.goalType === 'Opportunity updated' && goal.conditions.length === 0) {
    throw invalid('The goal has no condition that says which update of an opportunity reaches it.');
  }
  const columns = new Map<string, ConditionColumn>();
  for (const condition of goal.conditions) {
    requireUsable(goal, condition);
    const { field } = condition;
    const fact = requireFact(facts, object, field);
    const type = typeOfCondition(fact);
    if (type === undefined) throw invalid(`${object}.${field} cannot be part of a goal: its type is ${fact.type}.`);
    const problem = valueProblem(fact, type, condition);
    if (problem !== undefined) throw invalid(capitalized(problem));
    const column = conditionColumn(fact.name);
    const money = fact.type === 'currency' && { isMoney: true };
    columns.set(column, { path: fact.name, column, protection: 'none', type, ...money });
  }
  return [...columns.values()];
}

/** Names of the conditions' fields in field history, with `created`; empty where no history is needed. */
export function conditionHistory(
  { goalType, conditions }: Pick<Goal, 'goalType' | 'conditions'>,
  facts: OrgFacts,
): string[] {
  if (goalType !== 'Opportunity updated') return [];
  const known = conditions.map(({ field }) => factOf(facts, 'Opportunity', field)).filter((fact) => fact !== undefined);
  return [...new Set([...known.map(historyNameOf), 'created'])];
}

/** The name of a field in field history: a standard lookup's relationship (`Owner`), otherwise the field's own name. */
export const historyNameOf = ({ name, type, isCustom }: Pick<FieldFact, 'name' | 'type' | 'isCustom'>): string =>
  type === 'reference' && !isCustom ? name.replace(/Id$/, '') : name;

/** The type that a condition reads a field as; undefined for a type that conditions do not support. */
export function typeOfCondition(fact: Pick<FieldFact, 'type'>): ColumnType | undefined {
  return fact.type === 'reference' || fact.type === 'id' ? 'text' : columnTypeOf(fact);
}

type Definition = Pick<Goal, 'object' | 'goalType' | 'conditions' | 'timeframeDays' | 'segment'>;

/** What a goal predicts, in a sentence with its conditions: "Lead converts within 90 days." */
export function describeGoal({ object, goalType, conditions, timeframeDays, segment = [] }: Definition): string {
  const only = segment.length === 0 ? '' : ` Only where ${segment.map(describeCondition).join(' and ')}.`;
  const within = `within ${timeframeDays} days`;
  const rows = conditions.map(describeCondition).join(' and ');
  if (goalType === 'Lead converted') {
    return rows === '' ? `${object} converts ${within}.${only}` : `${object} converts ${within}, and ${rows}.${only}`;
  }
  const updated = `An opportunity of the ${object.toLowerCase()} is updated ${within}`;
  return rows === '' ? `${updated}.${only}` : `${updated}: ${rows}.${only}`;
}

/** One condition in words: `StageName changes to Closed Won or Signed`. Values of a negation are joined with nor. */
function describeCondition({ field, operator, values }: GoalCondition): string {
  if (operator === 'is set' || operator === 'is not set') return `${field} ${operator}`;
  return `${field} ${operator} ${values.join(operator === 'not equals' ? ' nor ' : ' or ')}`;
}

function requireUsable(goal: Pick<Goal, 'goalType'>, { operator, values, field }: GoalCondition): void {
  const needsNone = operator === 'is set' || operator === 'is not set';
  if (!needsNone && values.length === 0) throw invalid(`The condition on ${field} has no value.`);
  if (operator === 'changes from' && goal.goalType === 'Lead converted') {
    throw invalid(`The condition on ${field} asks for a change, which a lead's conversion does not have.`);
  }
}

/** What is wrong with the values of a condition: one that is not of the field's type. Undefined where nothing is. */
export function valueProblem(
  { type: fieldType }: Pick<FieldFact, 'type'>,
  type: ColumnType,
  { operator, values, field }: GoalCondition,
): string | undefined {
  const isId = (fieldType === 'reference' || fieldType === 'id') && !partial.has(operator);
  const isValid = isId ? isRecordId : canBe[type];
  return values.every(isValid)
    ? undefined
    : `a value of the condition on ${field} is not ${isId ? 'a record id' : typeWords[type]}.`;
}

/** Operators that compare a part of the value. */
const partial = new Set<GoalCondition['operator']>(['contains', 'starts with']);

const typeWords: Record<ColumnType, string> = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date such as 2026-11-30',
  datetime: 'a time such as 2026-11-30T09:00:00Z',
};

const canBe: Record<ColumnType, (value: string) => boolean> = {
  text: () => true,
  number: (value) => value.trim() !== '' && Number.isFinite(Number(value)),
  boolean: (value) => /^(?:true|false)$/i.test(value),
  date: (value) => /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value)),
  datetime: (value) => /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value)),
};

const invalid = (message: string): ScoringError =>
  new ScoringError('goal.invalid', {
    message,
    actions: ['Correct the condition. A definition that is saved cannot be changed: clone the score goal.'],
  });
