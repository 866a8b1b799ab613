import { malformedSearch } from './search-terms.ts';

/** The fields in which a search looks. */
export type FieldGroup = 'ALL' | 'NAME' | 'EMAIL' | 'PHONE';

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
const groups: readonly string[] = ['ALL', 'NAME', 'EMAIL', 'PHONE'];

/** Splits at commas outside parentheses and quotes. */
function splitTop(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const [piece] of text.matchAll(/'(?:\\.|[^'\\])*'|[\s\S]/g)) {
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    if (piece === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] = (parts.at(-1) ?? '') + piece;
  }
  return parts.map((part) => part.trim());
}

const clauses = /^(.*?)(?:\bWHERE\b(.*?))?(?:\bORDER\s+BY\b(.*?))?(?:\bLIMIT\s+(\d+)\s*)?(?:\bOFFSET\s+(\d+)\s*)?$/is;

function readReturned(text: string): Returned {
  const [, object, inner] = /^(\w+)\s*(?:\(([\s\S]*)\))?$/.exec(text) ?? [];
  if (object === undefined) throw malformedSearch(`unexpected token: '${text}'`);
  const [, fields = '', where, orderBy, limit, offset] = clauses.exec((inner ?? '').trim()) ?? [];
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
  const [, returning, limit] = /^(?:RETURNING\s+([\s\S]*?))?(?:\bLIMIT\s+(\d+))?$/i.exec(rest) ?? [];
  if (returning === undefined && limit === undefined && rest !== '') {
    throw malformedSearch(`unexpected token: '${/\w+/.exec(rest)?.[0] ?? rest}'`);
  }
  return {
    text,
    group: group as FieldGroup,
    ...(returning === undefined ? {} : { returning: splitTop(returning.trim()).map(readReturned) }),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
  };
}
