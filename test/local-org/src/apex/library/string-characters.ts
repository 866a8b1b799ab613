import type { Implementation } from '../library.ts';
import type { Run } from '../run.ts';
import { integerType, stringType } from '../types.ts';
import type { ApexList } from '../values.ts';
import { stringFault, withoutNulls } from './arguments.ts';
import { tagOf } from './number-text.ts';
import { placeOfDifference } from './string-search.ts';
import { unitsOf } from './string-tests.ts';

/** The place itself, where the text has it; `end` may be as well. */
function checkedPlace(text: string, place: number, end = text.length - 1): number {
  if (place < 0 || place > end) throw stringFault(`String index out of range: ${place}`);
  return place;
}

const codePointAt = (text: string, place: number): number => text.codePointAt(checkedPlace(text, place)) ?? 0;

function codePointBefore(text: string, place: number): number {
  const last = checkedPlace(text, place - 1);
  const pair = last > 0 ? (text.codePointAt(last - 1) ?? 0) : 0;
  return pair > 0xffff ? pair : text.charCodeAt(last);
}

function offsetByCodePoints(text: string, start: number, count: number): number {
  let place = checkedPlace(text, start, text.length);
  for (let step = 0; step < Math.abs(count); step++) {
    const code = count > 0 ? codePointAt(text, place) : codePointBefore(text, place);
    place += Math.sign(count) * (code > 0xffff ? 2 : 1);
  }
  return place;
}

/** Java's hash of a text. */
export function hashOfText(text: string): number {
  let hash = 0;
  for (let place = 0; place < text.length; place++) hash = (Math.imul(31, hash) + text.charCodeAt(place)) | 0;
  return hash;
}

/** Java's title case of one character is its upper case, but of ligatures such as `ǆ`. */
function changeFirst(text: string, change: (first: string) => string): string {
  const [first = ''] = text;
  const changed = change(first);
  return (changed.length === first.length ? changed : first) + text.slice(first.length);
}

function swapCase(text: string): string {
  return [...text]
    .map((one) => {
      const swapped = /^[\p{Lu}\p{Lt}]$/u.test(one) ? one.toLowerCase() : one.toUpperCase();
      return /^\p{L}$/u.test(one) && swapped.length === one.length ? swapped : one;
    })
    .join('');
}

