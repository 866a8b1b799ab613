import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type { Query } from '@jetstreamapp/soql-parser-js';
import { malformed, pointAt } from './query-context.ts';

// The parser says what it found instead of what it expected, in one of two ways.
const foundToken = /but found(?:: '| --> ')(.*?)'/s;

const mostCharacters = 100_000;

/** Parses SOQL. Throws MALFORMED_QUERY, pointing at the token that does not fit. */
export function parseSoql(soql: string): Query {
  // Records in the recycle bin are asked for by another resource (queryAll).
  if (/\bALL\s+ROWS\s*$/i.test(soql)) throw malformed(`${pointAt(soql, 'ROWS')}unexpected token: 'ROWS'`);
  if (soql.length > mostCharacters) {
    throw malformed(`SOQL statements cannot be longer than ${mostCharacters} characters.`);
  }
  // Storage would take it for the end of the text.
  if (soql.includes('\0')) throw malformed(`unexpected token: '\\u0000'`);
  try {
    return parseQuery(soql);
  } catch (error) {
    const token = foundToken.exec(error instanceof Error ? error.message : '')?.[1] ?? '';
    throw malformed(token === '' ? 'unexpected token: <EOF>' : `${pointAt(soql, token)}unexpected token: '${token}'`);
  }
}
