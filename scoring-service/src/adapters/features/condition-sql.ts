import type { GoalCondition, Operator } from '@plumbline/contract';
import type { ColumnType } from '../../domain/org-facts.ts';
import { quoteText, readText } from './sql-text.ts';

const comparisons: Partial<Record<Operator, string>> = {
  'greater than': '>',
  'greater or equal': '>=',
  'less than': '<',
  'less or equal': '<=',
};

const shortId = /^[a-zA-Z0-9]{15}$/;

/** A value of a goal as SQL; texts are compared as the platform does, without regard to case. */
function literal(value: string, type: ColumnType): string {
  if (type === 'number') return `${quoteText(value)}::DOUBLE`;
  if (type === 'boolean') return `${quoteText(value)}::BOOLEAN`;
  return type === 'text' ? `lower(${quoteText(value)})` : readText(quoteText(value), type);
}

/** Whether a text of the org fulfils a condition, as SQL that is true or false: values are alternatives. */
export function conditionSql(
  { operator, values, field }: GoalCondition,
  { text, type }: { text: string; type: ColumnType },
): string {
  const read = readText(text, type);
  if (operator === 'is set') return `${read} IS NOT NULL`;
  if (operator === 'is not set') return `${read} IS NULL`;
  const value = type === 'text' ? `lower(${read})` : read;
  const any = (test: (value: string) => string): string => `coalesce(${values.map(test).join(' OR ')}, false)`;
  // An id in its short form is told apart by case.
  const isEqual = (given: string): string =>
    field.endsWith('Id') && shortId.test(given)
      ? `left(${read}, 15) = ${quoteText(given)}`
      : `${value} = ${literal(given, type)}`;
  const comparison = comparisons[operator];
  if (comparison !== undefined) return any((given) => `${value} ${comparison} ${literal(given, type)}`);
  if (operator === 'not equals') return `NOT ${any(isEqual)}`;
  const lowerText = `lower(${readText(text, 'text')})`;
  if (operator === 'contains') return any((given) => `contains(${lowerText}, ${literal(given, 'text')})`);
  if (operator === 'starts with') return any((given) => `starts_with(${lowerText}, ${literal(given, 'text')})`);
  return any(isEqual);
}
