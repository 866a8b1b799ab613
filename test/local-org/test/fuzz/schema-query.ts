import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { DescribeSObject } from '../../src/schema/describe.ts';
import { fieldsOf, pathsOf } from './queried-schema.ts';
import type { Path, Schema } from './queried-schema.ts';
import { condition } from './schema-condition.ts';

/** A query that is right by construction, in its parts, so that what it answers can be judged. */
export type SchemaQuery = {
  object: string;
  select: string[];
  where: string | undefined;
  order: { path: Path; isDescending: boolean; areNullsLast: boolean } | undefined;
  limit: number | undefined;
  offset: number | undefined;
};

const maybe = <Value>(value: Arbitrary<Value>): Arbitrary<Value | undefined> => fc.option(value, { nil: undefined });

/** Children of one relationship with some of their own fields. */
function children(schema: Schema, { childRelationships }: DescribeSObject): Arbitrary<string>[] {
  return childRelationships.flatMap(({ relationshipName, childSObject }) => {
    const paths = pathsOf(schema, childSObject, 0).map(({ path }) => path);
    if (relationshipName === null || paths.length === 0) return [];
    const fields = fc.uniqueArray(fc.constantFrom(...paths), { minLength: 1, maxLength: 3 });
    const limit = maybe(fc.nat({ max: 5 }));
    return fc
      .tuple(fields, limit)
      .map(
        ([names, count]) => `(SELECT ${names.join(', ')} FROM ${relationshipName}${count ? ` LIMIT ${count}` : ''})`,
      );
  });
}

/** Queries of one object. */
function queryOf(schema: Schema, describe: DescribeSObject, depth: number): Arbitrary<SchemaQuery> {
  const paths = pathsOf(schema, describe.name, depth);
  const columns = fc.uniqueArray(fc.constantFrom(...paths.map(({ path }) => path)), { minLength: 1, maxLength: 6 });
  const subqueries = children(schema, describe);
  const child = subqueries.length === 0 ? fc.constant(undefined) : maybe(fc.oneof(...subqueries));
  const sortable = paths.filter(({ field }) => field.sortable);
  return fc.record({
    object: fc.constant(describe.name),
    select: fc.tuple(columns, child).map(([names, one]) => (one === undefined ? names : [...names, one])),
    where: maybe(condition(schema, describe.name, paths)),
    order: maybe(
      fc.record({ path: fc.constantFrom(...sortable), isDescending: fc.boolean(), areNullsLast: fc.boolean() }),
    ),
    limit: maybe(fc.nat({ max: 50 })),
    offset: maybe(fc.nat({ max: 20 })),
  });
}

const numeric = new Set(['int', 'double', 'currency', 'percent']);

/** Groups of one object with figures. */
function groupedOf(schema: Schema, describe: DescribeSObject): Arbitrary<string>[] {
  const paths = pathsOf(schema, describe.name, 1);
  const groupable = paths.filter(({ field }) => field.groupable && field.sortable).map(({ path }) => path);
  const figures = fieldsOf(describe)
    .filter(({ aggregatable }) => aggregatable)
    .flatMap(({ name, type }) =>
      ['MIN', 'MAX', ...(numeric.has(type) ? ['SUM', 'AVG'] : [])].map((f) => `${f}(${name})`),
    );
  if (groupable.length === 0) return [];
  return [
    fc
      .record({
        groups: fc.uniqueArray(fc.constantFrom(...groupable), { minLength: 1, maxLength: 2 }),
        figure: fc.constantFrom('COUNT(Id)', 'COUNT_DISTINCT(Id)', ...figures),
        where: maybe(condition(schema, describe.name, paths)),
        having: maybe(fc.nat({ max: 3 })),
        isOrdered: fc.boolean(),
        limit: maybe(fc.nat({ max: 10 })),
      })
      .map(({ groups, figure, where, having, isOrdered, limit }) =>
        [
          `SELECT ${groups.join(', ')}, ${figure} figure FROM ${describe.name}`,
          where === undefined ? '' : ` WHERE ${where}`,
          ` GROUP BY ${groups.join(', ')}`,
          having === undefined ? '' : ` HAVING COUNT(Id) > ${having}`,
          isOrdered ? ` ORDER BY ${groups[0] ?? ''} DESC NULLS LAST` : '',
          limit === undefined ? '' : ` LIMIT ${limit}`,
        ].join(''),
      ),
  ];
}

export const orderText = ({ path, isDescending, areNullsLast }: NonNullable<SchemaQuery['order']>): string =>
  ` ORDER BY ${path.path}${isDescending ? ' DESC' : ''} NULLS ${areNullsLast ? 'LAST' : 'FIRST'}`;

export const queryText = ({ object, select, where, order, limit, offset }: SchemaQuery): string =>
  [
    `SELECT ${select.join(', ')} FROM ${object}`,
    where === undefined ? '' : ` WHERE ${where}`,
    order === undefined ? '' : orderText(order),
    limit === undefined ? '' : ` LIMIT ${limit}`,
    offset === undefined ? '' : ` OFFSET ${offset}`,
  ].join('');

/** Queries of all objects, or of the named ones, right by construction; `depth` is how far they reach for parents. */
export const schemaQuery = (
  schema: Schema,
  { objects = [...schema.keys()], depth = 2 }: { objects?: string[]; depth?: number } = {},
): Arbitrary<SchemaQuery> =>
  fc.oneof(
    ...[...schema.values()].filter(({ name }) => objects.includes(name)).map((one) => queryOf(schema, one, depth)),
  );

/** Grouped queries of all objects, right by construction. */
export const groupedQuery = (schema: Schema): Arbitrary<string> =>
  fc.oneof(...[...schema.values()].flatMap((describe) => groupedOf(schema, describe)));
