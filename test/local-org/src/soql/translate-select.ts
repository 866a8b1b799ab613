import type { Query, Subquery } from '@jetstreamapp/soql-parser-js';
import { isPlatformEvent } from '../events/platform-event.ts';
import { OrgError } from '../org-error.ts';
import { rowFilter } from '../sharing/row-filter.ts';
import { quote } from '../storage/tables.ts';
import type { SchemaObject } from '../schema/schema.ts';
import { translateCondition } from './compare.ts';
import { translateConditions } from './conditions.ts';
import { fieldExpression, translateFunction } from './functions.ts';
import { checkGrouping, groupings, translateOrder } from './grouping.ts';
import { findObject, fragment, joinFragments, malformed } from './query-context.ts';
import type { Fragment, QueryContext } from './query-context.ts';
import { Scope } from './scope.ts';
import { checkSemiJoinPlaces, checkSubselect, resolveSelected } from './semi-joins.ts';
import { planFields } from './plan-fields.ts';
import type { Select } from './select-plan.ts';

const maximumOffset = 2_000;
/** A limit is a 32-bit number. */
const maximumLimit = 2_147_483_647;

/** Translates a query, child sub-queries included. Throws `OrgError` in the platform's words. */
export function translateSelect(context: QueryContext, query: Query): Select {
  const object = queriedObject(context, query);
  return translateFrom(context, { query, object });
}

/** Events are subscribed to, not queried. */
function queriedObject(context: QueryContext, { sObject = '' }: Query): SchemaObject {
  const object = findObject(context, sObject);
  if (!isPlatformEvent(object)) return object;
  throw new OrgError('INVALID_TYPE_FOR_OPERATION', `entity type ${object.name} does not support query`);
}

/** Translates a select over a resolved object. `link` restricts the rows of a sub-query to a parent's id. */
export function translateFrom(
  context: QueryContext,
  { query, object, link }: { query: Query | Subquery; object: SchemaObject; link?: string },
): Select {
  const scope = new Scope(context, object, query.sObjectAlias);
  const groups = groupings(query);
  const plan = planFields(context, scope, {
    query,
    isGrouped: groups.length > 0,
    translateChildren: (children, child, childLink) =>
      translateFrom(context, { query: children, object: child, link: childLink }),
  });
  if (plan.isAggregate) checkGrouping(context, scope, { query, groups });
  const where = translateWhere(context, scope, query, link);
  const grouping = groups.map((group) =>
    'field' in group ? fieldExpression(scope, group.field) : translateFunction(context, scope, group.fn),
  );
  const groupBy = grouping.length === 0 ? fragment('') : prefixed(' GROUP BY ', joinFragments(grouping, ', '));
  const having =
    query.having === undefined ? fragment('') : prefixed(' HAVING ', translateHaving(context, scope, query));
  const order = translateOrder(context, scope, {
    query,
    items: plan.items,
    columns: plan.columns,
    isAggregate: plan.isAggregate,
  });
  const idIndex = plan.isAggregate ? -1 : plan.columns.add(`${scope.alias}."Id"`);
  const limit = translateLimit(query);
  const columns = {
    sql: plan.columns.sql.map((sql, index) => `${sql} AS c${index}`).join(', '),
    parameters: plan.columns.parameters,
  };
  const from = prefixed(' FROM ', fragment(scope.from));
  const tail = joinFragments([from, where, groupBy, having, order, limit], '');
  // A limited count counts the rows within the limit.
  const sql = plan.isCountOnly
    ? `SELECT COUNT(*) AS c0 FROM (SELECT 1${tail.sql})`
    : `SELECT ${columns.sql}${tail.sql}`;
  return {
    object: object.name,
    sql,
    parameters: plan.isCountOnly ? tail.parameters : [...columns.parameters, ...tail.parameters],
    items: plan.items,
    idIndex,
    isAggregate: plan.isAggregate,
    isCountOnly: plan.isCountOnly,
  };
}

const prefixed = (prefix: string, { sql, parameters }: Fragment): Fragment => ({ sql: prefix + sql, parameters });

function translateWhere(
  context: QueryContext,
  scope: Scope,
  query: Query | Subquery,
  link: string | undefined,
): Fragment {
  const conditions: Fragment[] = [];
  if (!context.includeDeleted) {
    conditions.push(fragment(`${scope.alias}."IsDeleted" = 0`));
    // Archived records are returned only where deleted records are.
    if (scope.object.fieldByName.has('isarchived')) conditions.push(fragment(`${scope.alias}."IsArchived" = 0`));
  }
  const seen = rowFilter(context, scope.object, scope.alias);
  if (seen !== undefined) conditions.push(fragment(seen));
  if (link !== undefined) conditions.push(fragment(`${scope.alias}.${quote(link)} = :parent`));
  if (query.usingScope?.toLowerCase() === 'mine') {
    conditions.push(fragment(`${scope.resolve('OwnerId').sql} = ?`, context.access.grants.userId));
  }
  if (query.where !== undefined) {
    checkSemiJoinPlaces(query.where);
    const where = translateConditions(context.soql, query.where, (condition) =>
      translateCondition(context, scope, {
        condition,
        translateSubquery: (subquery, left) => translateSemiJoin(context, scope, { query: subquery, left }),
      }),
    );
    conditions.push({ sql: `(${where.sql})`, parameters: where.parameters });
  }
  return conditions.length === 0 ? fragment('') : prefixed(' WHERE ', joinFragments(conditions, ' AND '));
}

function translateHaving(context: QueryContext, scope: Scope, { having }: Query | Subquery): Fragment {
  if (having === undefined) return fragment('');
  return translateConditions(context.soql, having, (condition) =>
    translateCondition(context, scope, {
      condition,
      translateSubquery: () => {
        throw malformed('semi join sub-selects are not allowed in HAVING');
      },
    }),
  );
}

/** The ids that an inner query of IN gives, as column `v`. */
function translateSemiJoin(
  context: QueryContext,
  outer: Scope,
  { query, left }: { query: Query; left: string },
): Fragment {
  const object = queriedObject(context, query);
  checkSubselect(context, query, { object, outer: outer.object });
  const inner = new Scope(context, object, query.sObjectAlias);
  const column = resolveSelected(context, { inner, outer, left }, query);
  const where = translateWhere(context, inner, query, undefined);
  return { sql: `SELECT ${column.sql} AS v FROM ${inner.from}${where.sql}`, parameters: where.parameters };
}

function translateLimit({ limit, offset = 0 }: Query | Subquery): Fragment {
  if (offset > maximumOffset) {
    throw new OrgError('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${maximumOffset}`);
  }
  if (limit !== undefined && limit > maximumLimit) throw malformed(`For input string: "${limit}"`);
  if (limit === undefined && offset === 0) return fragment('');
  return fragment(` LIMIT ${limit ?? -1}${offset > 0 ? ` OFFSET ${offset}` : ''}`);
}
