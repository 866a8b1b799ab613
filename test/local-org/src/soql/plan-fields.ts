import type {
  FieldFunctionExpression,
  FieldType as QueryField,
  FieldTypeOf,
  Query,
  Subquery,
} from '@jetstreamapp/soql-parser-js';
import { OrgError } from '../org-error.ts';
import type { SchemaObject } from '../schema/schema.ts';
import { translateFunction } from './functions.ts';
import { findField, invalidField, malformed, unknownChildren } from './query-context.ts';
import type { QueryContext } from './query-context.ts';
import type { Column, Scope } from './scope.ts';
import { ColumnList } from './select-plan.ts';
import type { PlannedItem, PlannedParent, Select } from './select-plan.ts';
import { quote } from '../storage/tables.ts';

export type FieldPlan = { items: PlannedItem[]; columns: ColumnList; isAggregate: boolean; isCountOnly: boolean };

type Planning = {
  query: Query | Subquery;
  isGrouped: boolean;
  translateChildren: (children: Subquery, child: SchemaObject, link: string) => Select;
};

const unbulkable = (what: string): OrgError =>
  new OrgError('FUNCTIONALITY_NOT_ENABLED', `${what} not supported in Bulk Query`);

/** Plans what a query selects: which columns it needs and where their values go in an answer. */
export function planFields(
  context: QueryContext,
  scope: Scope,
  { query, isGrouped, translateChildren }: Planning,
): FieldPlan {
  const columns = new ColumnList();
  const items: PlannedItem[] = [];
  const fields = query.fields ?? [];
  const isAggregate =
    isGrouped || fields.some((field) => field.type === 'FieldFunctionExpression' && isAggregateCall(field));
  const first = fields[0];
  const isCountOnly =
    fields.length === 1 &&
    first?.type === 'FieldFunctionExpression' &&
    /^COUNT$/i.test(first.functionName) &&
    first.parameters.length === 0;
  if (isCountOnly && !isGrouped) return { items, columns, isAggregate: true, isCountOnly };
  if (context.forBulk && isAggregate) throw unbulkable('Aggregate functions are');
  let unnamed = 0;
  for (const field of fields) {
    switch (field.type) {
      case 'FieldFunctionExpression':
        if (field.functionName.toUpperCase() === 'FIELDS') {
          items.push(
            ...planAllFields(context, scope, { query, columns, which: String(field.parameters[0]).toUpperCase() }),
          );
          break;
        }
        items.push(planFunction(context, scope, { field, columns, nextName: () => `expr${unnamed++}` }));
        break;
      case 'FieldSubquery':
        if (context.forBulk) throw unbulkable('Nested queries are');
        items.push(planChildren(context, scope, { children: field.subquery, columns, translateChildren }));
        break;
      case 'FieldTypeof':
        if (context.forBulk) throw unbulkable('TYPEOF is');
        items.push(planTypeof(context, scope, { field, columns }));
        break;
      default:
        items.push(planField(context, scope, { field, columns, isAggregate }));
    }
  }
  if (!isAggregate) refuseTwice(items);
  return { items, columns, isAggregate, isCountOnly: false };
}

function refuseTwice(items: readonly PlannedItem[]): void {
  const seen = new Set<string>();
  for (const item of items) {
    if (item.kind !== 'value' || item.parents.length > 0) continue;
    if (seen.has(item.name)) throw new OrgError('INVALID_FIELD', `duplicate field selected: ${item.name}`);
    seen.add(item.name);
  }
}

// The parser calls date functions aggregates as well.
const isAggregateCall = ({ functionName }: FieldFunctionExpression): boolean =>
  ['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX'].includes(functionName.toUpperCase());

type PlainField = Extract<QueryField, { type: 'Field' | 'FieldRelationship' }>;

function planField(
  context: QueryContext,
  scope: Scope,
  { field, columns, isAggregate }: { field: PlainField; columns: ColumnList; isAggregate: boolean },
): PlannedItem {
  const path = field.type === 'FieldRelationship' ? [...field.relationships, field.field].join('.') : field.field;
  const column = scope.resolve(path);
  const alias = 'alias' in field ? field.alias : undefined;
  if (alias !== undefined && !isAggregate) throw malformed(`only aggregate expressions use field aliasing`);
  if (isAggregate)
    return {
      kind: 'value',
      parents: [],
      name: alias ?? column.name,
      index: columns.add(column.sql),
      type: column.type,
      ...(alias === undefined ? {} : { expression: path }),
    };
  return planColumn(context, scope, { column, columns });
}

function planColumn(
  context: QueryContext,
  scope: Scope,
  { column, columns }: { column: Column; columns: ColumnList },
): PlannedItem {
  const parents: PlannedParent[] = column.parents.map(({ name, idSql, isPolymorphic }) => ({
    name,
    idIndex: columns.add(idSql),
    isPolymorphic,
  }));
  const { name, type } = column;
  if (type !== 'address') return { kind: 'value', parents, name, index: columns.add(column.sql), type };
  if (context.forBulk) throw unbulkable('Selecting compound data is');
  const prefix = name.replace(/Address$/, '');
  const table = column.sql.slice(0, column.sql.lastIndexOf('.') + 1);
  const parts = addressParts.map((part) => ({
    name: part.charAt(0).toLowerCase() + part.slice(1),
    index: columns.add(`${table}${quote(prefix + part)}`),
  }));
  return { kind: 'compound', parents, name, parts };
}

