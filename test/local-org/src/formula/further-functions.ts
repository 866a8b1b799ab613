import { of } from './plain-function.ts';
import type { PlainFunction } from './plain-function.ts';
import { isBlank, isDateValue, toNumber, toText } from './values.ts';
import type { FormulaValue } from './values.ts';
import { dayMs } from '../calendar.ts';

const partOfTime = (read: (date: Date) => number): PlainFunction =>
  of(1, (one) => (isDateValue(one) ? read(new Date(one.ms)) : null));

const dayOfYear = (date: Date): number =>
  Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / dayMs) + 1;

/** The week number of ISO 8601: week 1 has the year's first Thursday. */
function isoWeek(date: Date): { year: number; week: number } {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * dayMs);
  return { year: thursday.getUTCFullYear(), week: Math.ceil(dayOfYear(thursday) / 7) };
}

const capitalised = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(^|[^\p{L}\p{N}])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());

function truncate(value: FormulaValue, places: FormulaValue): FormulaValue {
  if (value === null) return null;
  const factor = 10 ** toNumber(places);
  return Math.trunc(toNumber(value) * factor) / factor;
}

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const escapeScript = (text: string): string =>
  JSON.stringify(text).slice(1, -1).replaceAll("'", "\\'").replaceAll('/', '\\/');

const twoDigits = (number: number): string => String(Math.floor(number)).padStart(2, '0');

/** Seconds, or the time between two times, as `HH:MI:SS`; with days before it where these are asked for. */
function formatDuration(one: FormulaValue, two: FormulaValue): FormulaValue {
  if (one === null) return null;
  const isSpan = isDateValue(one) && isDateValue(two);
  const seconds = isSpan ? Math.abs(one.ms - two.ms) / 1_000 : toNumber(one);
  const withDays = two === true;
  const hours = withDays ? (seconds % 86_400) / 3_600 : seconds / 3_600;
  const days = withDays ? [seconds / 86_400] : [];
  return [...days, hours, (seconds % 3_600) / 60, seconds % 60].map(twoDigits).join(':');
}

/** Less common functions, and those whose result only a page uses. */
export const furtherFunctions: Record<string, PlainFunction> = {
  ASCII: of(1, (one) => (isBlank(one) ? null : (toText(one).codePointAt(0) ?? null))),
  CHR: of(1, (one) => (one === null ? null : String.fromCodePoint(toNumber(one)))),
  DAYOFYEAR: partOfTime(dayOfYear),
  FORMATDURATION: of(1, formatDuration, 2),
  FROMUNIXTIME: of(1, (one) => (one === null ? null : { kind: 'datetime', ms: toNumber(one) * 1_000 })),
  HOUR: partOfTime((date) => date.getUTCHours()),
  HTMLENCODE: of(1, (one) => escapeHtml(toText(one))),
  HYPERLINK: of(2, (target, text) => `<a href="${escapeHtml(toText(target))}">${escapeHtml(toText(text))}</a>`, 3),
  IMAGE: of(2, (source, text) => `<img src="${escapeHtml(toText(source))}" alt="${escapeHtml(toText(text))}">`, 4),
  INITCAP: of(1, (one) => capitalised(toText(one))),
  ISOWEEK: partOfTime((date) => isoWeek(date).week),
  ISOYEAR: partOfTime((date) => isoWeek(date).year),
  JSENCODE: of(1, (one) => escapeScript(toText(one))),
  MILLISECOND: partOfTime((date) => date.getUTCMilliseconds()),
  MINUTE: partOfTime((date) => date.getUTCMinutes()),
  PI: of(0, () => Math.PI),
  PICKCOUNT: of(1, (one) => (isBlank(one) ? 0 : toText(one).split(';').length)),
  REVERSE: of(1, (one) => [...toText(one)].reverse().join('')),
  SECOND: partOfTime((date) => date.getUTCSeconds()),
  TRUNC: of(1, truncate, 2),
  UNIXTIMESTAMP: of(1, (one) => (isDateValue(one) ? Math.floor(one.ms / 1_000) : null)),
  URLENCODE: of(1, (one) => encodeURIComponent(toText(one)).replaceAll('%20', '+')),
};
