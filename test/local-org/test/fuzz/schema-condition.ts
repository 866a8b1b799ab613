import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { DescribeField } from '../../src/schema/describe.ts';
import type { Path, Schema } from './queried-schema.ts';

const escaped = (text: string): string =>
  text
    .replace(/['\\]/g, (one) => `\\${one}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');

const quoted = (text: Arbitrary<string>): Arbitrary<string> => text.map((one) => `'${escaped(one)}'`);

const anyText = fc.oneof(
  fc.constantFrom('Open - Not Contacted', 'a', 'Berlin', '', "O'Neil", 'back\\slash', 'Zoë 💥'),
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0')),
);

const comparing = ['=', '!=', '<', '<=', '>', '>='];
const number = fc.oneof(fc.integer({ min: -1_000_000, max: 1_000_000 }).map(String), fc.constantFrom('0.5', '-12.75'));
const times = ['2026-01-31T08:00:00Z', '2024-02-29T23:59:59.999+01:00', '1999-12-31T00:00:00-0800'];
const days = ['2026-01-31', '2024-02-29', '1999-12-31'];
const dateLiterals = [
  ...['TODAY', 'YESTERDAY', 'LAST_WEEK', 'THIS_MONTH', 'NEXT_QUARTER', 'LAST_90_DAYS', 'THIS_FISCAL_YEAR'],
  ...['LAST_N_DAYS:30', 'NEXT_N_WEEKS:2', 'LAST_N_MONTHS:7', 'N_YEARS_AGO:1', 'LAST_N_FISCAL_QUARTERS:2'],
];
const recordIds = ["'00QLo0000000001MAA'", "'00QLo0000000001'", "'005Lo0000000001IAA'"];

/** Values that fit a field, and whether they have an order. */
function valuesOf({ type, picklistValues }: DescribeField): Arbitrary<string> {
  switch (type) {
    case 'boolean':
      return fc.constantFrom('true', 'FALSE');
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return number;
    case 'date':
      return fc.constantFrom(...days, ...dateLiterals);
    case 'datetime':
      return fc.constantFrom(...times, ...dateLiterals);
    case 'id':
    case 'reference':
      return fc.constantFrom(...recordIds);
    default: {
      const values = picklistValues.map(({ value }) => `'${escaped(value)}'`);
      return values.length === 0 ? quoted(anyText) : fc.oneof(fc.constantFrom(...values), quoted(anyText));
    }
  }
}

const unordered = new Set(['boolean', 'multipicklist']);
const liked = new Set(['string', 'email', 'phone', 'url', 'picklist', 'combobox']);

/** Conditions on one field, of every operator that its type has. */
function comparison({ path, field }: Path): Arbitrary<string> {
  const value = valuesOf(field);
  const operators = unordered.has(field.type) ? ['=', '!='] : comparing;
  const plain = fc.tuple(fc.constantFrom(...operators), value).map(([operator, one]) => `${path} ${operator} ${one}`);
  const isEmpty = fc.constantFrom('=', '!=').map((operator) => `${path} ${operator} NULL`);
  const isIn = fc
    .tuple(fc.constantFrom('IN', 'NOT IN'), fc.array(value, { minLength: 1, maxLength: 3 }))
    // A list has values of one kind.
    .map(([operator, [first = '']]) => `${path} ${operator} (${first})`);
  const pattern = quoted(fc.constantFrom('%', 'a%', '%e_', '100\\%%', '_'));
  const isLike = pattern.map((one) => `${path} LIKE ${one}`);
  const includes = fc
    .tuple(fc.constantFrom('INCLUDES', 'EXCLUDES'), value)
    .map(([operator, one]) => `${path} ${operator} (${one})`);
  if (field.type === 'boolean') return plain;
  if (field.type === 'multipicklist') return fc.oneof(plain, includes);
  return fc.oneof(plain, isEmpty, isIn, ...(liked.has(field.type) ? [isLike] : []));
}

/** Objects that no sub-select of IN may read. */
const withoutSemiJoins = new Set(['Attachment', 'Event', 'EventRelation', 'Note', 'Task', 'TaskRelation']);

/** Ids that a query of another object gives. */
function semiJoins(schema: Schema, object: string, paths: readonly Path[]): Arbitrary<string>[] {
  return paths.flatMap(({ path, field }) => {
    const target = field.referenceTo.find((name) => name !== object && schema.has(name) && !withoutSemiJoins.has(name));
    if (field.type !== 'reference' || path.includes('.') || target === undefined) return [];
    return [fc.constantFrom('IN', 'NOT IN').map((operator) => `${path} ${operator} (SELECT Id FROM ${target})`)];
  });
}

/** Conditions on these paths that are right by construction: AND and OR never on one level, semi-joins on the first. */
export function condition(schema: Schema, object: string, paths: readonly Path[]): Arbitrary<string> {
  const comparisons = paths.filter(({ field }) => field.filterable).map(comparison);
  const { nested } = fc.letrec<{ nested: string; joined: string }>((tie) => ({
    joined: fc
      .tuple(fc.constantFrom(' AND ', ' OR '), fc.array(tie('nested'), { minLength: 2, maxLength: 3 }))
      .map(([word, parts]) => parts.map((part) => `(${part})`).join(word)),
    nested: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      fc.oneof(...comparisons),
      tie('joined'),
      tie('nested').map((inner) => `NOT (${inner})`),
    ),
  }));
  const joins = semiJoins(schema, object, paths);
  if (joins.length === 0) return nested;
  const joined = fc.tuple(fc.oneof(...joins), nested).map(([join, rest]) => `${join} AND (${rest})`);
  return fc.oneof({ weight: 9, arbitrary: nested }, { weight: 1, arbitrary: joined });
}
