import type { Implementation } from '../library.ts';
import { withoutNulls } from './arguments.ts';
import { unitsOf } from './string-tests.ts';

/** Case is ignored character by character, as Java does, so that positions stay. */
export const lower = (text: string): string => {
  const whole = text.toUpperCase().toLowerCase();
  if (whole.length === text.length) return whole;
  return unitsOf(text)
    .map((unit) => {
      const one = unit.toUpperCase().toLowerCase();
      return one.length === 1 ? one : unit;
    })
    .join('');
};

export const startsWithIgnoringCase = (text: string, part: string): boolean => lower(text).startsWith(lower(part));
export const endsWithIgnoringCase = (text: string, part: string): boolean => lower(text).endsWith(lower(part));

/** A search from the end does not start before the text: -1 is never found, unlike in JavaScript. */
const lastIndex = (text: string, part: string, from: number): number => (from < 0 ? -1 : text.lastIndexOf(part, from));

/** JavaScript moves a start behind the end to the end, where it finds an empty text; so do the methods without case. */
const firstIndex = (text: string, part: string, from = 0): number => text.indexOf(part, Math.max(0, from));

const characterOf = (code: number): string => (code < 0 || code > 0x10ffff ? '' : String.fromCodePoint(code));

const firstCharacter = (text: string, code: number, from = 0): number =>
  characterOf(code) === '' ? -1 : firstIndex(text, characterOf(code), from);

const lastCharacter = (text: string, code: number, from: number): number =>
  characterOf(code) === '' ? -1 : lastIndex(text, characterOf(code), from);

/** The place where two texts begin to differ; -1 for equal ones. */
export function placeOfDifference(one: string, other: string): number {
  if (one === other) return -1;
  let place = 0;
  while (place < one.length && place < other.length && one[place] === other[place]) place += 1;
  return place;
}

const place = (text: string, isWanted: (unit: string) => boolean): number => unitsOf(text).findIndex(isWanted);

/** Searching a text. */
export const searchesOfStrings: Record<string, Implementation> = withoutNulls({
  'Boolean contains(String part)': (_run, text: string, part: string) => text.includes(part),
  'Boolean containsIgnoreCase(String part)': (_run, text: string, part: string) => lower(text).includes(lower(part)),
  'Boolean startsWith(String prefix)': (_run, text: string, prefix: string) => text.startsWith(prefix),
  'Boolean startsWithIgnoreCase(String prefix)': (_run, text: string, prefix: string) =>
    startsWithIgnoringCase(text, prefix),
  'Boolean endsWith(String suffix)': (_run, text: string, suffix: string) => text.endsWith(suffix),
  'Boolean endsWithIgnoreCase(String suffix)': (_run, text: string, suffix: string) =>
    endsWithIgnoringCase(text, suffix),
  'Integer countMatches(String part)': (_run, text: string, part: string) =>
    part === '' ? 0 : text.split(part).length - 1,
  'Integer indexOf(String part)': (_run, text: string, part: string) => text.indexOf(part),
  'Integer indexOf(String part, Integer from)': (_run, text: string, part: string, from: number) =>
    firstIndex(text, part, from),
  'Integer indexOfIgnoreCase(String part)': (_run, text: string, part: string) => lower(text).indexOf(lower(part)),
  'Integer indexOfIgnoreCase(String part, Integer from)': (_run, text: string, part: string, from: number) =>
    from > text.length ? -1 : firstIndex(lower(text), lower(part), from),
  'Integer indexOfChar(Integer code)': (_run, text: string, code: number) => firstCharacter(text, code),
  'Integer indexOfChar(Integer code, Integer from)': (_run, text: string, code: number, from: number) =>
    firstCharacter(text, code, from),
  'Integer indexOfAny(String characters)': (_run, text: string, characters: string) =>
    place(text, (unit) => characters.includes(unit)),
  'Integer indexOfAnyBut(String characters)': (_run, text: string, characters: string) =>
    characters === '' ? -1 : place(text, (unit) => !characters.includes(unit)),
  'Integer indexOfDifference(String other)': (_run, text: string, other: string) => placeOfDifference(text, other),
  'Integer lastIndexOf(String part)': (_run, text: string, part: string) => text.lastIndexOf(part),
  'Integer lastIndexOf(String part, Integer from)': (_run, text: string, part: string, from: number) =>
    lastIndex(text, part, from),
  'Integer lastIndexOfIgnoreCase(String part)': (_run, text: string, part: string) =>
    lower(text).lastIndexOf(lower(part)),
  'Integer lastIndexOfIgnoreCase(String part, Integer from)': (_run, text: string, part: string, from: number) =>
    lastIndex(lower(text), lower(part), from),
  'Integer lastIndexOfChar(Integer code)': (_run, text: string, code: number) => lastCharacter(text, code, text.length),
  'Integer lastIndexOfChar(Integer code, Integer from)': (_run, text: string, code: number, from: number) =>
    lastCharacter(text, code, from),
});
