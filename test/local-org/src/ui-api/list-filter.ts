import type { DescribeField, DescribeSObject } from '../schema/describe.ts';
import { resolveColumn } from './list-column.ts';
import type { ListColumn } from './list-column.ts';
import type { ListFilter, ListView } from './list-definition.ts';
import { soqlText } from './record-source.ts';
import type { RecordSource } from './record-source.ts';
import { illegalParameter } from './ui-api-error.ts';

const numeric = new Set(['int', 'double', 'currency', 'percent']);

const usDate = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2}) ([AP]M))?$/;

/** A time as list views write it (`7/31/2026`, `LAST_N_DAYS:7`, ISO) in SOQL. */
function datetimeLiteral({ type }: DescribeField, text: string): string {
  if (/^[A-Z_]+(:\d+)?$/i.test(text)) return text.toUpperCase();
  const [, month = '', day = '', year = '', hour, minute = '00', half] = usDate.exec(text) ?? [];
  const date = year === '' ? text.slice(0, 10) : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw illegalParameter(`Invalid date in a list filter: ${text}`);
  if (type === 'date') return date;
  if (year === '' && text.length > 10) return text;
  const hours = hour === undefined ? 0 : (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  return `${date}T${String(hours).padStart(2, '0')}:${minute}:00Z`;
}

/** A value as SOQL compares a field of this type with it. */
export function fieldLiteral(field: DescribeField, text: string): string {
  if (text === '') return 'null';
  if (field.type === 'boolean') return ['1', 'true'].includes(text.toLowerCase()) ? 'true' : 'false';
  if (field.type === 'date' || field.type === 'datetime') return datetimeLiteral(field, text);
  if (!numeric.has(field.type)) return soqlText(text);
  if (!Number.isFinite(Number(text))) throw illegalParameter(`Invalid number in a list filter: ${text}`);
  return String(Number(text));
}

const escapeLike = (text: string): string => text.replaceAll(/[%_]/g, '\\$&');

const like = (path: string, pattern: string): string => `${path} LIKE ${soqlText(pattern)}`;

const anyOf = (conditions: string[]): string => `(${conditions.join(' OR ')})`;
const allOf = (conditions: string[]): string => `(${conditions.join(' AND ')})`;

type Compare = (column: ListColumn, values: string[]) => string;

const comparing =
  (operator: string): Compare =>
  ({ path, field }, values) =>
    anyOf(values.map((value) => `${path} ${operator} ${fieldLiteral(field, value)}`));

/** Operations of list views; several values are alternatives. */
const operations: Record<string, Compare> = {
  equals: comparing('='),
  notEqual: ({ path, field }, values) => allOf(values.map((value) => `${path} != ${fieldLiteral(field, value)}`)),
  lessThan: comparing('<'),
  greaterThan: comparing('>'),
  lessOrEqual: comparing('<='),
  greaterOrEqual: comparing('>='),
  contains: ({ path }, values) => anyOf(values.map((value) => like(path, `%${escapeLike(value)}%`))),
  notContain: ({ path }, values) => allOf(values.map((value) => `(NOT ${like(path, `%${escapeLike(value)}%`)})`)),
  startsWith: ({ path }, values) => anyOf(values.map((value) => like(path, `${escapeLike(value)}%`))),
  includes: ({ path }, values) => `${path} INCLUDES (${values.map(soqlText).join(', ')})`,
  excludes: ({ path }, values) => `${path} EXCLUDES (${values.map(soqlText).join(', ')})`,
};

/** The values of a filter: separated by commas, blank for none. */
export const filterValues = ({ value }: ListFilter): string[] => value.split(',').map((one) => one.trim());

function filterCondition(source: RecordSource, describe: DescribeSObject, filter: ListFilter): string {
  const column = resolveColumn(source, describe, filter.column);
  const compare = operations[filter.operation];
  if (column === undefined || compare === undefined) {
    throw illegalParameter(`Invalid list filter: ${filter.column} ${filter.operation}`);
  }
  return compare(column, filterValues(filter));
}

function combine(conditions: string[], booleanFilter: string | undefined): string[] {
  if (booleanFilter === undefined) return conditions;
  if (!/^(\d+|AND|OR|NOT|[()\s])+$/i.test(booleanFilter)) throw illegalParameter(`Invalid filter: ${booleanFilter}`);
  const combined = booleanFilter.replaceAll(/\d+/g, (number) => {
    const condition = conditions[Number(number) - 1];
    if (condition === undefined) throw illegalParameter(`Invalid filter: ${booleanFilter}`);
    return condition;
  });
  return [`(${combined})`];
}

const mine = new Set(['Mine', 'MineAndMyGroups']);

function scopeConditions({ user }: RecordSource, { scope, queue }: ListView): string[] {
  if (mine.has(scope)) return [`OwnerId = ${soqlText(user.id)}`];
  if (scope !== 'Queue' || queue === undefined) return [];
  return [`OwnerId IN (SELECT Id FROM Group WHERE DeveloperName = ${soqlText(queue)})`];
}

/** The conditions of a list view in SOQL; all of them must hold. */
export function listConditions(source: RecordSource, describe: DescribeSObject, view: ListView): string[] {
  const filters = view.filters.map((filter) => filterCondition(source, describe, filter));
  return [...scopeConditions(source, view), ...combine(filters, view.booleanFilter)];
}
