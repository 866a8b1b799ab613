import { dayMs } from '../../calendar.ts';
import { stringFault } from './arguments.ts';
import { dayOfYear, fieldsOf } from './calendar-fields.ts';
import { tagOf } from './number-text.ts';
import { weekOfMonth, weekOfYear } from './week.ts';
import { longZoneName, shortZoneName } from './zone-names.ts';
import { offsetAt, textOfOffset, toLocal } from './zone.ts';

export type PatternOptions = { zone: string; locale: string };

/** A time by a pattern of Java's SimpleDateFormat, such as `EEE, d MMM yyyy HH:mm:ss Z`. */
export function formatByPattern(ms: number, pattern: string, options: PatternOptions): string {
  return pattern.replace(/'((?:[^']|'')*)'|([A-Za-z])\2*|'/g, (found, quoted?: string, letter?: string) => {
    if (found === "'") throw stringFault('Unterminated quote');
    if (letter === undefined) return quoted === '' ? "'" : (quoted ?? '').replaceAll("''", "'");
    return fieldText(ms, letter, found.length, options);
  });
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A part of a time as a locale writes it. */
export function localPart(
  local: number,
  locale: string,
  options: Intl.DateTimeFormatOptions,
  type: Intl.DateTimeFormatPartTypes,
): string {
  const key = `${locale} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(tagOf(locale), { ...options, timeZone: 'UTC' });
    formats.set(key, format);
  }
  return format.formatToParts(local).find((part) => part.type === type)?.value ?? '';
}

export const dayPeriod = (local: number, locale: string): string =>
  localPart(local, locale, { hour: 'numeric', hour12: true }, 'dayPeriod');

const monthName = (local: number, locale: string, style: 'short' | 'long'): string =>
  localPart(local, locale, { day: 'numeric', month: style }, 'month');

const padded = (value: number, count: number): string => String(value).padStart(count, '0');

function yearText(year: number, count: number): string {
  const shown = year > 0 ? year : 1 - year;
  return count === 2 ? padded(shown % 100, 2) : padded(shown, count);
}

function offsetText(letter: string, count: number, offset: number): string {
  if (letter === 'Z') return textOfOffset(offset, '');
  if (offset === 0) return 'Z';
  return count === 1 ? textOfOffset(offset, '').slice(0, 3) : textOfOffset(offset, count === 2 ? '' : ':');
}

function fieldText(ms: number, letter: string, count: number, { zone, locale }: PatternOptions): string {
  const local = toLocal(zone, ms);
  const fields = fieldsOf(local);
  const days = Math.floor(local / dayMs);
  switch (letter) {
    case 'G':
      return fields.year > 0 ? 'AD' : 'BC';
    case 'y':
      return yearText(fields.year, count);
    case 'Y':
      return yearText(weekOfYear(days, locale).year, count);
    case 'M':
    case 'L':
      return count < 3 ? padded(fields.month, count) : monthName(local, locale, count === 3 ? 'short' : 'long');
    case 'w':
      return padded(weekOfYear(days, locale).week, count);
    case 'W':
      return padded(weekOfMonth(days, locale), count);
    case 'D':
      return padded(dayOfYear(fields), count);
    case 'd':
      return padded(fields.day, count);
    case 'F':
      return padded(Math.ceil(fields.day / 7), count);
    case 'E':
      return localPart(local, locale, { weekday: count > 3 ? 'long' : 'short' }, 'weekday');
    case 'u':
      return padded(fields.weekday === 0 ? 7 : fields.weekday, count);
    case 'a':
      return dayPeriod(local, locale);
    case 'H':
      return padded(fields.hour, count);
    case 'k':
      return padded(fields.hour === 0 ? 24 : fields.hour, count);
    case 'K':
      return padded(fields.hour % 12, count);
    case 'h':
      return padded(fields.hour % 12 === 0 ? 12 : fields.hour % 12, count);
    case 'm':
      return padded(fields.minute, count);
    case 's':
      return padded(fields.second, count);
    case 'S':
      return padded(fields.millisecond, count);
    case 'z':
      return count > 3 ? longZoneName(zone, ms) : shortZoneName(zone, ms);
    case 'Z':
    case 'X':
      return offsetText(letter, count, offsetAt(zone, ms));
    default:
      throw stringFault(`Illegal pattern character '${letter}'`);
  }
}
