import { dayMs, hourMs } from '../../calendar.ts';
import { defineClass } from '../library.ts';
import type { Implementation, LibraryClass } from '../library.ts';
import type { Run } from '../run.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../values.ts';
import type { Value } from '../values.ts';
import { typeFault, withoutNulls } from './arguments.ts';
import { addMonths, dayOfYear, daysInMonth, daysOf, fieldsOf } from './calendar-fields.ts';
import type { Fields } from './calendar-fields.ts';
import { formatByPattern } from './date-pattern.ts';
import { localeDatetime, parseLocaleDatetime } from './locale-dates.ts';
import { shortZoneName } from './zone-names.ts';
import { fromLocal, knownZone, splitLocal, toLocal } from './zone.ts';

const at = (ms: number): ApexDatetime => new ApexDatetime(ms);

const zoneOf = (run: Run): string => run.user.timeZone;
const localOf = (run: Run, { ms }: ApexDatetime): number => toLocal(zoneOf(run), ms);

/** A day and a time as milliseconds of a time in GMT. */
const gmtTimeOf = (year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number =>
  daysOf(year, month, day) * dayMs + hour * hourMs + minute * 60_000 + second * 1000;

/** Makes datetimes of what clocks show: `read` says at which time they do. */
const constructors = (suffix: string, read: (run: Run, local: number) => number): Record<string, Implementation> => ({
  [`static Datetime newInstance${suffix}(Date date, Time time)`]: (run, date: ApexDate, time: ApexTime) =>
    at(read(run, date.days * dayMs + time.ms)),
  [`static Datetime newInstance${suffix}(Integer year, Integer month, Integer day)`]: (
    run,
    year: number,
    month: number,
    day: number,
  ) => at(read(run, gmtTimeOf(year, month, day))),
  [`static Datetime newInstance${suffix}(Integer year, Integer month, Integer day, Integer hour, Integer minute, Integer second)`]:
    (run, year: number, month: number, day: number, hour: number, minute: number, second: number) =>
      at(read(run, gmtTimeOf(year, month, day, hour, minute, second))),
});

/** What clocks show at a datetime. */
const parts = (suffix: string, show: (run: Run, value: ApexDatetime) => number): Record<string, Implementation> => {
  const part =
    (read: (fields: Fields) => number): Implementation =>
    (run, value: ApexDatetime) =>
      read(fieldsOf(show(run, value)));
  return {
    [`Integer year${suffix}()`]: part(({ year }) => year),
    [`Integer month${suffix}()`]: part(({ month }) => month),
    [`Integer day${suffix}()`]: part(({ day }) => day),
    [`Integer dayOfYear${suffix}()`]: part(dayOfYear),
    [`Integer hour${suffix}()`]: part(({ hour }) => hour),
    [`Integer minute${suffix}()`]: part(({ minute }) => minute),
    [`Integer second${suffix}()`]: part(({ second }) => second),
    [`Integer millisecond${suffix}()`]: part(({ millisecond }) => millisecond),
    [`Date date${suffix}()`]: (run, value: ApexDatetime) => new ApexDate(splitLocal(show(run, value)).days),
    [`Time time${suffix}()`]: (run, value: ApexDatetime) => new ApexTime(splitLocal(show(run, value)).ms),
  };
};

/** Moves what the user's clocks show by days or months: the hour stays when summer time begins or ends between. */
function move(run: Run, value: ApexDatetime, change: (days: number) => number): ApexDatetime {
  const { days, ms } = splitLocal(localOf(run, value));
  return at(fromLocal(zoneOf(run), change(days) * dayMs + ms));
}

/** Reads `2026-01-31 12:30:00` as milliseconds of a time in GMT. */
function parseDatetime(text: string): number {
  const [, year, month, day, hour, minute, second = '0'] =
    /^\s*(\d{1,4})-(\d{1,2})-(\d{1,2})\s+(\d{1,2}):(\d{1,2}):(\d{1,2})/.exec(text) ?? [];
  const [inMonth, given] = [Number(month), Number(day)];
  const isDay = inMonth >= 1 && inMonth <= 12 && given >= 1 && given <= daysInMonth(Number(year), inMonth);
  if (!isDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    throw typeFault(`Invalid date/time: ${text}`);
  }
  return gmtTimeOf(Number(year), inMonth, given, Number(hour), Number(minute), Number(second));
}

function datetimeFrom(run: Run, value: Value): ApexDatetime {
  if (value instanceof ApexDatetime) return value;
  if (value instanceof ApexDate) return at(fromLocal(zoneOf(run), value.days * dayMs));
  if (typeof value === 'string') return at(fromLocal(zoneOf(run), parseDatetime(value)));
  throw typeFault(`Invalid date/time: ${String(value)}`);
}

export const datetimeClass: LibraryClass = defineClass(
  'System.Datetime',
  withoutNulls({
    'static Datetime now()': (run) => at(run.now().getTime()),
    'static Datetime newInstance(Long milliseconds)': (_run, milliseconds: bigint | number) => at(Number(milliseconds)),
    ...constructors('', (run, local) => fromLocal(zoneOf(run), local)),
    ...constructors('Gmt', (_run, local) => local),
    'static Datetime valueOf(String text)': (run, text: string) => datetimeFrom(run, text),
    'static Datetime valueOf(Object value)': (run, value: Value) => datetimeFrom(run, value),
    'static Datetime valueOfGmt(String text)': (_run, text: string) => at(parseDatetime(text)),
    'static Datetime parse(String text)': (run, text: string) => {
      const local = parseLocaleDatetime(text, run.user.locale, run.now());
      if (local === undefined) throw typeFault(`Invalid date/time: ${text}`);
      return at(fromLocal(zoneOf(run), local));
    },
    ...parts('', localOf),
    ...parts('Gmt', (_run, { ms }) => ms),
    'Datetime addDays(Integer count)': (run, value: ApexDatetime, count: number) =>
      move(run, value, (days) => days + count),
    'Datetime addMonths(Integer count)': (run, value: ApexDatetime, count: number) =>
      move(run, value, (days) => addMonths(days, count)),
    'Datetime addYears(Integer count)': (run, value: ApexDatetime, count: number) =>
      move(run, value, (days) => addMonths(days, 12 * count)),
    'Datetime addHours(Integer count)': (_run, { ms }: ApexDatetime, count: number) => at(ms + count * hourMs),
    'Datetime addMinutes(Integer count)': (_run, { ms }: ApexDatetime, count: number) => at(ms + count * 60_000),
    'Datetime addSeconds(Integer count)': (_run, { ms }: ApexDatetime, count: number) => at(ms + count * 1000),
    'Long getTime()': (_run, { ms }: ApexDatetime) => BigInt(ms),
    'Boolean isSameDay(Datetime other)': (run, value: ApexDatetime, other: ApexDatetime) =>
      splitLocal(localOf(run, value)).days === splitLocal(localOf(run, other)).days,
    'String format()': (run, value: ApexDatetime) => localeDatetime(localOf(run, value), run.user.locale),
    'String format(String pattern)': (run, { ms }: ApexDatetime, pattern: string) =>
      formatByPattern(ms, pattern, { zone: zoneOf(run), locale: run.user.locale }),
    'String format(String pattern, String zone)': (run, { ms }: ApexDatetime, pattern: string, zone: string) =>
      formatByPattern(ms, pattern, { zone: knownZone(zone), locale: run.user.locale }),
    'String formatGmt(String pattern)': (run, { ms }: ApexDatetime, pattern: string) =>
      formatByPattern(ms, pattern, { zone: 'GMT', locale: run.user.locale }),
    'String formatLong()': (run, value: ApexDatetime) =>
      `${localeDatetime(localOf(run, value), run.user.locale, 'long')} ${shortZoneName(zoneOf(run), value.ms)}`,
  }),
);
