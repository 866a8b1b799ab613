import { dayMs, hourMs } from '../../calendar.ts';
import { daysOf, daysInMonth } from './calendar-fields.ts';
import { tagOf } from './number-text.ts';

type LocaleFormats = { date: Intl.DateTimeFormat; time: Intl.DateTimeFormat; longTime: Intl.DateTimeFormat };

const formats = new Map<string, LocaleFormats>();

function formatsOf(locale: string): LocaleFormats {
  let found = formats.get(locale);
  if (found === undefined) {
    const tag = tagOf(locale);
    found = {
      date: new Intl.DateTimeFormat(tag, { dateStyle: 'short', timeZone: 'UTC' }),
      time: new Intl.DateTimeFormat(tag, { timeStyle: 'short', timeZone: 'UTC' }),
      longTime: new Intl.DateTimeFormat(tag, { timeStyle: 'medium', timeZone: 'UTC' }),
    };
    formats.set(locale, found);
  }
  return found;
}

/** Newer locale data has narrow no-break spaces before `AM`, where the platform has blanks. */
const plainSpaces = (text: string): string => text.replace(/[\u202F\u00A0]/g, ' ');

/** A day in the locale's short form, but with all digits of the year, as the platform writes it. */
export function localeDate(local: number, locale: string): string {
  const parts = formatsOf(locale).date.formatToParts(local);
  const year = new Date(local).getUTCFullYear();
  return plainSpaces(parts.map(({ type, value }) => (type === 'year' ? String(year) : value)).join(''));
}

export const localeTime = (local: number, locale: string, style: 'short' | 'long'): string => {
  const { time, longTime } = formatsOf(locale);
  return plainSpaces((style === 'short' ? time : longTime).format(local));
};

export const localeDatetime = (local: number, locale: string, style: 'short' | 'long' = 'short'): string =>
  `${localeDate(local, locale)}, ${localeTime(local, locale, style)}`;

/** Two digits are a year of this century, or of the last one where that is more than 20 years ahead. */
function fullYear(text: string, now: Date): number {
  const year = Number(text);
  if (text.length !== 2) return year;
  const century = Math.floor(now.getUTCFullYear() / 100) * 100;
  return century + year > now.getUTCFullYear() + 20 ? century + year - 100 : century + year;
}

/** Reads a day in the locale's order; undefined where it is none. */
export function parseLocaleDate(text: string, locale: string, now: Date): number | undefined {
  const order = formatsOf(locale)
    .date.formatToParts(0)
    .flatMap(({ type }) => (type === 'year' || type === 'month' || type === 'day' ? [type] : []));
  const [, ...numbers] = /^\s*(\d{1,4})\D{1,3}(\d{1,4})\D{1,3}(\d{1,4})\.?\s*$/.exec(text) ?? [];
  if (numbers.length !== 3) return undefined;
  const given = (type: string): string => numbers[order.findIndex((one) => one === type)] ?? '';
  const [year, month, day] = [fullYear(given('year'), now), Number(given('month')), Number(given('day'))];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return daysOf(year, month, day);
}

/** Reads a day and a time such as `1/31/2026, 10:30 AM`, as milliseconds of a time in GMT. */
export function parseLocaleDatetime(text: string, locale: string, now: Date): number | undefined {
  const [, date = '', hours, minutes, seconds, half] =
    /^(.*?)[,\s]\s*(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([AaPp]\.?[Mm]\.?)?$/.exec(plainSpaces(text.trim())) ?? [];
  const days = parseLocaleDate(date, locale, now);
  if (days === undefined || hours === undefined) return undefined;
  const isAfternoon = half !== undefined && /^p/i.test(half);
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (isAfternoon ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return undefined;
  return days * dayMs + hour * hourMs + Number(minutes) * 60_000 + Number(seconds ?? 0) * 1000;
}
