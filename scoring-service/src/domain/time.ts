/** Milliseconds of a day of 24 hours. */
export const DAY_MS = 86_400_000;

/** The time `days` days of 24 hours earlier; negative days are later. */
export const daysBefore = (time: Date, days: number): Date => new Date(time.getTime() - days * DAY_MS);

/** The UTC day of a time: `2026-11-23`. */
export const isoDay = (time: Date): string => time.toISOString().slice(0, 10);

/** Winter and summer of the years that an org's history and its near future can be in. */
const SEASONS = Array.from({ length: 56 }, (_, half) => Date.UTC(2010 + (half >> 1), 6 * (half % 2), 15));

const dayEnds = new Map<string, number>();

/**
 * From midnight UTC of a date to the end of that date in a time zone, in milliseconds: the latest end that daylight saving
 * time allows. UTC for a zone that is unknown here.
 */
export function latestDayEnd(timeZone: string): number {
  const known = dayEnds.get(timeZone);
  if (known !== undefined) return known;
  const end = DAY_MS - lowestOffset(timeZone);
  dayEnds.set(timeZone, end);
  return end;
}

/** The offset of a time zone from UTC that is furthest west, in milliseconds; 0 for an unknown zone. */
function lowestOffset(timeZone: string): number {
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
    return Math.min(...SEASONS.map((ms) => offsetIn(format.format(ms))));
  } catch (error) {
    if (error instanceof RangeError) return 0;
    throw error;
  }
}

/** The offset at the end of a formatted date, `1/15/2010, GMT-05:00`. */
function offsetIn(text: string): number {
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Of the time zones of an org and its users, the one in which a date ends last. */
export const latestZone = (timeZones: readonly string[]): string =>
  timeZones.reduce(
    (latest, zone) => (latestDayEnd(zone) > latestDayEnd(latest) ? zone : latest),
    timeZones[0] ?? 'UTC',
  );

/** Where on earth a date begins first, it begins this long before midnight UTC. */
export const EARLIEST_DAY_START_MS = 14 * 3_600_000;