function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let line = 1; line <= one.length; line++) {
    const next = [line];
    for (let place = 1; place <= other.length; place++) {
      const replaced = (row[place - 1] ?? 0) + Number(one[line - 1] !== other[place - 1]);
      next.push(Math.min(replaced, (row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

function commonPrefix(texts: readonly (string | null)[]): string {
  const [first = null, ...others] = texts;
  if (first === null || others.includes(null)) return '';
  const ends = others.map((other) => placeOfDifference(first, other ?? ''));
  return first.slice(0, Math.min(first.length, ...ends.filter((end) => end !== -1)));
}

const categories = [
  ...['Lu', 'Ll', 'Lt', 'Lm', 'Lo', 'Mn', 'Me', 'Mc', 'Nd', 'Nl', 'No', 'Zs', 'Zl', 'Zp', 'Cc', 'Cf', 'Co', 'Cs'],
  ...['Pd', 'Ps', 'Pe', 'Pc', 'Po', 'Sm', 'Sc', 'Sk', 'So', 'Pi', 'Pf'],
].map((name): [string, RegExp] => [name, new RegExp(`^\\p{${name}}$`, 'u')]);

const categoryOf = (unit: string): string => categories.find(([, pattern]) => pattern.test(unit))?.[0] ?? 'Cn';

/** Groups of characters of one kind; with `camelCase`, the last upper case letter belongs to the lower case after it. */
function splitByKind(text: string, style: 'plain' | 'camelCase'): string[] {
  const groups: { category: string; text: string }[] = [];
  for (const unit of unitsOf(text)) {
    const category = categoryOf(unit);
    const last = groups.at(-1);
    if (last?.category === category) last.text += unit;
    else if (style === 'camelCase' && last?.category === 'Lu' && category === 'Ll') {
      groups.push({ category, text: last.text.slice(-1) + unit });
      last.text = last.text.slice(0, -1);
    } else groups.push({ category, text: unit });
  }
  return groups.map((group) => group.text).filter((one) => one !== '');
}

const texts = (run: Run, items: string[]): ApexList => run.list(stringType, items);

/** Single characters, case and comparison. */
export const charactersOfStrings: Record<string, Implementation> = {
  ...withoutNulls({
    'Integer length()': (_run, text: string) => text.length,
    'Integer charAt(Integer place)': (_run, text: string, place: number) => text.charCodeAt(checkedPlace(text, place)),
    'Integer codePointAt(Integer place)': (_run, text: string, place: number) => codePointAt(text, place),
    'Integer codePointBefore(Integer place)': (_run, text: string, place: number) => codePointBefore(text, place),
    'Integer codePointCount(Integer start, Integer end)': (_run, text: string, start: number, end: number) =>
      [...text.slice(checkedPlace(text, start, end), checkedPlace(text, end, text.length))].length,
    'Integer offsetByCodePoints(Integer place, Integer count)': (_run, text: string, place: number, count: number) =>
      offsetByCodePoints(text, place, count),
    'List<Integer> getChars()': (run, text: string) =>
      run.list(
        integerType,
        unitsOf(text).map((unit) => unit.charCodeAt(0)),
      ),
    'static String fromCharArray(List<Integer> codes)': (_run, codes: ApexList) =>
      codes.items.map((code) => String.fromCharCode(Number(code))).join(''),
    'Integer compareTo(String other)': (_run, text: string, other: string) => {
      const place = placeOfDifference(text, other);
      if (place === -1) return 0;
      if (place >= text.length || place >= other.length) return text.length - other.length;
      return text.charCodeAt(place) - other.charCodeAt(place);
    },
    'Integer getLevenshteinDistance(String other)': (_run, text: string, other: string) => editDistance(text, other),
    'Integer getLevenshteinDistance(String other, Integer threshold)': (
      _run,
      text: string,
      other: string,
      threshold: number,
    ) => {
      if (threshold < 0) throw stringFault('Threshold must not be negative');
      const distance = editDistance(text, other);
      return distance > threshold ? -1 : distance;
    },
    'static String getCommonPrefix(List<String> texts)': (_run, list: ApexList) =>
      commonPrefix(list.items as (string | null)[]),
    'Integer hashCode()': (_run, text: string) => hashOfText(text),
    'String toString()': (_run, text: string) => text,
    'String capitalize()': (_run, text: string) => changeFirst(text, (first) => first.toUpperCase()),
    'String uncapitalize()': (_run, text: string) => changeFirst(text, (first) => first.toLowerCase()),
    'String swapCase()': (_run, text: string) => swapCase(text),
    'String toLowerCase()': (_run, text: string) => text.toLowerCase(),
    'String toLowerCase(String locale)': (_run, text: string, locale: string) => text.toLocaleLowerCase(tagOf(locale)),
    'String toUpperCase()': (_run, text: string) => text.toUpperCase(),
    'String toUpperCase(String locale)': (_run, text: string, locale: string) => text.toLocaleUpperCase(tagOf(locale)),
    'List<String> splitByCharacterType()': (run, text: string) => texts(run, splitByKind(text, 'plain')),
    'List<String> splitByCharacterTypeCamelCase()': (run, text: string) => texts(run, splitByKind(text, 'camelCase')),
  }),
  'Boolean equals(Object other)': (_run, text: string, other: unknown) => text === other,
  'Boolean equalsIgnoreCase(String other)': (_run, text: string, other: string | null) =>
    other !== null && text.toUpperCase().toLowerCase() === other.toUpperCase().toLowerCase(),
};
