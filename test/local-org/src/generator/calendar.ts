import { dayMs, hourMs } from '../calendar.ts';

const monthFactors = [0.95, 1.05, 1.15, 1, 1.05, 1, 0.8, 0.7, 1.15, 1.2, 1.1, 0.75];
const weekdayFactors = [0.3, 1, 1.1, 1.1, 1.05, 0.9, 0.35];
// Registrations over the hours of a day in UTC: people of three continents.
const hourFactors = [2, 2, 2, 3, 3, 4, 6, 9, 11, 12, 12, 11, 11, 12, 13, 13, 12, 11, 10, 8, 6, 5, 4, 3];
const growthOverPeriod = 0.35;

/** When leads register: more on working days, less in summer and at the year's end, growing over the period. */
export type RegistrationCalendar = { startMs: number; endMs: number; cumulative: Float64Array };

export function registrationCalendar(startMs: number, endMs: number): RegistrationCalendar {
  const hours = Math.max(1, Math.ceil((endMs - startMs) / hourMs));
  const cumulative = new Float64Array(hours + 1);
  for (let hour = 0; hour < hours; hour += 1) {
    const time = new Date(startMs + hour * hourMs);
    const factor =
      (monthFactors[time.getUTCMonth()] ?? 1) *
      (weekdayFactors[time.getUTCDay()] ?? 1) *
      (hourFactors[time.getUTCHours()] ?? 1) *
      (1 + (growthOverPeriod * hour) / hours);
    cumulative[hour + 1] = (cumulative[hour] ?? 0) + factor;
  }
  return { startMs, endMs, cumulative };
}

/** The time before which the given share of all leads has registered; grows with the share. */
export function registrationTime(calendar: RegistrationCalendar, share: number): number {
  const { cumulative } = calendar;
  const target = share * (cumulative.at(-1) ?? 0);
  let low = 0;
  let high = cumulative.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] ?? 0) <= target) low = middle;
    else high = middle;
  }
  const before = cumulative[low] ?? 0;
  const width = (cumulative[high] ?? 0) - before;
  const time = calendar.startMs + (low + (target - before) / width) * hourMs;
  return Math.floor(Math.min(time, calendar.endMs - 1));
}

/** The time with the hour of its day squeezed into 8:00-18:00 of a place. */
export function daytime(time: number, utcOffsetHours: number): number {
  const local = time + utcOffsetHours * hourMs;
  const midnight = Math.floor(local / dayMs) * dayMs;
  const share = (local - midnight) / dayMs;
  return Math.floor(midnight + (8 + share * 10 - utcOffsetHours) * hourMs);
}

/** `daytime`, with weekends moved to the Monday. */
export function workingTime(time: number, utcOffsetHours: number): number {
  const weekday = new Date(time + utcOffsetHours * hourMs).getUTCDay();
  const daysToMonday = weekday === 6 ? 2 : weekday === 0 ? 1 : 0;
  return daytime(time, utcOffsetHours) + daysToMonday * dayMs;
}

/** As the org stores a datetime. */
export const storedDateTime = (time: number): string => new Date(time).toISOString();

/** As the org stores a date. */
export const storedDate = (time: number): string => storedDateTime(time).slice(0, 10);
