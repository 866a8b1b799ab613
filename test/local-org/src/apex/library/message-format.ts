import { stringFault } from './arguments.ts';

/** Java's MessageFormat: `{0}` is a place, and what stands between apostrophes is plain; two apostrophes are one. */
export function formatMessage(pattern: string, texts: readonly string[]): string {
  let result = '';
  let isQuoted = false;
  for (let place = 0; place < pattern.length; place++) {
    const character = pattern[place] ?? '';
    if (character === "'") {
      if (pattern[place + 1] === "'") {
        result += "'";
        place += 1;
      } else isQuoted = !isQuoted;
    } else if (character === '{' && !isQuoted) {
      const end = closingBrace(pattern, place);
      result += argument(pattern.slice(place + 1, end), texts);
      place = end;
    } else result += character;
  }
  return result;
}

/** The place of the brace that closes the one at a place. */
function closingBrace(pattern: string, start: number): number {
  let depth = 0;
  for (let place = start; place < pattern.length; place++) {
    if (pattern[place] === '{') depth += 1;
    if (pattern[place] === '}') depth -= 1;
    if (depth === 0) return place;
  }
  throw stringFault('Unmatched braces in the pattern.');
}

function argument(inner: string, texts: readonly string[]): string {
  const [index = ''] = inner.split(',');
  if (!/^\s*\d+\s*$/.test(index)) throw stringFault(`can't parse argument number: ${index}`);
  return texts[Number(index)] ?? `{${Number(index)}}`;
}
