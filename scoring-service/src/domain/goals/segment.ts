import type { Finding, Goal, GoalCondition } from '@plumbline/contract';
import { factAt, isReadable } from '../org-facts.ts';
import type { FieldFact, OrgFacts } from '../org-facts.ts';
import { ScoringError } from '../scoring-error.ts';
import { goalClause } from './condition-soql.ts';
import { conditionColumns, conditionObject, typeOfCondition, valueProblem } from './goal-conditions.ts';
import type { ConditionColumn } from './goal-conditions.ts';

/** A segment limits a goal to the records that meet all its conditions, by their values of today. */
type Segmented = Pick<Goal, 'object' | 'segment'>;

/** The feature store's column for a field of a segment, which may be that of a parent (`RecordType.DeveloperName`). */
export const segmentColumn = (field: string): string => `segment_${field.replaceAll('.', '__').toLowerCase()}`;

/** The columns that the conditions read, each field once. Throws ScoringError `goal.invalid` naming the field. */
export function segmentColumns({ object, segment = [] }: Segmented, facts: OrgFacts): ConditionColumn[] {
  const columns = new Map<string, ConditionColumn>();
  for (const condition of segment) {
    const fact = requireField(facts, object, condition.field);
    requireOperator(condition);
    const type = typeOfCondition(fact);
    if (type === undefined)
      throw invalid(`${object}.${condition.field} has the type ${fact.type}, which conditions cannot use.`);
    const problem = valueProblem(fact, type, condition);
    if (problem !== undefined) throw invalid(problem);
    const column = segmentColumn(condition.field);
    const isMoney = fact.type === 'currency';
    columns.set(column, { path: condition.field, column, protection: 'none', type, ...(isMoney && { isMoney }) });
    const ofParent = isMoney ? parentCurrency(facts, object, condition.field) : undefined;
    if (ofParent !== undefined) {
      columns.set(segmentColumn(ofParent), {
        ...{ path: ofParent, column: segmentColumn(ofParent), protection: 'none', type: 'text' },
      });
    }
  }
  return [...columns.values()];
}

/** The path of the currency of a parent's amount (`Account.AnnualRevenue`); undefined where the org has one currency. */
function parentCurrency(facts: OrgFacts, object: string, path: string): string | undefined {
  const currency = currencyPath(path);
  return path.includes('.') && isReadable(facts, object, currency) ? currency : undefined;
}

/** The path of the currency that an amount at a path is in. */
export const currencyPath = (path: string): string => path.replace(/[^.]*$/, 'CurrencyIsoCode');

/** The conditions of a segment as SOQL on the scored object. */
export const segmentClauses = ({ object, segment = [] }: Segmented, facts: OrgFacts, currency?: string): string[] =>
  segment.flatMap(
    (condition) =>
      goalClause(condition, requireField(facts, object, condition.field), { path: condition.field, currency }) ?? [],
  );

/** Throws ScoringError `goal.invalid` where conditions or segment of a goal cannot be used, naming the field. */
export function requireDefinition(goal: Segmented & Pick<Goal, 'goalType' | 'conditions'>, facts: OrgFacts): void {
  conditionColumns(goal, facts);
  segmentColumns(goal, facts);
}

/** That a goal scores by another segment than its model was trained for, whose records it did not know. */
export const findOtherSegment = (
  { segment = [] }: Pick<Goal, 'segment'>,
  { segment: trained = [] }: Pick<Goal, 'segment'>,
): Finding[] =>
  JSON.stringify(segment) === JSON.stringify(trained)
    ? []
    : [{ code: 959, detail: segment.length === 0 ? 'it had one, and has none now.' : 'it was changed since.' }];

/** The fields of conditions and segment that the org cannot count by. */
export function unfilteredFields(
  { goalType, object, conditions, segment = [] }: Segmented & Pick<Goal, 'goalType' | 'conditions'>,
  facts: OrgFacts,
): string[] {
  const cannotFilter = (of: string, fields: readonly GoalCondition[]): string[] =>
    fields.flatMap(({ field }) => (factAt(facts, of, field)?.isFilterable === false ? `${of}.${field}` : []));
  return [...cannotFilter(conditionObject({ goalType }), conditions), ...cannotFilter(object, segment)];
}

/** The field at a path of at most one relationship. */
function requireField(facts: OrgFacts, object: string, path: string): FieldFact {
  const fact = factAt(facts, object, path);
  if (fact !== undefined) return fact;
  throw invalid(`${object}.${path} does not exist, or the integration user cannot read it.`);
}

function requireOperator({ operator, values, field }: GoalCondition): void {
  if (operator === 'changes to' || operator === 'changes from') {
    throw invalid(`the condition on ${field} asks for a change, which a record of today does not have.`);
  }
  if (values.length === 0 && operator !== 'is set' && operator !== 'is not set') {
    throw invalid(`the condition on ${field} has no value.`);
  }
}

const invalid = (problem: string): ScoringError =>
  new ScoringError('goal.invalid', {
    message: `The segment of the score goal cannot be used: ${problem}`,
    actions: ['Correct the segment of the score goal.', 'Give the integration user read access to its fields.'],
  });
