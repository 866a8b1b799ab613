import { malformedSearch } from './search-terms.ts';

/** The fields in which a search looks. */
export type FieldGroup = 'ALL' | 'NAME' | 'EMAIL' | 'PHONE' | 'SIDEBAR';

/** What a search answers of an object: as SOQL, in parts. */
export type Returned = {
  object: string;
  fields: string[];
  where?: string;
  orderBy?: string;
  limit?: number;
  offset?: number;
};

export type Search = {
  text: string;
  group: FieldGroup;
  /** All objects that can be searched when absent. */
  returning?: Returned[];
  limit?: number;
};

const head = /^\s*FIND\s*\{((?:\\.|[^}\\])*)\}\s*(?:IN\s+(\w+)\s+FIELDS\b)?\s*/is;
const groups: readonly string[] = ['ALL', 'NAME', 'EMAIL', 'PHONE', 'SIDEBAR'];

const masked = (text: string): string => '_'.repeat(text.length);

/** The text with its literals masked, so that words in them are not taken for clauses. */
const withoutLiterals = (text: string): string => text.replaceAll(/'(?:\\.|[^'\\])*'/gs, masked);

/** The text with its literals and what stands in parentheses masked. */
function outsideParentheses(text: string): string {
  let depth = 0;
  return withoutLiterals(text).replaceAll(/[\s\S]/g, (character) => {
    if (character === ')') depth -= 1;
    const isOutside = depth === 0;
    if (character === '(') depth += 1;
    return isOutside ? character : '_';
  });
}

/** Splits at commas outside parentheses and literals. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const { index } of [...outsideParentheses(text).matchAll(/,|$/g)]) {
    parts.push(text.slice(start, index).trim());
    start = index + 1;
  }
  return parts;
}

/** The groups of a pattern that is matched with the literals masked, as they are written. */
function groupsOf(pattern: RegExp, text: string, mask: (text: string) => string): (string | undefined)[] | undefined {
  const found = new RegExp(pattern.source, `${pattern.flags}d`).exec(mask(text));
  return found?.indices?.map((range) => (range === undefined ? undefined : text.slice(...range)));
}

const clauses = /^(.*?)(?:\bWHERE\b(.*?))?(?:\bORDER\s+BY\b(.*?))?(?:\bLIMIT\s+(\d+)\s*)?(?:\bOFFSET\s+(\d+)\s*)?$/is;

function readReturned(text: string): Returned {
  const [, object, inner] = /^(\w+)\s*(?:\(([\s\S]*)\))?$/.exec(text) ?? [];
  if (object === undefined) throw malformedSearch(`unexpected token: '${text}'`);
  const found = groupsOf(clauses, (inner ?? '').trim(), withoutLiterals);
  const [, fields = '', where, orderBy, limit, offset] = found ?? [];
  if (/\bUSING\b/i.test(fields)) throw malformedSearch('USING in a search is not supported by the local org');
  return {
    object,
    fields: splitTop(fields).filter((field) => field !== ''),
    ...(where === undefined ? {} : { where: where.trim() }),
    ...(orderBy === undefined ? {} : { orderBy: orderBy.trim() }),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
    ...(offset === undefined ? {} : { offset: Number(offset) }),
  };
}

const tail = /^(?:RETURNING\s+(.*?))?(?:\bWITH\s+(.*?))?(?:\bLIMIT\s+(\d+))?$/is;

/** The local org corrects no spelling, so a search that asks for no correction, or for one, finds the same. */
function requireKnownFilter(filter: string | undefined): void {
  if (filter === undefined || /^SPELL_CORRECTION\s*=\s*(?:true|false)\s*$/i.test(filter)) return;
  throw malformedSearch(`WITH ${filter.trim()} in a search is not supported by the local org`);
}

/**
 * Parses SOSL in its simple form: `FIND {text} IN ALL FIELDS RETURNING Lead(Id, Name WHERE …), Contact LIMIT 5`.
 *
 * @throws OrgError `MALFORMED_SEARCH`
 */
export function parseSosl(sosl: string): Search {
  const found = head.exec(sosl);
  if (found === null) {
    const token = /\S+/.exec(sosl)?.[0];
    throw malformedSearch(token === undefined ? 'No search term found.' : `unexpected token: '${token}'`);
  }
  const [whole, text = '', named = 'ALL'] = found;
  const group = named.toUpperCase();
  if (!groups.includes(group)) throw malformedSearch(`unexpected token: '${named}'`);
  const rest = sosl.slice(whole.length).trim();
  const [, returning, filter, limit] = groupsOf(tail, rest, outsideParentheses) ?? [];
  requireKnownFilter(filter);
  if (returning === undefined && filter === undefined && limit === undefined && rest !== '') {
    throw malformedSearch(`unexpected token: '${/\w+/.exec(rest)?.[0] ?? rest}'`);
  }
  return {
    text,
    group: group as FieldGroup,
    ...(returning === undefined ? {} : { returning: splitTop(returning.trim()).map(readReturned) }),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
  };
}
