import { dayAt, laterDay, momentOf, weekdayOf } from './zoned-time.ts';
import type { CalendarDay } from './zoned-time.ts';

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
