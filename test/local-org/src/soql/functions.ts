import type { FieldFunctionExpression, FunctionExp } from '@jetstreamapp/soql-parser-js';
import type { DescribeField, FieldType } from '../schema/describe.ts';
import { invalidField, malformed } from './query-context.ts';
import type { Fragment, QueryContext } from './query-context.ts';
import type { Scope } from './scope.ts';

/** A field or a function of one, in SQL. */
export type Expression = Fragment & {
  type: FieldType;
  name: string;
  isAggregate: boolean;
  /** The field, if the expression is only a field: conditions check its type. */
  field?: DescribeField;
};

type Call = Pick<FunctionExp | FieldFunctionExpression, 'functionName' | 'rawValue'> & {
  parameters?: (string | Call)[];
};

const numeric: readonly FieldType[] = ['int', 'double', 'currency', 'percent'];

const part =
  (format: string): ((sql: string) => string) =>
  (sql) =>
    `CAST(strftime('${format}', ${sql}) AS INTEGER)`;

const month = part('%m');
const dateParts: Record<string, (sql: string) => string> = {
  CALENDAR_YEAR: part('%Y'),
  CALENDAR_QUARTER: (sql) => `((${month(sql)} + 2) / 3)`,
  CALENDAR_MONTH: month,
  FISCAL_YEAR: part('%Y'),
  FISCAL_QUARTER: (sql) => `((${month(sql)} + 2) / 3)`,
  FISCAL_MONTH: month,
  DAY_IN_MONTH: part('%d'),
  DAY_IN_WEEK: (sql) => `(${part('%w')(sql)} + 1)`,
  DAY_IN_YEAR: part('%j'),
  WEEK_IN_MONTH: (sql) => `((${part('%d')(sql)} + 6) / 7)`,
  WEEK_IN_YEAR: (sql) => `((${part('%j')(sql)} + 6) / 7)`,
  HOUR_IN_DAY: part('%H'),
};
const aggregates = ['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX'];

/** Translates a function call. Throws MALFORMED_QUERY for what SOQL or the local org does not have. */
export function translateFunction(context: QueryContext, scope: Scope, call: Call): Expression {
  const name = (call.functionName ?? '').toUpperCase();
  const [argument] = call.parameters ?? [];
  if (aggregates.includes(name)) return translateAggregate(context, scope, { name, argument });
  if (argument === undefined) throw malformed(`unexpected token: '${call.functionName ?? ''}'`);
  const inner =
    typeof argument === 'string' ? fieldExpression(scope, argument) : translateFunction(context, scope, argument);
  const datePart = dateParts[name];
  if (datePart !== undefined) {
    if (inner.type !== 'date' && inner.type !== 'datetime')
      throw invalidField(context, inner.name, `field ${inner.name} does not support the function ${name}`);
    return { ...inner, sql: datePart(inner.sql), type: 'int', field: undefined };
  }
  switch (name) {
    case 'DAY_ONLY':
      return { ...inner, sql: `substr(${inner.sql}, 1, 10)`, type: 'date', field: undefined };
    case 'CONVERTTIMEZONE':
      return {
        ...inner,
        sql: `in_zone(${inner.sql}, ?)`,
        parameters: [...inner.parameters, context.access.grants.timeZone],
        field: undefined,
      };
    case 'TOLABEL':
      return { ...inner, ...labelSql(inner) };
    case 'FORMAT':
      return {
        ...inner,
        sql: numeric.includes(inner.type) ? `format_number(${inner.sql})` : `CAST(${inner.sql} AS TEXT)`,
        type: 'string',
        field: undefined,
      };
    case 'CONVERTCURRENCY':
      return inner;
    default:
      throw malformed(`The function ${call.functionName ?? ''} is not supported by the local org`);
  }
}

function translateAggregate(
  context: QueryContext,
  scope: Scope,
  { name, argument }: { name: string; argument: string | Call | undefined },
): Expression {
  if (argument === undefined) {
    if (name !== 'COUNT') throw malformed(`unexpected token: ')'`);
    return { sql: 'COUNT(*)', parameters: [], type: 'int', name: '', isAggregate: true };
  }
  const inner =
    typeof argument === 'string' ? fieldExpression(scope, argument) : translateFunction(context, scope, argument);
  const { field } = inner;
  const isSum = name === 'SUM' || name === 'AVG';
  const isCount = name.startsWith('COUNT');
  if (
    field !== undefined &&
    ((!field.aggregatable && !(isCount && field.groupable)) || (isSum && !numeric.includes(field.type)))
  ) {
    throw invalidField(context, inner.name, `field ${inner.name} does not support aggregate operator ${name}`);
  }
  const sql = name === 'COUNT_DISTINCT' ? `COUNT(DISTINCT ${inner.sql})` : `${name}(${inner.sql})`;
  const type = isCount ? 'int' : name === 'AVG' ? 'double' : inner.type;
  return { sql, parameters: inner.parameters, type, name: inner.name, isAggregate: true };
}

export function fieldExpression(scope: Scope, path: string): Expression {
  const { sql, type, name, field } = scope.resolve(path);
  return { sql, parameters: [], type, name, field, isAggregate: false };
}

/** Values of a picklist as users see them. */
function labelSql({ sql, parameters, field }: Expression): Fragment {
  const different = (field?.picklistValues ?? []).filter(({ label, value }) => label !== value);
  if (different.length === 0) return { sql, parameters };
  const cases = different.map(() => 'WHEN ? THEN ?').join(' ');
  return {
    sql: `CASE ${sql} ${cases} ELSE ${sql} END`,
    parameters: [...parameters, ...different.flatMap(({ value, label }) => [value, label]), ...parameters],
  };
}
