import type { QueryRow } from '../org.ts';
import { OrgError } from '../org-error.ts';
import type { DescribeField, DescribeSObject } from '../schema/describe.ts';
import type { FieldGroup, Returned, Search } from './parse-sosl.ts';
import { isFound, readTerms } from './search-terms.ts';
import type { Expression } from './search-terms.ts';

/** The org as the user who searches sees it. */
export type Searched = {
  describeGlobal(): DescribeSObject[];
  describe(object: string): DescribeSObject | undefined;
  rows(soql: string): Iterable<QueryRow>;
};

/** The platform answers no more, whatever is asked. */
const mostRecords = 2_000;

const textTypes = ['string', 'textarea', 'picklist', 'combobox', 'email', 'phone', 'url'];

const isSearched: Readonly<Record<FieldGroup, (field: DescribeField) => boolean>> = {
  ALL: ({ type }) => textTypes.includes(type),
  NAME: ({ nameField, name }) => nameField || /^(?:First|Last|Middle)Name$/.test(name),
  EMAIL: ({ type }) => type === 'email',
  PHONE: ({ type }) => type === 'phone',
  SIDEBAR: ({ nameField, type }) => nameField || type === 'email' || type === 'phone',
};

const likeText = (word: string): string => word.replaceAll(/['\\%_]/g, (character) => `\\${character}`);

/**
 * A condition that all records meet which can be found, and some more, because words are compared afterwards; undefined
 * where any record may be found.
 */
function roughCondition(expression: Expression, fields: readonly DescribeField[]): string | undefined {
  if (expression.kind === 'not') return undefined;
  if (expression.kind === 'term') {
    const words = expression.term.text.match(/[\p{L}\p{N}]+/gu) ?? [];
    const [longest = ''] = words.toSorted((one, other) => other.length - one.length);
    return `(${fields.map(({ name }) => `${name} LIKE '%${likeText(longest)}%'`).join(' OR ')})`;
  }
  const parts = expression.parts.map((part) => roughCondition(part, fields));
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0 || (expression.kind === 'or' && known.length < parts.length)) return undefined;
  return `(${known.join(expression.kind === 'and' ? ' AND ' : ' OR ')})`;
}

function searchObject(
  searched: Searched,
  { returned, group, expression }: { returned: Returned; group: FieldGroup; expression: Expression },
): QueryRow[] {
  const describe = searched.describe(returned.object);
  if (describe === undefined || !describe.queryable) {
    throw new OrgError('INVALID_TYPE', `sObject type '${returned.object}' is not supported.`);
  }
  const fields = describe.fields.filter((field) => field.filterable && isSearched[group](field));
  if (fields.length === 0) return [];
  const asked = returned.fields.length === 0 ? ['Id'] : returned.fields;
  const lower = new Set(asked.map((field) => field.toLowerCase()));
  const added = fields.map(({ name }) => name).filter((name) => !lower.has(name.toLowerCase()));
  const conditions = [returned.where, roughCondition(expression, fields)].filter((one) => one !== undefined);
  const soql =
    `SELECT ${[...asked, ...added].join(', ')} FROM ${describe.name}` +
    (conditions.length === 0 ? '' : ` WHERE (${conditions.join(') AND (')})`) +
    (returned.orderBy === undefined ? '' : ` ORDER BY ${returned.orderBy}`);
  const { offset = 0, limit = mostRecords } = returned;
  const found: QueryRow[] = [];
  for (const row of searched.rows(soql)) {
    const texts = fields.map(({ name }) => row[name]).filter((value) => typeof value === 'string');
    if (!isFound(expression, texts)) continue;
    for (const name of added) Reflect.deleteProperty(row, name);
    found.push(row);
    if (found.length >= offset + limit) break;
  }
  return found.slice(offset);
}

/**
 * Runs a search: the records found, object by object. Long texts are not searched.
 *
 * @throws OrgError in the platform's words
 */
export function runSearch(searched: Searched, { text, group, returning, limit = mostRecords }: Search): QueryRow[] {
  const expression = readTerms(text);
  const all = (): Returned[] =>
    searched
      .describeGlobal()
      .filter(({ searchable, queryable, layoutable }) => searchable && queryable && layoutable)
      .map(({ name }) => ({ object: name, fields: [] }));
  const most = Math.min(limit, mostRecords);
  const found: QueryRow[] = [];
  for (const returned of returning ?? all()) {
    if (found.length >= most) break;
    found.push(...searchObject(searched, { returned, group, expression }));
  }
  return found.slice(0, most);
}
