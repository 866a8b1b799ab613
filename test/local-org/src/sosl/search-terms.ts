import { OrgError } from '../org-error.ts';

/** What a record must hold to be found. */
export type Expression =
  { kind: 'term'; term: Term } | { kind: 'and' | 'or'; parts: Expression[] } | { kind: 'not'; part: Expression };

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

type Token = { kind: 'AND' | 'OR' | 'NOT' | '(' | ')' } | { kind: 'text'; text: string };

// A backslash takes the next character for text, an operator or a parenthesis included.
const token = /"((?:\\.|[^"\\])*)"|([()])|((?:\\.|[^\s()"\\])+)/gs;
const operators = ['AND', 'OR', 'NOT'] as const;
const withoutEscapes = (text: string): string => text.replaceAll(/\\(.)/gs, '$1');

function readTokens(search: string): Token[] {
  return [...search.matchAll(token)].map(([, phrase, parenthesis, word = '']): Token => {
    if (parenthesis === '(' || parenthesis === ')') return { kind: parenthesis };
    const operator = phrase === undefined ? operators.find((one) => one === word.toUpperCase()) : undefined;
    return operator === undefined ? { kind: 'text', text: withoutEscapes(phrase ?? word) } : { kind: operator };
  });
}

const joined = (kind: 'and' | 'or', parts: Expression[]): Expression => {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind, parts };
};

const noTerm = (): OrgError => malformedSearch('No search term found.');

/**
 * Reads the text in the braces of FIND: words, phrases in quotes, AND, OR, AND NOT, parentheses. AND binds closer than OR,
 * and words without an operator must all be found.
 *
 * @throws OrgError `MALFORMED_SEARCH`
 */
export function readTerms(search: string): Expression {
  const tokens = readTokens(search);
  let position = 0;
  const isNext = (...kinds: Token['kind'][]): boolean => kinds.some((kind) => tokens[position]?.kind === kind);
  const accept = (kind: Token['kind']): boolean => {
    if (!isNext(kind)) return false;
    position += 1;
    return true;
  };
  const readOne = (): Expression => {
    if (accept('NOT')) return { kind: 'not', part: readOne() };
    if (accept('(')) {
      const inner = readAny();
      if (!accept(')')) throw malformedSearch("unexpected token: '<EOF>'");
      return inner;
    }
    const next = tokens[position];
    position += 1;
    if (next?.kind === 'text') return { kind: 'term', term: readTerm(next.text) };
    throw next === undefined ? noTerm() : malformedSearch(`unexpected token: '${next.kind}'`);
  };
  const readAll = (): Expression => {
    const parts = [readOne()];
    while (isNext('AND', 'NOT', '(', 'text')) {
      accept('AND');
      parts.push(readOne());
    }
    // What is only not there is no search.
    if (parts.every(({ kind }) => kind === 'not')) throw noTerm();
    return joined('and', parts);
  };
  const readAny = (): Expression => {
    const parts = [readAll()];
    while (accept('OR')) parts.push(readAll());
    return joined('or', parts);
  };
  const whole = readAny();
  if (position < tokens.length) throw malformedSearch(`unexpected token: '${tokens[position]?.kind ?? ''}'`);
  return whole;
}

const isIn = ({ words }: Term, fields: readonly string[][]): boolean =>
  fields.some((found) => found.some((_, at) => words.every((pattern, index) => pattern.test(found[at + index] ?? ''))));

function holds(expression: Expression, fields: readonly string[][]): boolean {
  if (expression.kind === 'term') return isIn(expression.term, fields);
  if (expression.kind === 'not') return !holds(expression.part, fields);
  const isPart = (part: Expression): boolean => holds(part, fields);
  return expression.kind === 'and' ? expression.parts.every(isPart) : expression.parts.some(isPart);
}

/** Whether a record with these texts is found. */
export const isFound = (expression: Expression, texts: readonly string[]): boolean =>
  holds(
    expression,
    texts.map((text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []),
  );
