import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type { Query } from '@jetstreamapp/soql-parser-js';
import { malformed, pointAt } from './query-context.ts';

// The parser reports what it found instead of what it expected, in one of two formats.
const foundToken = /but found(?:: '| --> ')(.*?)'/s;

/** The parser does not know an OFFSET without LIMIT after conditions; SOQL does. */
const withLimit = (soql: string): string =>
  soql.replace(/(?<!\bLIMIT\s+\d+\s+)\bOFFSET(?=\s+\d+\s*$)/i, 'LIMIT 2147483647 OFFSET');

/** The parser takes these characters for the end of a line, and of a text. */
const withEscapes = (soql: string): string => soql.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');

const texts = /'(?:\\.|[^'\\])*'/gs;
/** The parser drops the third NOT, so the query is refused rather than answered wrongly. */
const threeNots = /\bNOT[\s(]+NOT[\s(]+NOT\b/i;

const mostCharacters = 100_000;

/** Parses SOQL. Throws MALFORMED_QUERY, pointing at the token that does not fit. */
export function parseSoql(soql: string): Query {
  // Records in the recycle bin are queried with another resource (queryAll).
  if (/\bALL\s+ROWS\s*$/i.test(soql)) throw malformed(`${pointAt(soql, 'ROWS')}unexpected token: 'ROWS'`);
  if (soql.length > mostCharacters) {
    throw malformed(`SOQL statements cannot be longer than ${mostCharacters} characters.`);
  }
  if (threeNots.test(soql.replace(texts, "''"))) {
    throw malformed('Three NOT in a row are not supported by the local org');
  }
  // SQLite would take it for the end of the text.
  if (soql.includes('\0')) throw malformed(`unexpected token: '\\u0000'`);
  try {
    return parseQuery(withEscapes(withLimit(soql)));
  } catch (error) {
    const token = foundToken.exec(error instanceof Error ? error.message : '')?.[1] ?? '';
    throw malformed(token === '' ? 'unexpected token: <EOF>' : `${pointAt(soql, token)}unexpected token: '${token}'`);
  }
}
