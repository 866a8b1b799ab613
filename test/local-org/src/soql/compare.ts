import type { Query } from '@jetstreamapp/soql-parser-js';
import { OrgError } from '../org-error.ts';
import type { FieldType } from '../schema/describe.ts';
import type { SqlValue } from '../storage/database.ts';
import type { Leaf } from './conditions.ts';
import { dateLiteralDays, dayText, localDay, startOfDay } from './date-literals.ts';
import { fieldExpression, translateFunction } from './functions.ts';
import type { Expression } from './functions.ts';
import { likePattern, literalValue, unquote } from './literals.ts';
import { invalidField, malformed, pointAt } from './query-context.ts';
import type { Fragment, QueryContext } from './query-context.ts';
import type { Scope } from './scope.ts';

const textTypes: readonly FieldType[] = [
  'string',
  'textarea',
  'picklist',
  'multipicklist',
  'combobox',
  'email',
  'phone',
  'url',
  'anyType',
];
const likeTypes: readonly FieldType[] = ['string', 'textarea', 'picklist', 'combobox', 'email', 'phone', 'url'];

/** Translates a sub-query of IN; an argument, because importing the translation would be circular. */
export type TranslateSubquery = (query: Query, left: string) => Fragment;

/** Translates one condition of a WHERE or HAVING. */
export function translateCondition(
  context: QueryContext,
  scope: Scope,
  { condition, translateSubquery }: { condition: Leaf; translateSubquery: TranslateSubquery },
): Fragment {
  const compared =
    'fn' in condition ? translateFunction(context, scope, condition.fn) : fieldExpression(scope, condition.field);
  const subject = inCurrencyOf(context, compared, condition);
  if (subject.field?.filterable === false)
    throw invalidField(context, subject.name, `field '${subject.name}' can not be filtered in a query call`);
  const operator = condition.operator.toUpperCase();
  if ('valueQuery' in condition)
    return compareWithQuery(subject, {
      operator,
      subquery: translateSubquery(condition.valueQuery, 'field' in condition ? condition.field : subject.name),
    });
  const values = Array.isArray(condition.value) ? condition.value : [condition.value];
  const types = Array.isArray(condition.literalType)
    ? condition.literalType
    : values.map(() => condition.literalType as string | undefined);
  const literals = values.map((value, index) => ({ value, literalType: types[index] }));
  const isDateLiteral = (type: string | undefined): boolean => type === 'DATE_LITERAL' || type === 'DATE_N_LITERAL';
  if (isDateLiteral(types[0])) return compareWithDays(context, subject, { operator, literals: values });
  if (operator === 'LIKE') return compareLike(context, subject, values);
  if (operator === 'INCLUDES' || operator === 'EXCLUDES')
    return compareIncludes(context, subject, { operator, values });
  const stored = literals.map((literal) => literalValue(context, subject, literal));
  if (operator === 'IN' || operator === 'NOT IN')
    return compareIn(subject, { isNegated: operator === 'NOT IN', values: stored });
  return compareValue(context, subject, { operator, value: stored[0] ?? null });
}

/** An amount in the currency of the literal that it is compared with (`USD5000`); without one, numbers are compared. */
function inCurrencyOf(context: QueryContext, subject: Expression, condition: Leaf): Expression {
  if (!('literalType' in condition && 'value' in condition) || subject.type !== 'currency') return subject;
  if (context.schema.object('CurrencyType') === undefined) return subject;
  const [type] = [condition.literalType].flat();
  if (type === undefined || !String(type).endsWith('_WITH_CURRENCY_PREFIX')) return subject;
  const [alias = ''] = subject.sql.split('.');
  const rateOf = (code: string): string => `(SELECT "ConversionRate" FROM "CurrencyType" WHERE "IsoCode" = ${code})`;
  const code = String([condition.value].flat()[0]).slice(0, 3);
  if (!/^[A-Z]{3}$/.test(code)) throw malformed(`unexpected token: '${code}'`);
  return { ...subject, sql: `(${subject.sql} * ${rateOf(`'${code}'`)} / ${rateOf(`${alias}."CurrencyIsoCode"`)})` };
}

/** Text of functions and coalesced columns has lost its column's collation. */
export const collation = ({ type, field }: Pick<Expression, 'type' | 'field'>): string =>
  textTypes.includes(type) && field?.caseSensitive !== true ? ' COLLATE NOCASE' : '';

function compareValue(
  context: QueryContext,
  subject: Expression,
  { operator, value }: { operator: string; value: SqlValue },
): Fragment {
  const { sql, parameters, type } = subject;
  // A boolean is never null, nor is text ever empty.
  const isNull = value === null || (value === '' && type !== 'boolean');
  if (operator === '=')
    return isNull
      ? { sql: `${sql} IS NULL`, parameters }
      : comparing(subject, `${sql} = ?${collation(subject)}`, value);
  if (operator === '!=' || operator === '<>') {
    return isNull
      ? { sql: `${sql} IS NOT NULL`, parameters }
      : comparing(subject, `${sql} IS NOT ?${collation(subject)}`, value);
  }
  if (type === 'boolean' || type === 'multipicklist')
    throw new OrgError(
      'INVALID_QUERY_FILTER_OPERATOR',
      `${pointAt(context.soql, subject.name)}invalid operator on ${type} field`,
    );
  return comparing(subject, `${sql} ${operator} ?${collation(subject)}`, value);
}

