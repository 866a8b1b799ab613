import { Temporal } from 'temporal-polyfill';

export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
export type Weekday = (typeof weekdays)[number];

/** When background work may run: from start to end, past midnight where the end is not after the start. */
export type MaintenanceWindow = {
  days: readonly Weekday[];
  /** Minutes after midnight. */
  start: number;
  end: number;
  /** IANA name. */
  timeZone: string;
};

/** One period in which a window is open; `day` is the date on which it opens, in the window's time zone. */
export type Opening = { from: Date; until: Date; day: Temporal.PlainDate };

/** The opening at a time, the latest to begin where several overlap; undefined while all windows are closed. */
export const openingAt = (windows: readonly MaintenanceWindow[], time: Date): Opening | undefined =>
  openingsAround(windows, time).findLast((opening) => isOpenAt(opening, time));

/** The first opening that begins after a time. */
export const openingAfter = (windows: readonly MaintenanceWindow[], time: Date): Opening | undefined =>
  openingsAround(windows, time).find(({ from }) => from > time);

/** When the first opening of the same day began. */
export function dayBegan(windows: readonly MaintenanceWindow[], { from, day }: Opening): Date {
  const ofDay = openingsAround(windows, from).filter((opening) => opening.day.equals(day) && opening.from <= from);
  return ofDay[0]?.from ?? from;
}

/** Whether a name of the IANA time zone database exists: `Europe/Berlin`. */
export function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) !== undefined;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * The time at which clocks in a time zone show a minute of a day. Of an hour that is repeated the first counts; a minute
 * that is skipped is as late as if the clocks had not been changed (Temporal's disambiguation `compatible`).
 */
export function timeOf(day: Temporal.PlainDate, minuteOfDay: number, timeZone: string): Date {
  const plainTime = { hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 };
  return new Date(day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds);
}

/** Eight days ahead include the next opening of every window; two days back include those that are still open. */
const DAYS_BACK = 2;
const DAYS_AHEAD = 8;

/** Every opening around a time, the earliest first. */
function openingsAround(windows: readonly MaintenanceWindow[], time: Date): Opening[] {
  return windows
    .flatMap((window) => {
      const instant = Temporal.Instant.fromEpochMilliseconds(time.getTime());
      const today = instant.toZonedDateTimeISO(window.timeZone).toPlainDate();
      const days = Array.from({ length: DAYS_BACK + DAYS_AHEAD + 1 }, (_, index) =>
        today.add({ days: index - DAYS_BACK }),
      );
      return days.flatMap((day) => openingOn(window, day));
    })
    .sort((one, other) => one.from.getTime() - other.from.getTime() || one.until.getTime() - other.until.getTime());
}

/** None on other weekdays, nor where a clock change skips the whole window. */
function openingOn({ days, start, end, timeZone }: MaintenanceWindow, day: Temporal.PlainDate): Opening[] {
  const weekday = weekdays[day.dayOfWeek - 1];
  if (weekday === undefined || !days.includes(weekday)) return [];
  const from = timeOf(day, start, timeZone);
  const until = timeOf(end > start ? day : day.add({ days: 1 }), end, timeZone);
  return from < until ? [{ from, until, day }] : [];
}

const isOpenAt = ({ from, until }: Opening, time: Date): boolean => from <= time && time < until;
