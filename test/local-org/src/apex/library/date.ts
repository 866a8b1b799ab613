import { dayMs } from '../../calendar.ts';
import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import type { Run } from '../run.ts';
import { ApexDate, ApexDatetime } from '../values.ts';
import type { Value } from '../values.ts';
import { typeFault, withoutNulls } from './arguments.ts';
import { addMonths, dayOfYear, daysInMonth, daysOf, fieldsOfDate, isLeapYear } from './calendar-fields.ts';
import { localeDate, parseLocaleDate } from './locale-dates.ts';
import { startOfWeek } from './week.ts';
import { splitLocal, toLocal } from './zone.ts';

const dateOf = (days: number): ApexDate => new ApexDate(days);

/** Today, for the user. */
export const today = (run: Run): ApexDate => dateOf(splitLocal(toLocal(run.user.timeZone, run.now().getTime())).days);

/** Reads `2026-01-31`, which a time may follow. */
export function parseDate(text: string): ApexDate {
  const [, year, month, day] = /^\s*(\d{1,4})-(\d{1,2})-(\d{1,2})(?!\d)/.exec(text) ?? [];
  if (year === undefined) throw typeFault(`Invalid date: ${text}`);
  const [given, inMonth] = [Number(day), Number(month)];
  if (inMonth < 1 || inMonth > 12 || given < 1 || given > daysInMonth(Number(year), inMonth)) {
    throw typeFault(`Invalid date: ${text}`);
  }
  return dateOf(daysOf(Number(year), inMonth, given));
}

function dateFrom(run: Run, value: Value): ApexDate {
  if (value instanceof ApexDate) return value;
  if (value instanceof ApexDatetime) return dateOf(splitLocal(toLocal(run.user.timeZone, value.ms)).days);
  if (typeof value === 'string') return parseDate(value);
  throw typeFault(`Invalid date: ${String(value)}`);
}

export const dateClass: LibraryClass = defineClass(
  'System.Date',
  withoutNulls({
    'static Date today()': (run) => today(run),
    'static Date newInstance(Integer year, Integer month, Integer day)': (
      _run,
      year: number,
      month: number,
      day: number,
    ) => dateOf(daysOf(year, month, day)),
    'static Date valueOf(String text)': (_run, text: string) => parseDate(text),
    'static Date valueOf(Object value)': (run, value: Value) => dateFrom(run, value),
    'static Date parse(String text)': (run, text: string) => {
      const days = parseLocaleDate(text, run.user.locale, run.now());
      if (days === undefined) throw typeFault(`Invalid date: ${text}`);
      return dateOf(days);
    },
    'static Integer daysInMonth(Integer year, Integer month)': (_run, year: number, month: number) =>
      daysInMonth(year, month),
    'static Boolean isLeapYear(Integer year)': (_run, year: number) => isLeapYear(year),
    'Date addDays(Integer count)': (_run, date: ApexDate, count: number) => dateOf(date.days + count),
    'Date addMonths(Integer count)': (_run, date: ApexDate, count: number) => dateOf(addMonths(date.days, count)),
    'Date addYears(Integer count)': (_run, date: ApexDate, count: number) => dateOf(addMonths(date.days, 12 * count)),
    'Integer day()': (_run, date: ApexDate) => fieldsOfDate(date).day,
    'Integer month()': (_run, date: ApexDate) => fieldsOfDate(date).month,
    'Integer year()': (_run, date: ApexDate) => fieldsOfDate(date).year,
    'Integer dayOfYear()': (_run, date: ApexDate) => dayOfYear(fieldsOfDate(date)),
    'Integer daysBetween(Date other)': (_run, date: ApexDate, other: ApexDate) => other.days - date.days,
    'Integer monthsBetween(Date other)': (_run, date: ApexDate, other: ApexDate) => {
      const [from, to] = [fieldsOfDate(date), fieldsOfDate(other)];
      return 12 * (to.year - from.year) + to.month - from.month;
    },
    'Boolean isSameDay(Date other)': (_run, date: ApexDate, other: ApexDate) => date.days === other.days,
    'Date toStartOfMonth()': (_run, date: ApexDate) => dateOf(date.days - fieldsOfDate(date).day + 1),
    'Date toStartOfWeek()': (run, date: ApexDate) => dateOf(startOfWeek(date.days, run.user.locale)),
    'String format()': (run, date: ApexDate) => localeDate(date.days * dayMs, run.user.locale),
  }),
);