const comparing = ({ parameters }: Expression, sql: string, ...values: SqlValue[]): Fragment => ({
  sql,
  parameters: [...parameters, ...values],
});

function compareIn(subject: Expression, { isNegated, values }: { isNegated: boolean; values: SqlValue[] }): Fragment {
  const { parameters } = subject;
  const sql = `${subject.sql}${collation(subject)}`;
  const present = values.filter((value) => value !== null && value !== '');
  const list = `${sql} ${isNegated ? 'NOT IN' : 'IN'} (${present.map(() => '?').join(', ')})`;
  // A NULL in the list asks for empty fields; without one, NOT IN keeps them.
  const namesNull = present.length < values.length;
  if (namesNull === isNegated) {
    if (!isNegated) return { sql: list, parameters: [...parameters, ...present] };
    return { sql: `(${sql} IS NOT NULL AND ${list})`, parameters: [...parameters, ...parameters, ...present] };
  }
  return { sql: `(${sql} IS NULL OR ${list})`, parameters: [...parameters, ...parameters, ...present] };
}

function compareLike(context: QueryContext, subject: Expression, values: string[]): Fragment {
  if (!likeTypes.includes(subject.type))
    throw new OrgError(
      'INVALID_QUERY_FILTER_OPERATOR',
      `${pointAt(context.soql, subject.name)}invalid operator on ${subject.type} field`,
    );
  return {
    sql: `(${values.map(() => `${subject.sql} LIKE ? ESCAPE '\\'`).join(' OR ')})`,
    parameters: values.flatMap((value) => [...subject.parameters, likePattern(value)]),
  };
}

/** `'a;b'` asks for both, several values for any of them. */
function compareIncludes(
  context: QueryContext,
  subject: Expression,
  { operator, values }: { operator: string; values: string[] },
): Fragment {
  if (subject.type !== 'multipicklist')
    throw new OrgError(
      'INVALID_QUERY_FILTER_OPERATOR',
      `${pointAt(context.soql, subject.name)}includes/excludes operators only valid on multipicklist field`,
    );
  const alternatives = values.map((value) =>
    unquote(value)
      .split(';')
      .map((one) => `;${one.toLowerCase()};`),
  );
  const holds = `instr(';' || lower(${subject.sql}) || ';', ?) > 0`;
  const any = alternatives.map((all) => `(${all.map(() => holds).join(' AND ')})`).join(' OR ');
  const parameters = alternatives.flat();
  return operator === 'INCLUDES'
    ? { sql: `(${any})`, parameters }
    : { sql: `(${subject.sql} IS NULL OR NOT (${any}))`, parameters };
}

function compareWithDays(
  context: QueryContext,
  subject: Expression,
  { operator, literals }: { operator: string; literals: string[] },
): Fragment {
  const { type, sql } = subject;
  if (type !== 'date' && type !== 'datetime')
    throw invalidField(
      context,
      subject.name,
      `value of filter criterion for field '${subject.name}' must be of type ${type}`,
    );
  const { timeZone } = context.access.grants;
  const ranges = literals.map((literal) => {
    const days = dateLiteralDays(literal, localDay(context.now, timeZone));
    if (days === undefined) throw malformed(`${pointAt(context.soql, literal)}unexpected token: '${literal}'`);
    const bound = (day: number): string => (type === 'date' ? dayText(day) : startOfDay(day, timeZone).toISOString());
    return { from: bound(days.from), to: bound(days.to) };
  });
  if (operator === 'IN' || operator === 'NOT IN') {
    const inside = ranges.map(() => `(${sql} >= ? AND ${sql} < ?)`).join(' OR ');
    const parameters = ranges.flatMap(({ from, to }) => [from, to]);
    return { sql: operator === 'IN' ? `(${inside})` : `NOT IFNULL(${inside}, 0)`, parameters };
  }
  const { from, to } = ranges[0] ?? { from: '', to: '' };
  switch (operator) {
    case '=':
      return { sql: `(${sql} >= ? AND ${sql} < ?)`, parameters: [from, to] };
    case '!=':
      return { sql: `(${sql} IS NULL OR ${sql} < ? OR ${sql} >= ?)`, parameters: [from, to] };
    case '>':
      return { sql: `${sql} >= ?`, parameters: [to] };
    case '>=':
      return { sql: `${sql} >= ?`, parameters: [from] };
    case '<':
      return { sql: `${sql} < ?`, parameters: [from] };
    case '<=':
      return { sql: `${sql} < ?`, parameters: [to] };
    default:
      throw malformed(`unexpected token: '${operator.toLowerCase()}'`);
  }
}

function compareWithQuery(
  { sql, parameters }: Expression,
  { operator, subquery }: { operator: string; subquery: Fragment },
): Fragment {
  if (operator === 'IN')
    return { sql: `${sql} IN (${subquery.sql})`, parameters: [...parameters, ...subquery.parameters] };
  if (operator !== 'NOT IN') throw malformed(`unexpected token: '${operator.toLowerCase()}'`);
  return {
    sql: `(${sql} IS NULL OR ${sql} NOT IN (SELECT v FROM (${subquery.sql}) WHERE v IS NOT NULL))`,
    parameters: [...parameters, ...subquery.parameters],
  };
}
