import type { Goal, GoalCondition, Operator } from '@plumbline/contract';
import { columnTypeOf, requireFact } from '../org-facts.ts';
import type { ColumnType, FieldFact, OrgFacts } from '../org-facts.ts';
import { ScoringError } from '../scoring-error.ts';
import { quoteSoql } from '../soql.ts';
import { conditionObject } from './goal-conditions.ts';

/** How a clause names its field, and what its amounts are in: both optional. */
type ClauseOptions = {
  path?: string;
  /** The corporate currency of an org of several. */
  currency?: string;
};

/** The conditions of a goal as SOQL; `path` is the relationship prefix before each field (`Opportunity.`). */
export function conditionClauses(goal: Goal, facts: OrgFacts, { path = '', currency }: ClauseOptions = {}): string[] {
  const object = conditionObject(goal);
  return goal.conditions.flatMap((condition) => {
    const fact = requireFact(facts, object, condition.field);
    return goalClause(condition, fact, { path: `${path}${fact.name}`, currency }) ?? [];
  });
}

/**
 * A condition of a goal as SOQL on `path`. SOQL does not see changes, only their outcome: `changes to` becomes equals,
 * `changes from` becomes not equals. An amount is compared in the corporate currency. Undefined for a field
 * that cannot be filtered, such as an encrypted one. Throws ScoringError `goal.invalid` for a value that is not of the
 * field's type.
 */
export function goalClause(
  { operator, values }: GoalCondition,
  fact: FieldFact,
  { path = fact.name, currency }: ClauseOptions = {},
): string | undefined {
  if (!fact.isFilterable) return undefined;
  if (operator === 'is set') return `${path} != null`;
  if (operator === 'is not set') return `${path} = null`;
  const comparison = comparisons[operator];
  if (comparison !== undefined)
    return anyOf(values.map((value) => `${path} ${comparison} ${literal(value.trim(), fact, currency)}`));
  if (operator === 'contains') return anyOf(values.map((value) => `${path} LIKE '%${likeText(value)}%'`));
  if (operator === 'starts with') return anyOf(values.map((value) => `${path} LIKE '${likeText(value)}%'`));
  const list = values.map((value) => literal(value.trim(), fact, currency)).join(', ');
  return operator === 'not equals' || operator === 'changes from' ? `${path} NOT IN (${list})` : `${path} IN (${list})`;
}

const comparisons: Partial<Record<Operator, string>> = {
  'greater than': '>',
  'greater or equal': '>=',
  'less than': '<',
  'less or equal': '<=',
};

const anyOf = (clauses: string[]): string => (clauses.length === 1 ? clauses.join('') : `(${clauses.join(' OR ')})`);

/** A text inside a SOQL string with its wildcards escaped. */
const likeText = (value: string): string => quoteSoql(value).slice(1, -1).replace(/[%_]/g, '\\$&');

const forms: Partial<Record<ColumnType, RegExp>> = {
  number: /^-?\d+(?:\.\d+)?$/,
  boolean: /^(?:true|false)$/i,
  date: /^\d{4}-\d{2}-\d{2}$/,
  datetime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/,
};

/** A value as SOQL writes it: without an exponent, and with the time of a datetime. */
function formOf(value: string, type: ColumnType): string {
  if (type === 'number' && /^[+-]?\d.*e/i.test(value)) return String(Number(value));
  return type === 'datetime' && forms.date?.test(value) ? `${value}T00:00:00Z` : value;
}

function literal(given: string, fact: FieldFact, currency: string | undefined): string {
  const type = columnTypeOf(fact) ?? 'text';
  const form = forms[type];
  if (form === undefined) return quoteSoql(given);
  const value = formOf(given, type);
  // A number without a currency compares with amounts of every currency as if they were of one. SOQL has no negative
  // number with a currency.
  const isAmount = currency !== undefined && fact.type === 'currency' && !value.startsWith('-');
  if (form.test(value)) return isAmount ? `${currency}${value}` : value;
  throw new ScoringError('goal.invalid', {
    message: `A value of the condition on ${fact.name} is not of the field's type (${fact.type}).`,
    actions: ['Clone the score goal and correct the value: a definition cannot be changed.'],
  });
}
