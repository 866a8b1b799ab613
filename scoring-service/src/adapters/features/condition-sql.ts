import type { GoalCondition, Operator } from '@plumbline/contract';
import { conditionColumn, historyNameOf } from '../../domain/goals/goal-conditions.ts';
import type { ColumnType } from '../../domain/org-facts.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { inCorporateCurrency } from './currency-sql.ts';
import { plannedTable } from './load-tables.ts';
import { quoteName, quoteText, readText } from './sql-text.ts';

/** Whether a text of the org meets a condition, as SQL that is true or false (never NULL). Values are alternatives. */
export function conditionSql(
  { operator, values, field }: GoalCondition,
  { text, type }: { text: string; type: ColumnType },
): string {
  const read = readText(text, type);
  if (operator === 'is set') return `${read} IS NOT NULL`;
  if (operator === 'is not set') return `${read} IS NULL`;
  const value = type === 'text' ? `lower(${read})` : read;
  const any = (test: (value: string) => string): string => `coalesce(${values.map(test).join(' OR ')}, false)`;
  const isEqual = (given: string): string => {
    const expected = given.trim();
    // 15-character ids are case-sensitive.
    return field.endsWith('Id') && shortId.test(expected)
      ? `left(${read}, 15) = ${quoteText(expected)}`
      : `${value} = ${literal(expected, type)}`;
  };
  const comparison = comparisons[operator];
  if (comparison !== undefined) return any((expected) => `${value} ${comparison} ${literal(expected, type)}`);
  if (operator === 'not equals') return `NOT ${any(isEqual)}`;
  const lowerText = `lower(${readText(text, 'text')})`;
  if (operator === 'contains') return any((expected) => `contains(${lowerText}, ${literal(expected, 'text')})`);
  if (operator === 'starts with') return any((expected) => `starts_with(${lowerText}, ${literal(expected, 'text')})`);
  return any(isEqual);
}

/** A condition with the type of its field and the name of the field in history. */
export type TypedCondition = GoalCondition & { type: ColumnType; historyName: string; isMoney: boolean };

export function typedConditions(plan: SourcePlan, table: 'lead' | 'opportunity'): TypedCondition[] {
  const columns = plannedTable(plan, table)?.columns ?? [];
  return plan.goal.conditions.map((condition) => {
    const name = conditionColumn(condition.field).toLowerCase();
    const column = columns.find((other) => other.column.toLowerCase() === name);
    const field = column?.path ?? condition.field;
    const isCustom = field.endsWith('__c');
    // Only a lookup's name ends this way among standard fields.
    const fieldType = field.endsWith('Id') ? 'reference' : 'string';
    return {
      ...condition,
      field,
      type: column?.type ?? 'text',
      isMoney: column?.isMoney ?? false,
      historyName: historyNameOf({ name: field, type: fieldType, isCustom }),
    };
  });
}

/** Whether all of some tests hold. */
export const allOf = (tests: readonly string[]): string => (tests.length === 0 ? 'true' : tests.join(' AND '));

/** Whether a converted lead meets the goal's conditions: its current values count, because a converted lead is read-only. */
export const convertedSql = (plan: SourcePlan): string =>
  allOf(
    typedConditions(plan, 'lead').map((condition) =>
      conditionSql(condition, {
        text: amountText(plan, condition, `l.${quoteName(conditionColumn(condition.field))}`),
        type: condition.type,
      }),
    ),
  );

/** The text of an amount of a lead or of the opportunity of a save, in the corporate currency; other texts as they are. */
export function amountText(plan: SourcePlan, { isMoney }: TypedCondition, text: string): string {
  if (!isMoney) return text;
  const amount =
    plan.goal.goalType === 'Lead converted'
      ? ({ table: 'lead', alias: 'l' } as const)
      : ({ table: 'opportunity', alias: 'o', at: 'v.saved_at' } as const);
  return `(${inCorporateCurrency(plan, readText(text, 'number'), amount)})::VARCHAR`;
}

const comparisons: Partial<Record<Operator, string>> = {
  'greater than': '>',
  'greater or equal': '>=',
  'less than': '<',
  'less or equal': '<=',
};

const shortId = /^[a-zA-Z0-9]{15}$/;

/** A value of a condition as SQL; like on the platform, texts compare without regard to case. */
function literal(value: string, type: ColumnType): string {
  if (type === 'number') return `${quoteText(value)}::DOUBLE`;
  if (type === 'boolean') return `${quoteText(value)}::BOOLEAN`;
  return type === 'text' ? `lower(${quoteText(value)})` : readText(quoteText(value), type);
}
