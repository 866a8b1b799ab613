import type { DescribeSObject } from '../schema/describe.ts';
import { fieldLiteral } from './list-filter.ts';
import { fieldsByName, referenceOf } from './read-records.ts';
import { soqlText } from './record-source.ts';
import type { RecordSource } from './record-source.ts';
import { illegalParameter } from './ui-api-error.ts';
import { WhereReader } from './where-reader.ts';
import type { WhereFields, WhereValue, WhereWord } from './where-reader.ts';

type Place = { describe: DescribeSObject; prefix: string };

const comparisons: Record<string, string> = { eq: '=', ne: '!=', lt: '<', lte: '<=', gt: '>', gte: '>=' };
const lists: Record<string, string> = { in: 'IN', nin: 'NOT IN', includes: 'INCLUDES', excludes: 'EXCLUDES' };

const isWord = (value: WhereValue): value is WhereWord =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);

const textOf = (value: WhereValue): string => {
  if (value === null) return '';
  if (isWord(value)) return value.word;
  if (typeof value === 'object') throw illegalParameter('Invalid value in the where parameter');
  return String(value);
};

/** `{value: "…"}`, `{literal: TODAY}` and `{range: {last_n_days: 7}}` around a time. */
function unwrap(value: WhereValue): WhereValue {
  if (!(value instanceof Map)) return value;
  const range = value.get('range');
  const [name, days] = range instanceof Map ? ([...range][0] ?? []) : [];
  if (name !== undefined) return `${name.toUpperCase()}:${textOf(days ?? null)}`;
  return value.get('value') ?? value.get('literal') ?? null;
}

function compareField({ describe, prefix }: Place, name: string, operators: WhereFields): string[] {
  const field = fieldsByName(describe).get(name.toLowerCase());
  if (field === undefined) throw illegalParameter(`Invalid field in the where parameter: ${prefix}${name}`);
  const path = `${prefix}${field.name}`;
  return [...operators].map(([operator, value]) => {
    if (operator === 'like') return `${path} LIKE ${soqlText(textOf(value))}`;
    const list = lists[operator];
    if (list !== undefined && Array.isArray(value)) {
      return `${path} ${list} (${value.map((one) => fieldLiteral(field, textOf(unwrap(one)))).join(', ')})`;
    }
    const comparison = comparisons[operator];
    if (comparison === undefined) throw illegalParameter(`Invalid operator in the where parameter: ${operator}`);
    return `${path} ${comparison} ${fieldLiteral(field, textOf(unwrap(value)))}`;
  });
}

const group = (conditions: string[], joint: string): string[] =>
  conditions.length === 0 ? [] : [`(${conditions.join(` ${joint} `)})`];

function conditionsOf(source: RecordSource, place: Place, fields: WhereFields): string[] {
  const inner = (value: WhereValue): string[] => {
    const parts = Array.isArray(value) ? value : [value];
    return parts.flatMap((part) => {
      if (!(part instanceof Map)) throw illegalParameter('Invalid where parameter');
      return group(conditionsOf(source, place, part), 'AND');
    });
  };
  return [...fields].flatMap(([name, value]) => {
    if (name === 'and') return group(inner(value), 'AND');
    if (name === 'or') return group(inner(value), 'OR');
    if (name === 'not') return inner(value).map((condition) => `(NOT ${condition})`);
    if (!(value instanceof Map)) throw illegalParameter('Invalid where parameter');
    const reference = referenceOf(place.describe, name);
    const target = reference === undefined ? undefined : source.describe(reference.referenceTo[0] ?? '');
    if (reference === undefined || target === undefined) return compareField(place, name, value);
    return conditionsOf(source, { describe: target, prefix: `${place.prefix}${name}.` }, value);
  });
}

/** The `where` parameter of lists (`{ and: [ { StageName: { eq: "Prospecting" } } ] }`) as conditions in SOQL. */
export function whereConditions(source: RecordSource, describe: DescribeSObject, where: string | null): string[] {
  if (where === null || where.trim() === '') return [];
  return conditionsOf(source, { describe, prefix: '' }, new WhereReader(where).read());
}
