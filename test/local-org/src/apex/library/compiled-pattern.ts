import { stringFault } from './arguments.ts';
import { RegexProblem, translateRegex } from './java-regex.ts';
import type { TranslatedRegex } from './java-regex.ts';

/** A regular expression that can be searched for anywhere, at one place, and that a whole text can be compared with. */
export type CompiledPattern = TranslatedRegex & {
  pattern: string;
  anywhere: RegExp;
  here: RegExp;
  whole: RegExp;
};

const known = new Map<string, CompiledPattern>();

/** Compiles a regular expression of Java. Throws a StringException for one that is wrong or cannot be translated. */
export function compilePattern(pattern: string): CompiledPattern {
  const found = known.get(pattern);
  if (found !== undefined) return found;
  const compiled = compile(pattern);
  if (known.size >= 500) known.clear();
  known.set(pattern, compiled);
  return compiled;
}

function compile(pattern: string): CompiledPattern {
  try {
    const translated = translateRegex(pattern);
    const { source } = translated;
    return {
      ...translated,
      pattern,
      anywhere: new RegExp(source, 'gdv'),
      here: new RegExp(source, 'ydv'),
      whole: new RegExp(`(?:${source})(?![\\s\\S])`, 'ydv'),
    };
  } catch (error) {
    if (error instanceof RegexProblem) throw stringFault(`Invalid regex: ${error.message}`);
    if (error instanceof SyntaxError) throw stringFault(`Invalid regex: ${error.message}\n${pattern}`);
    throw error;
  }
}

/** Places of a match and of its groups; a group that found nothing has none. */
export type Match = { text: string; groups: readonly (readonly [start: number, end: number] | undefined)[] };

/** The match of one of the expressions of a pattern in a text, from a place on. */
export function matchAt(
  { groupCount }: CompiledPattern,
  expression: RegExp,
  text: string,
  { from = 0, offset = 0 }: { from?: number; offset?: number } = {},
): Match | undefined {
  expression.lastIndex = from;
  const found = expression.exec(text);
  const indices = found?.indices;
  if (indices === undefined) return undefined;
  const places = [indices[0], ...Array.from({ length: groupCount }, (_, place) => indices.groups?.[`g${place + 1}`])];
  return { text, groups: places.map((one) => one && [one[0] + offset, one[1] + offset]) };
}

/** All matches one after another; after an empty one the search goes on one character later. */
export function* matchesOf(compiled: CompiledPattern, text: string): Generator<Match> {
  for (let from = 0; from <= text.length;) {
    const match = matchAt(compiled, compiled.anywhere, text, { from });
    const place = match?.groups[0];
    if (match === undefined || place === undefined) return;
    yield match;
    from = place[1] > place[0] ? place[1] : place[1] + 1;
  }
}

const textOfGroup = (match: Match, number: number): string => {
  const place = match.groups[number];
  return place === undefined ? '' : match.text.slice(...place);
};

/** A replacement with its `$1`, `${name}` and `\$` filled in. */
export function expandReplacement(compiled: CompiledPattern, match: Match, replacement: string): string {
  let text = '';
  for (let place = 0; place < replacement.length; place++) {
    const character = replacement[place] ?? '';
    if (character === '\\') {
      place += 1;
      if (place >= replacement.length) throw stringFault('character to be escaped is missing');
      text += replacement[place] ?? '';
    } else if (character === '$') {
      const [found, name, first] = /^\$(?:\{(\w+)\}|(\d))/.exec(replacement.slice(place)) ?? [];
      if (found === undefined) throw stringFault('Illegal group reference');
      const number = name === undefined ? Number(first) : compiled.names.get(name);
      if (number === undefined) throw stringFault(`No group with name {${name ?? ''}}`);
      if (number > compiled.groupCount) throw stringFault(`No group ${number}`);
      const digits = name === undefined ? longestNumber(replacement.slice(place + 1), compiled.groupCount) : '';
      text += textOfGroup(match, name === undefined ? Number(digits) : number);
      place += name === undefined ? digits.length : found.length - 1;
    } else text += character;
  }
  return text;
}

/** As many digits as are the number of a group. */
function longestNumber(text: string, most: number): string {
  let digits = text.slice(0, 1);
  while (/^\d$/.test(text[digits.length] ?? '') && Number(digits + (text[digits.length] ?? '')) <= most) {
    digits += text[digits.length] ?? '';
  }
  return digits;
}

export function replaceMatches(
  compiled: CompiledPattern,
  text: string,
  replacement: string,
  which: 'all' | 'first',
): string {
  let result = '';
  let done = 0;
  for (const match of matchesOf(compiled, text)) {
    const [start, end] = match.groups[0] ?? [0, 0];
    result += text.slice(done, start) + expandReplacement(compiled, match, replacement);
    done = end;
    if (which === 'first') break;
  }
  return result + text.slice(done);
}

/** Java's split: without a limit, empty parts at the end are left out; a negative one keeps them. */
export function splitText(compiled: CompiledPattern, text: string, limit = 0): string[] {
  const parts: string[] = [];
  let done = 0;
  for (const match of matchesOf(compiled, text)) {
    const [start, end] = match.groups[0] ?? [0, 0];
    // An empty match at the beginning makes no empty part.
    if (end === 0 || (start === end && start >= text.length)) continue;
    if (limit > 0 && parts.length === limit - 1) break;
    parts.push(text.slice(done, start));
    done = end;
  }
  parts.push(text.slice(done));
  if (limit === 0 && parts.length > 1) while (parts.length > 0 && parts.at(-1) === '') parts.pop();
  return parts;
}
