export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

export type Weekday = (typeof weekdays)[number];

/** When background work may run: from start to end, over midnight where the end is not after the start. */
export type MaintenanceWindow = {
  days: readonly Weekday[];
  /** Minutes after midnight. */
  start: number;
  end: number;
  /** IANA name. */
  timeZone: string;
};

/** One time that a window is open. */
export type Opening = {
  from: Date;
  until: Date;
  /** The day on which it opens, in its own time zone. */
  day: CalendarDay;
};

/** A week and a day reach the next opening of every window; two days back reach those that are open still. */
const DAYS_BACK = 2;

const DAYS_AHEAD = 8;

/** Every opening about a moment, the earliest first. */
function openingsAbout(windows: readonly MaintenanceWindow[], moment: Date): Opening[] {
  return windows
    .flatMap((window) => {
      const today = dayAt(moment, window.timeZone);
      const count = DAYS_BACK + DAYS_AHEAD + 1;
      return Array.from({ length: count }, (_, index) => laterDay(today, index - DAYS_BACK)).flatMap((day) =>
        openingOn(window, day),
      );
    })
    .sort((one, other) => one.from.getTime() - other.from.getTime() || one.until.getTime() - other.until.getTime());
}

/** None on another weekday, nor where the clocks leave out the time of the window. */
function openingOn({ days, start, end, timeZone }: MaintenanceWindow, day: CalendarDay): Opening[] {
  const weekday = weekdays[weekdayOf(day)];
  if (weekday === undefined || !days.includes(weekday)) return [];
  const from = momentOf(day, start, timeZone);
  const until = momentOf(end > start ? day : laterDay(day, 1), end, timeZone);
  return from < until ? [{ from, until, day }] : [];
}

const isOpenAt = ({ from, until }: Opening, moment: Date): boolean => from <= moment && moment < until;

/** The opening at a moment, the one that began last if several overlap; undefined while all windows are closed. */
export const openingAt = (windows: readonly MaintenanceWindow[], moment: Date): Opening | undefined =>
  openingsAbout(windows, moment).findLast((opening) => isOpenAt(opening, moment));

/** The first opening that begins after a moment. */
export const openingAfter = (windows: readonly MaintenanceWindow[], moment: Date): Opening | undefined =>
  openingsAbout(windows, moment).find(({ from }) => from > moment);

/** When the windows close that are open at a moment; one that opens before the last closes keeps them open. */
export function closesAt(windows: readonly MaintenanceWindow[], moment: Date): Date | undefined {
  const openings = openingsAbout(windows, moment);
  const open = openings.filter((opening) => isOpenAt(opening, moment));
  if (open.length === 0) return undefined;
  return openings
    .filter(({ from }) => from > moment)
    .reduce((latest, { from, until }) => (from <= latest && until > latest ? until : latest), latestOf(open));
}

const latestOf = (openings: Opening[]): Date => new Date(Math.max(...openings.map(({ until }) => until.getTime())));

/** When the first opening of the same day began: what was done since then was done that day. */
export function dayBegan(windows: readonly MaintenanceWindow[], { from, day }: Opening): Date {
  const ofDay = openingsAbout(windows, from).filter((opening) => opening.day === day && opening.from <= from);
  return ofDay[0]?.from ?? from;
}

const ZONED_DAY_MS = 86_400_000;

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
  Math.floor(wallTime(moment.getTime(), timeZone) / ZONED_DAY_MS) * ZONED_DAY_MS;

/** The day so many days later. */
export const laterDay = (day: CalendarDay, days: number): CalendarDay => day + days * ZONED_DAY_MS;

/** 0 for Monday to 6 for Sunday. */
export const weekdayOf = (day: CalendarDay): number => (new Date(day).getUTCDay() + 6) % 7;

/**
 * The moment when the clocks of a place show a time of a day. Of an hour that comes twice the first counts; in an hour
 * that is left out it is as late as if the clocks had not been moved.
 */
export function momentOf(day: CalendarDay, minuteOfDay: number, timeZone: string): Date {
  const wall = day + minuteOfDay * MINUTE_MS;
  const before = offsetAt(wall - ZONED_DAY_MS, timeZone);
  const after = offsetAt(wall + ZONED_DAY_MS, timeZone);
  const fitting = [wall - before, wall - after].filter((moment) => moment + offsetAt(moment, timeZone) === wall);
  return new Date(fitting.length > 0 ? Math.min(...fitting) : wall - before);
}
