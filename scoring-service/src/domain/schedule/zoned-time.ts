const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A day of the calendar, told by its midnight in UTC, whatever the time zone it stands in. */
export type CalendarDay = number;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether a name of the IANA database is known: `Europe/Berlin`. */
export function isTimeZone(timeZone: string): boolean {
  try {
    return formatOf(timeZone) !== undefined;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Making a format costs far more than using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  formats.set(timeZone, made);
  return made;
}

/** What the clock on the wall shows at a moment, as if the wall stood in Greenwich. */
function wallTime(moment: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(moment)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Offset from Greenwich at a moment, in whole seconds. */
function offsetAt(moment: number, timeZone: string): number {
  const seconds = Math.floor(moment / 1000) * 1000;
  return wallTime(seconds, timeZone) - seconds;
}

/** The day that a place has at a moment. */
export const dayAt = (moment: Date, timeZone: string): CalendarDay =>
  Math.floor(wallTime(moment.getTime(), timeZone) / DAY_MS) * DAY_MS;

/** The day so many days later. */
export const laterDay = (day: CalendarDay, days: number): CalendarDay => day + days * DAY_MS;

/** 0 for Monday to 6 for Sunday. */
export const weekdayOf = (day: CalendarDay): number => (new Date(day).getUTCDay() + 6) % 7;

/**
 * The moment when the clocks of a place show a time of a day. Of an hour that comes twice the first counts; in an hour
 * that is left out it is as late as if the clocks had not been moved.
 */
export function momentOf(day: CalendarDay, minuteOfDay: number, timeZone: string): Date {
  const wall = day + minuteOfDay * MINUTE_MS;
  const before = offsetAt(wall - DAY_MS, timeZone);
  const after = offsetAt(wall + DAY_MS, timeZone);
  const fitting = [wall - before, wall - after].filter((moment) => moment + offsetAt(moment, timeZone) === wall);
  return new Date(fitting.length > 0 ? Math.min(...fitting) : wall - before);
}
