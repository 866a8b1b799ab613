import type { Implementation } from '../library.ts';
import { checkLength, stringFault, withoutNulls } from './arguments.ts';
import { endsWithIgnoringCase, placeOfDifference, startsWithIgnoringCase } from './string-search.ts';
import { isJavaSpace, unitsOf } from './string-tests.ts';

function part(text: string, start: number, end: number): string {
  if (start < 0 || start > text.length) throw stringFault(`Starting position out of bounds: ${start}`);
  if (end < start || end > text.length) throw stringFault(`Ending position out of bounds: ${end}`);
  return text.slice(start, end);
}

const after = (text: string, place: number, separator: string): string =>
  place === -1 || separator === '' ? '' : text.slice(place + separator.length);

function between(text: string, open: string, close: string): string | null {
  const start = text.indexOf(open);
  if (start === -1) return null;
  const end = text.indexOf(close, start + open.length);
  return end === -1 ? null : text.slice(start + open.length, end);
}

/** What fills up a text: `pad` again and again, cut at the length. */
function padding(length: number, pad: string): string {
  if (length <= 0) return '';
  checkLength(length);
  return ''.padEnd(length, pad === '' ? ' ' : pad);
}

const leftPad = (text: string, length: number, pad = ' '): string => padding(length - text.length, pad) + text;
const rightPad = (text: string, length: number, pad = ' '): string => text + padding(length - text.length, pad);

function center(text: string, size: number, pad = ' '): string {
  const missing = size - text.length;
  return missing <= 0 ? text : rightPad(leftPad(text, text.length + Math.floor(missing / 2), pad), size, pad);
}

function abbreviate(text: string, width: number, offset: number): string {
  if (width < 4) throw stringFault('Minimum abbreviation width is 4');
  if (text.length <= width) return text;
  const start =
    text.length - Math.min(offset, text.length) < width - 3 ? text.length - (width - 3) : Math.min(offset, text.length);
  if (start <= 4) return `${text.slice(0, width - 3)}...`;
  if (width < 7) throw stringFault('Minimum abbreviation width with offset is 7');
  if (start + width - 3 < text.length) return `...${abbreviate(text.slice(start), width - 3, 0)}`;
  return `...${text.slice(text.length - (width - 3))}`;
}

function repeat(text: string, times: number, separator = ''): string {
  if (times <= 0) return '';
  checkLength((text.length + separator.length) * times);
  return `${text}${separator}`.repeat(times - 1) + text;
}

/** Java's trim: whatever is not above a blank. */
export const trim = (text: string): string => text.replace(/^[\0-\u0020]+|[\0-\u0020]+$/g, '');

const normalizeSpace = (text: string): string => {
  const blanks = unitsOf(text).map((unit) => (isJavaSpace(unit) || unit === '\u00A0' ? ' ' : unit));
  return trim(blanks.join('').replace(/ +/g, ' '));
};

/** Cutting texts, and putting them together. */
export const partsOfStrings: Record<string, Implementation> = withoutNulls({
  'String substring(Integer start)': (_run, text: string, start: number) => part(text, start, text.length),
  'String substring(Integer start, Integer end)': (_run, text: string, start: number, end: number) =>
    part(text, start, end),
  'String substringAfter(String separator)': (_run, text: string, separator: string) =>
    separator === '' ? text : after(text, text.indexOf(separator), separator),
  'String substringAfterLast(String separator)': (_run, text: string, separator: string) =>
    after(text, text.lastIndexOf(separator), separator),
  'String substringBefore(String separator)': (_run, text: string, separator: string) =>
    text.includes(separator) ? text.slice(0, text.indexOf(separator)) : text,
  'String substringBeforeLast(String separator)': (_run, text: string, separator: string) =>
    separator !== '' && text.includes(separator) ? text.slice(0, text.lastIndexOf(separator)) : text,
  'String substringBetween(String tag)': (_run, text: string, tag: string) => between(text, tag, tag),
  'String substringBetween(String open, String close)': (_run, text: string, open: string, close: string) =>
    between(text, open, close),
  'String left(Integer length)': (_run, text: string, length: number) => text.slice(0, Math.max(0, length)),
  'String right(Integer length)': (_run, text: string, length: number) =>
    length <= 0 ? '' : text.slice(Math.max(0, text.length - length)),
  'String mid(Integer start, Integer length)': (_run, text: string, start: number, length: number) =>
    length < 0 ? '' : text.slice(Math.max(0, start), Math.max(0, start) + length),
  'String leftPad(Integer length)': (_run, text: string, length: number) => leftPad(text, length),
  'String leftPad(Integer length, String pad)': (_run, text: string, length: number, pad: string) =>
    leftPad(text, length, pad),
  'String rightPad(Integer length)': (_run, text: string, length: number) => rightPad(text, length),
  'String rightPad(Integer length, String pad)': (_run, text: string, length: number, pad: string) =>
    rightPad(text, length, pad),
  'String center(Integer size)': (_run, text: string, size: number) => center(text, size),
  'String center(Integer size, String pad)': (_run, text: string, size: number, pad: string) => center(text, size, pad),
  'String abbreviate(Integer width)': (_run, text: string, width: number) => abbreviate(text, width, 0),
  'String abbreviate(Integer width, Integer offset)': (_run, text: string, width: number, offset: number) =>
    abbreviate(text, width, offset),
  'String repeat(Integer times)': (_run, text: string, times: number) => repeat(text, times),
  'String repeat(String separator, Integer times)': (_run, text: string, separator: string, times: number) =>
    repeat(text, times, separator),
  'String remove(String part)': (_run, text: string, removed: string) =>
    removed === '' ? text : text.replaceAll(removed, ''),
  'String removeStart(String prefix)': (_run, text: string, prefix: string) =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  'String removeStartIgnoreCase(String prefix)': (_run, text: string, prefix: string) =>
    startsWithIgnoringCase(text, prefix) ? text.slice(prefix.length) : text,
  'String removeEnd(String suffix)': (_run, text: string, suffix: string) =>
    text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text,
  'String removeEndIgnoreCase(String suffix)': (_run, text: string, suffix: string) =>
    endsWithIgnoringCase(text, suffix) ? text.slice(0, text.length - suffix.length) : text,
  'String replace(String target, String replacement)': (_run, text: string, target: string, replacement: string) =>
    text.replaceAll(target, () => replacement),
  'String difference(String other)': (_run, text: string, other: string) => {
    const place = placeOfDifference(text, other);
    return place === -1 ? '' : other.slice(place);
  },
  'String trim()': (_run, text: string) => trim(text),
  'String normalizeSpace()': (_run, text: string) => normalizeSpace(text),
  'String deleteWhitespace()': (_run, text: string) =>
    unitsOf(text)
      .filter((unit) => !isJavaSpace(unit))
      .join(''),
  'String stripHtmlTags()': (_run, text: string) => text.replace(/<[^<>]*>/g, ''),
  'String reverse()': (_run, text: string) => [...text].reverse().join(''),
});