const addressParts = ['City', 'Country', 'GeocodeAccuracy', 'Latitude', 'Longitude', 'PostalCode', 'State', 'Street'];

function planAllFields(
  context: QueryContext,
  scope: Scope,
  { query, columns, which }: { query: Query | Subquery; columns: ColumnList; which: string },
): PlannedItem[] {
  if (!['ALL', 'STANDARD', 'CUSTOM'].includes(which)) throw malformed(`unexpected token: '${which}'`);
  if (which !== 'STANDARD' && !(query.limit !== undefined && query.limit <= 200)) {
    throw malformed('The SOQL FIELDS function must have a LIMIT of at most 200');
  }
  const { readable } = context.access.fields(scope.object);
  return scope.object.fields
    .filter((field) => readable.has(field.name) && (which === 'ALL' || field.custom === (which === 'CUSTOM')))
    .map((field) => planColumn(context, scope, { column: scope.resolve(field.name), columns }));
}

function planFunction(
  context: QueryContext,
  scope: Scope,
  { field, columns, nextName }: { field: FieldFunctionExpression; columns: ColumnList; nextName: () => string },
): PlannedItem {
  const expression = translateFunction(context, scope, field);
  // These change how a field is shown, not which field it is.
  const keepsName = ['TOLABEL', 'CONVERTCURRENCY'].includes(field.functionName.toUpperCase());
  const name = field.alias ?? (keepsName ? expression.name : nextName());
  return {
    kind: 'value',
    parents: [],
    name,
    index: columns.add(expression.sql, expression.parameters),
    type: expression.type,
    ...(keepsName ? {} : { expression: callText(field) }),
  };
}

/** A call as the platform names its column: `avg(Amount)`. */
const callText = ({ functionName, parameters = [] }: FieldFunctionExpression): string => {
  const texts = parameters.map((parameter) => (typeof parameter === 'string' ? parameter : callText(parameter)));
  return `${functionName.toLowerCase()}(${texts.join(', ')})`;
};

function planChildren(
  context: QueryContext,
  scope: Scope,
  {
    children,
    columns,
    translateChildren,
  }: { children: Subquery; columns: ColumnList } & Pick<Planning, 'translateChildren'>,
): PlannedItem {
  const wanted = children.relationshipName.toLowerCase();
  const relationship = scope.object.childRelationships.find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === wanted,
  );
  const child = relationship === undefined ? undefined : context.schema.object(relationship.childSObject);
  if (relationship === undefined || child === undefined || !context.access.object(child).read) {
    throw unknownChildren(context, children.relationshipName);
  }
  findField(context, child, { name: relationship.field, path: children.relationshipName });
  return {
    kind: 'children',
    name: relationship.relationshipName ?? '',
    idIndex: columns.add(`${scope.alias}."Id"`),
    select: translateChildren(children, child, relationship.field),
  };
}

function planTypeof(
  context: QueryContext,
  scope: Scope,
  { field, columns }: { field: FieldTypeOf; columns: ColumnList },
): PlannedItem {
  const reference = scope.parentField(scope.object, field.field, field.field);
  if (reference.referenceTo.length < 2)
    throw invalidField(context, field.field, `TYPEOF is only for polymorphic relationships: ${field.field}`);
  const isReadable = (name: string): boolean => {
    const object = context.schema.object(name);
    return object !== undefined && context.access.object(object).read;
  };
  const named = field.conditions.map(({ objectType }) => objectType?.toLowerCase());
  const objects = new Map<string, { name: string; index: number; type: Column['type'] }[]>();
  for (const { objectType, fieldList } of field.conditions) {
    // ELSE applies to objects that no WHEN names, and may only select fields that all have.
    const targets = reference.referenceTo.filter((name) =>
      objectType === undefined
        ? !named.includes(name.toLowerCase()) && isReadable(name)
        : name.toLowerCase() === objectType.toLowerCase(),
    );
    if (objectType !== undefined && targets.length === 0) {
      throw invalidField(
        context,
        objectType,
        `Entity ${objectType} is not a valid type for relationship ${field.field}`,
      );
    }
    for (const target of targets) {
      const joined = scope.joinTarget(reference, target);
      const wanted =
        objectType === undefined
          ? fieldList.filter((name) => joined.object.fieldByName.has(name.toLowerCase()))
          : fieldList;
      const found = wanted.map((name) => {
        const described = findField(context, joined.object, { name, path: name });
        return { name: described.name, index: columns.add(scope.columnSql(joined, described)), type: described.type };
      });
      objects.set(target, found);
    }
  }
  const name = reference.relationshipName ?? field.field;
  return { kind: 'typeof', name, idIndex: columns.add(scope.visibleId(scope, reference)), objects };
}
