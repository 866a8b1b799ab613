import { OrgError } from '../org-error.ts';

/** A record matches when one of the alternatives does: all its wanted terms, and none of the others. */
export type Alternative = { wanted: Term[]; unwanted: Term[] };

/** Words that follow each other in one field. */
export type Term = { text: string; words: RegExp[] };

export const malformedSearch = (message: string): OrgError => new OrgError('MALFORMED_SEARCH', message);

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}*?]+/gu) ?? [];

const wordPattern = (word: string): RegExp =>
  new RegExp(`^${word.replaceAll('*', '[\\p{L}\\p{N}]*').replaceAll('?', '[\\p{L}\\p{N}]')}$`, 'u');

function readTerm(text: string): Term {
  const words = wordsOf(text);
  if (words.join('').replaceAll(/[*?]/g, '').length < 2) {
    throw malformedSearch(`search term must be longer than one character: ${text}`);
  }
  return { text, words: words.map(wordPattern) };
}

const operators = /^(?:AND|OR|NOT)$/i;

/**
 * Reads the text in the braces of FIND: words, phrases in quotes, AND, OR, AND NOT. Words without an operator must all
 * be found.
 *
 * @throws OrgError `MALFORMED_SEARCH`
 */
export function readTerms(search: string): Alternative[] {
  const text = search.replaceAll(/\\(.)/g, '$1');
  if (/[()]/.test(text)) throw malformedSearch('Parentheses in a search are not supported by the local org');
  const tokens = [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, phrase, word = '']) => ({
    text: phrase ?? word,
    isOperator: phrase === undefined && operators.test(word),
  }));
  const alternatives: Alternative[] = [{ wanted: [], unwanted: [] }];
  let isUnwanted = false;
  for (const token of tokens) {
    const operator = token.isOperator ? token.text.toUpperCase() : undefined;
    if (operator === 'OR') alternatives.push({ wanted: [], unwanted: [] });
    else if (operator === 'NOT') isUnwanted = true;
    else if (operator === undefined) {
      alternatives.at(-1)?.[isUnwanted ? 'unwanted' : 'wanted'].push(readTerm(token.text));
      isUnwanted = false;
    }
  }
  if (alternatives.some(({ wanted }) => wanted.length === 0)) throw malformedSearch('No search term found.');
  return alternatives;
}

function isIn({ words }: Term, fields: readonly string[][]): boolean {
  return fields.some((found) =>
    found.some((_, at) => words.every((pattern, index) => pattern.test(found[at + index] ?? ''))),
  );
}

/** Whether a record with these texts is found. */
export function isFound(alternatives: readonly Alternative[], texts: readonly string[]): boolean {
  const fields = texts.map((text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  return alternatives.some(
    ({ wanted, unwanted }) =>
      wanted.every((term) => isIn(term, fields)) && !unwanted.some((term) => isIn(term, fields)),
  );
}
