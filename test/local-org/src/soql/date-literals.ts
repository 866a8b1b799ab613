import { dayMs, isOnCalendar } from '../calendar.ts';

/** A half-open range of days, by the numbers of their days since 1970. */
export type DayRange = { from: number; to: number };

const dayNumber = (year: number, month: number, day = 1): number => Date.UTC(year, month, day) / dayMs;

/** The day that a time falls on where the user is. */
export function localDay(time: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(time);
  return Date.parse(`${parts}T00:00:00Z`) / dayMs;
}

/** Milliseconds by which the zone is ahead of UTC at a time. */
export function zoneOffset(time: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(time);
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((one) => one.type === type)?.value ?? 0);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(time.getTime() / 1_000) * 1_000;
}

/** The time at which a day begins where the user is. */
export function startOfDay(day: number, timeZone: string): Date {
  const midnight = day * dayMs;
  // The offset is read again at the first estimate, because clocks may change in between.
  const guess = midnight - zoneOffset(new Date(midnight), timeZone);
  return new Date(midnight - zoneOffset(new Date(guess), timeZone));
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/** The first day of the unit this many units from today's; weeks begin on Sunday. */
function unitStart(today: number, unit: Unit, offset: number): number {
  const date = new Date(today * dayMs);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (unit) {
    case 'DAY':
      return today + offset;
    case 'WEEK':
      return today - date.getUTCDay() + 7 * offset;
    case 'MONTH':
      return dayNumber(year, month + offset);
    case 'QUARTER':
      return dayNumber(year, Math.floor(month / 3) * 3 + 3 * offset);
    case 'YEAR':
      return dayNumber(year + offset, 0);
  }
}

const span = (today: number, unit: Unit, [from, to]: [number, number]): DayRange => ({
  from: unitStart(today, unit, from),
  to: unitStart(today, unit, to),
});

const singles: Record<string, [Unit, number]> = { TODAY: ['DAY', 0], YESTERDAY: ['DAY', -1], TOMORROW: ['DAY', 1] };
const relative: Record<string, number> = { LAST: -1, THIS: 0, NEXT: 1 };

/**
 * The days of a date literal (`LAST_N_DAYS:30`), fiscal years being calendar years; undefined for an unknown literal,
 * or a range off the calendar.
 */
export function dateLiteralDays(literal: string, today: number): DayRange | undefined {
  const days = readLiteral(literal, today);
  return days !== undefined && isOnCalendar(days.from * dayMs) && isOnCalendar(days.to * dayMs) ? days : undefined;
}

function readLiteral(literal: string, today: number): DayRange | undefined {
  const [name = '', count] = literal.toUpperCase().replace('FISCAL_', '').split(':');
  const single = singles[name];
  if (single !== undefined) return span(today, single[0], [single[1], single[1] + 1]);
  // LAST_90_DAYS and LAST_N_DAYS include today; NEXT_90_DAYS and NEXT_N_DAYS begin tomorrow.
  if (name === 'LAST_90_DAYS') return { from: today - 90, to: today + 1 };
  if (name === 'NEXT_90_DAYS') return { from: today + 1, to: today + 91 };
  const plain = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(name);
  if (plain !== null) {
    const offset = relative[plain[1] ?? ''] ?? 0;
    return span(today, plain[2] as Unit, [offset, offset + 1]);
  }
  const n = Number(count);
  const numbered = /^(?:(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR)S|N_(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO)$/.exec(name);
  if (numbered === null || !Number.isInteger(n)) return undefined;
  if (numbered[3] !== undefined) return span(today, numbered[3] as Unit, [-n, -n + 1]);
  const unit = numbered[2] as Unit;
  if (numbered[1] === 'NEXT') return span(today, unit, [1, n + 1]);
  return span(today, unit, [-n, unit === 'DAY' ? 1 : 0]);
}

/** A day as date fields hold it. */
export const dayText = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
