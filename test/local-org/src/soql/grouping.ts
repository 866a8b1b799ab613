import type {
  FieldType as QueryField,
  GroupByClause,
  OrderByClause,
  Query,
  Subquery,
} from '@jetstreamapp/soql-parser-js';
import { collation } from './compare.ts';
import { fieldExpression, translateFunction } from './functions.ts';
import { invalidField, joinFragments, malformed } from './query-context.ts';
import type { Fragment, QueryContext } from './query-context.ts';
import type { Scope } from './scope.ts';
import type { ColumnList, PlannedItem } from './select-plan.ts';

const asList = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** The GROUP BY of a query. Sub-totals are refused. */
export function groupings(query: Query | Subquery): GroupByClause[] {
  const groups = asList(query.groupBy);
  const subTotal = groups.find(
    (group) => 'fn' in group && ['ROLLUP', 'CUBE'].includes((group.fn.functionName ?? '').toUpperCase()),
  );
  if (subTotal !== undefined) throw malformed('GROUP BY ROLLUP and CUBE are not supported by the local org');
  return groups;
}

const withoutSpaces = (text: string): string => text.replace(/\s+/g, '').toLowerCase();

function pathOf(field: QueryField): string | undefined {
  if (field.type === 'Field') return field.field;
  return field.type === 'FieldRelationship' ? [...field.relationships, field.field].join('.') : undefined;
}

/** Every plain field of an aggregate query must be one of its groups. */
export function checkGrouping(
  context: QueryContext,
  scope: Scope,
  { query, groups }: { query: Query | Subquery; groups: GroupByClause[] },
): void {
  const grouped = new Set(
    groups.map((group) => ('field' in group ? scope.resolve(group.field).sql : withoutSpaces(group.fn.rawValue ?? ''))),
  );
  for (const group of groups) {
    if (!('field' in group)) continue;
    const { field, name } = scope.resolve(group.field);
    if (!field.groupable)
      throw invalidField(context, group.field, `field '${name}' can not be grouped in a query call`);
  }
  for (const field of query.fields ?? []) {
    const path = pathOf(field);
    const isGrouped =
      path !== undefined
        ? grouped.has(scope.resolve(path).sql)
        : field.type === 'FieldFunctionExpression' &&
          (field.isAggregateFn === true || grouped.has(withoutSpaces(field.rawValue ?? '')));
    if (!isGrouped) throw malformed(`Field must be grouped or aggregated: ${path ?? 'sub-query'}`);
  }
}

type Ordered = { query: Query | Subquery; items: PlannedItem[]; columns: ColumnList; isAggregate: boolean };

/** An aggregate query can be ordered only by its groups and aggregates. */
function checkOrder(scope: Scope, { query, items }: Pick<Ordered, 'query' | 'items'>): void {
  const names = new Set(items.flatMap((item) => (item.kind === 'value' ? [item.name.toLowerCase()] : [])));
  const grouped = new Set(
    groupings(query).flatMap((group) => ('field' in group ? [scope.resolve(group.field).sql] : [])),
  );
  for (const clause of asList<OrderByClause>(query.orderBy)) {
    if (!('field' in clause) || names.has(clause.field.toLowerCase())) continue;
    if (grouped.has(scope.resolve(clause.field).sql)) continue;
    throw malformed(`Ordered field must be grouped or aggregated: ${clause.field}`);
  }
}

/** ORDER BY: nulls come first by default, and equal rows are ordered by id. */
export function translateOrder(
  context: QueryContext,
  scope: Scope,
  { query, items, columns, isAggregate }: Ordered,
): Fragment {
  if (isAggregate) checkOrder(scope, { query, items });
  const byId = { sql: `${scope.alias}."Id"`, parameters: [] };
  const clauses = asList<OrderByClause>(query.orderBy).map((clause): Fragment => {
    const aliased =
      'field' in clause && isAggregate
        ? items.find((item) => item.kind === 'value' && item.name.toLowerCase() === clause.field.toLowerCase())
        : undefined;
    const expression =
      aliased?.kind === 'value'
        ? { sql: `c${aliased.index}`, parameters: [], field: undefined, name: aliased.name, type: aliased.type }
        : 'field' in clause
          ? fieldExpression(scope, clause.field)
          : translateFunction(context, scope, clause.fn);
    if (expression.field?.sortable === false) {
      throw invalidField(context, expression.name, `field '${expression.name}' can not be sorted in a query call`);
    }
    return {
      sql: `${expression.sql}${collation(expression)} ${clause.order ?? 'ASC'} NULLS ${clause.nulls ?? 'FIRST'}`,
      parameters: expression.parameters,
    };
  });
  // A count has no order, a grouped result only the requested one.
  const isUnordered = isAggregate || columns.sql.length === 0;
  const all = isUnordered ? clauses : [...clauses, byId];
  if (all.length === 0) return { sql: '', parameters: [] };
  const { sql, parameters } = joinFragments(all, ', ');
  return { sql: ` ORDER BY ${sql}`, parameters };
}
