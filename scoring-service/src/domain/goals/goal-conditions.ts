import type { Goal, GoalCondition } from '@plumbline/contract';
import type { SourceColumn } from '../features/source-plan.ts';
import { columnTypeOf, factOf } from '../org-facts.ts';
import type { ColumnType, FieldFact, OrgFacts } from '../org-facts.ts';
import { ScoringError } from '../scoring-error.ts';

/** The object whose fields the conditions of a goal speak of. */
export const conditionObject = ({ goalType }: Pick<Goal, 'goalType'>): string =>
  goalType === 'Lead converted' ? 'Lead' : 'Opportunity';

/** Column of the value that a condition speaks of. */
export const conditionColumn = (field: string): string => `condition_${field}`;

/** The columns that the conditions read, each field once. Throws ScoringError `goal.invalid` naming the field. */
export function conditionColumns(goal: Pick<Goal, 'goalType' | 'conditions'>, facts: OrgFacts): SourceColumn[] {
  const object = conditionObject(goal);
  if (goal.goalType === 'Opportunity updated' && goal.conditions.length === 0) {
    throw invalid('The goal does not say which update of an opportunity reaches it.');
  }
  const columns = new Map<string, SourceColumn>();
  for (const condition of goal.conditions) {
    requireUsable(goal, condition);
    const { field } = condition;
    const fact = factOf(facts, object, field);
    if (fact === undefined) {
      throw new ScoringError('goal.invalid', {
        message: `The goal speaks of ${object}.${field}, which the integration user cannot read or which does not exist.`,
        actions: [`Give the integration user read access to ${object}.${field}.`, 'Clone the score goal without it.'],
      });
    }
    const type = typeOfCondition(fact);
    if (type === undefined) throw invalid(`${object}.${field} cannot be part of a goal: its type is ${fact.type}.`);
    requireValues(type, condition);
    const column = conditionColumn(fact.name);
    columns.set(column, { path: fact.name, column, protection: 'none', type });
  }
  return [...columns.values()];
}

/** History names of the fields of the conditions, `created` included; empty where no history is needed. */
export function conditionHistory(
  { goalType, conditions }: Pick<Goal, 'goalType' | 'conditions'>,
  facts: OrgFacts,
): string[] {
  if (goalType !== 'Opportunity updated') return [];
  const known = conditions.map(({ field }) => factOf(facts, 'Opportunity', field)).filter((fact) => fact !== undefined);
  return [...new Set([...known.map(historyNameOf), 'created'])];
}

/** History calls a standard lookup by its relationship (`Owner`), every other field by its name. */
export const historyNameOf = ({ name, type, isCustom }: Pick<FieldFact, 'name' | 'type' | 'isCustom'>): string =>
  type === 'reference' && !isCustom ? name.replace(/Id$/, '') : name;

/** What a condition reads a field as; undefined for a type that no goal can speak of. */
export function typeOfCondition(fact: Pick<FieldFact, 'type'>): ColumnType | undefined {
  return fact.type === 'reference' || fact.type === 'id' ? 'text' : columnTypeOf(fact);
}

type Definition = Pick<Goal, 'object' | 'goalType' | 'conditions' | 'timeframeDays'>;

/** What a goal predicts, in a sentence: "Lead converts within 90 days." Its conditions follow where it has any. */
export function describeGoal({ object, goalType, conditions, timeframeDays }: Definition): string {
  const within = `within ${timeframeDays} days`;
  const rows = conditions.map(describeCondition).join(' and ');
  if (goalType === 'Lead converted') {
    return rows === '' ? `${object} converts ${within}.` : `${object} converts ${within}, and ${rows}.`;
  }
  const updated = `An opportunity of the ${object.toLowerCase()} is updated ${within}`;
  return rows === '' ? `${updated}.` : `${updated}: ${rows}.`;
}

/** One row of a goal: `StageName changes to Closed Won or Signed`. Of a negation none of the values may hold. */
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

function requireValues(type: ColumnType, { values, field }: GoalCondition): void {
  if (!values.every(canBe[type])) throw invalid(`A value of the condition on ${field} is no ${type}.`);
}

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
    actions: ['Clone the score goal and define it again: a definition cannot be changed.'],
  });
