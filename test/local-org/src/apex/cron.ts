import { fromLocal, toLocal } from './library/zone.ts';
import { ApexFault } from './run.ts';

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** The values that a part of a cron expression means; undefined for any. */
type Part = ReadonlySet<number> | undefined;

export type Cron = {
  seconds: number;
  minutes: Part;
  hours: Part;
  days: Part;
  isLastDay: boolean;
  months: Part;
  weekdays: Part;
  years: Part;
};

const invalid = (expression: string): ApexFault =>
  new ApexFault('System.StringException', `Illegal cron expression format (${expression})`);

function readPart(text: string, { least, most, names = [], first = 0 }: Range, whole: string): Part {
  if (text === '*' || text === '?') return undefined;
  const number = (word: string): number => {
    const place = names.indexOf(word.toUpperCase());
    const value = place === -1 ? Number(word) : place + first;
    if (!Number.isInteger(value) || value < least || value > most) throw invalid(whole);
    return value;
  };
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const [range = '', step] = item.split('/');
    const [from = '', to] = range.split('-');
    const start = from === '*' ? least : number(from);
    const end = to !== undefined ? number(to) : step === undefined && from !== '*' ? start : most;
    for (let value = start; value <= end; value += step === undefined ? 1 : number(step)) values.add(value);
  }
  return values;
}

type Range = { least: number; most: number; names?: readonly string[]; first?: number };

/** Reads `Seconds Minutes Hours Day_of_month Month Day_of_week [Year]`. @throws ApexFault StringException */
export function readCron(expression: string): Cron {
  const parts = expression.trim().split(/\s+/);
  const [seconds = '', minutes = '', hours = '', days = '', month = '', weekday = '', years = '*'] = parts;
  if (parts.length < 6 || parts.length > 7) throw invalid(expression);
  if ((days === '?') === (weekday === '?')) throw invalid(expression);
  return {
    seconds: Number(/^\d+$/.exec(seconds)?.[0] ?? 0),
    minutes: readPart(minutes, { least: 0, most: 59 }, expression),
    hours: readPart(hours, { least: 0, most: 23 }, expression),
    days: days === 'L' ? undefined : readPart(days, { least: 1, most: 31 }, expression),
    isLastDay: days === 'L',
    months: readPart(month, { least: 1, most: 12, names: months, first: 1 }, expression),
    weekdays: readPart(weekday, { least: 1, most: 7, names: weekdays, first: 1 }, expression),
    years: readPart(years, { least: 1970, most: 2099 }, expression),
  };
}

const has = (part: Part, value: number): boolean => part === undefined || part.has(value);

const hourMs = 3_600_000;
const minuteMs = 60_000;
const dayMs = 24 * hourMs;
const mostDays = 366 * 8;

/** The next time after another at which a schedule fires, in its time zone; undefined where it never will. */
export function nextFire(cron: Cron, after: Date, timeZone: string): Date | undefined {
  const local = toLocal(timeZone, after.getTime());
  const firstDay = Math.floor(local / dayMs) * dayMs;
  for (let day = 0; day < mostDays; day += 1) {
    const start = firstDay + day * dayMs;
    if (!isDay(cron, new Date(start))) continue;
    for (let hour = 0; hour < 24; hour += 1) {
      if (!has(cron.hours, hour)) continue;
      for (let minute = 0; minute < 60; minute += 1) {
        const at = start + hour * hourMs + minute * minuteMs + cron.seconds * 1000;
        if (has(cron.minutes, minute) && at > local) return new Date(fromLocal(timeZone, at));
      }
    }
  }
  return undefined;
}

function isDay(cron: Cron, date: Date): boolean {
  const isLast = new Date(date.getTime() + dayMs).getUTCDate() === 1;
  return (
    has(cron.years, date.getUTCFullYear()) &&
    has(cron.months, date.getUTCMonth() + 1) &&
    has(cron.days, date.getUTCDate()) &&
    (!cron.isLastDay || isLast) &&
    has(cron.weekdays, date.getUTCDay() + 1)
  );
}
