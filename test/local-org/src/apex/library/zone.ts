import { dayMs, hourMs } from '../../calendar.ts';

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;

type Zone = { format: Intl.DateTimeFormat; offsets: Map<number, number> };

const zones = new Map<string, Zone>();

const formatOf = (name: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    era: 'short',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });

function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = { format: formatOf(name), offsets: new Map() };
    zones.set(name, zone);
  }
  return zone;
}

/** Names of zones as JavaScript knows them; GMT for an unknown one, as on the platform. */
export function knownZone(name: string): string {
  const [, sign, hours, minutes] = /^GMT([+-])(\d{1,2}):?(\d{2})?$/.exec(name) ?? [];
  if (sign !== undefined) return `${sign}${(hours ?? '').padStart(2, '0')}:${minutes ?? '00'}`;
  if (name === 'GMT') return name;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone === 'UTC' ? 'UTC' : name;
  } catch (error) {
    if (error instanceof RangeError) return 'GMT';
    throw error;
  }
}

/** Milliseconds that the clocks of a zone are ahead of GMT at a time. */
export function offsetAt(zoneName: string, ms: number): number {
  if (zoneName === 'UTC' || zoneName === 'GMT') return 0;
  const zone = zoneOf(zoneName);
  // Clocks change at quarters of hours.
  const quarter = Math.floor(ms / quarterMs);
  const known = zone.offsets.get(quarter);
  if (known !== undefined) return known;
  const start = quarter * quarterMs;
  const parts = new Map(zone.format.formatToParts(start).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const year = parts.get('era') === 'BC' ? 1 - part('year') : part('year');
  const local = new Date(Date.UTC(2000, part('month') - 1, part('day'), part('hour'), part('minute'), part('second')));
  local.setUTCFullYear(year, part('month') - 1, part('day'));
  const offset = local.getTime() - start;
  if (zone.offsets.size > 5000) zone.offsets.clear();
  zone.offsets.set(quarter, offset);
  return offset;
}

/** What the clocks of a zone show at a time, as if that were GMT. */
export const toLocal = (zoneName: string, ms: number): number => ms + offsetAt(zoneName, ms);

/**
 * The time at which the clocks of a zone show something. Of two times it is the later one; what the clocks skip counts
 * on from before the change. Java's calendars do the same.
 */
export function fromLocal(zoneName: string, local: number): number {
  const [before, after] = [offsetAt(zoneName, local - dayMs), offsetAt(zoneName, local + dayMs)];
  if (before === after) return local - before;
  const fitting = [local - before, local - after].filter((ms) => toLocal(zoneName, ms) === local);
  return fitting.length === 0 ? local - before : Math.max(...fitting);
}

/** The days and milliseconds that a local time consists of. */
export const splitLocal = (local: number): { days: number; ms: number } => {
  const days = Math.floor(local / dayMs);
  return { days, ms: local - days * dayMs };
};

/** An offset as `+05:30`; `separator` is what stands between hours and minutes. */
export function textOfOffset(offset: number, separator: string): string {
  const size = Math.abs(offset);
  const hours = String(Math.floor(size / hourMs)).padStart(2, '0');
  const minutes = String(Math.floor((size % hourMs) / minuteMs)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${hours}${separator}${minutes}`;
}
