import { offsetAt, textOfOffset } from './zone.ts';

/** English in several countries has short names for zones that American English has none for. */
const tags = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-IN', 'en-ZA', 'ja-JP'];

const partOf = (tag: string, zoneName: string, ms: number, style: 'short' | 'long'): string =>
  new Intl.DateTimeFormat(tag, { timeZone: zoneName, timeZoneName: style })
    .formatToParts(ms)
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';

/** A time of recent years with an offset: for old times there are few names. */
const recentTime = (zoneName: string, offset: number): number | undefined =>
  [Date.UTC(2025, 0, 1), Date.UTC(2025, 6, 1)].find((ms) => offsetAt(zoneName, ms) === offset);

const names = new Map<string, string>();

/** The name of a zone at a time: `PST`, or `GMT-03:00` where it has none. */
export function shortZoneName(zoneName: string, ms: number): string {
  if (zoneName === 'UTC' || zoneName === 'GMT') return zoneName;
  const offset = offsetAt(zoneName, ms);
  const key = `${zoneName} ${offset}`;
  let name = names.get(key);
  if (name === undefined) {
    name =
      tags
        .map((tag) => partOf(tag, zoneName, recentTime(zoneName, offset) ?? ms, 'short'))
        .find((one) => /^[A-Z]{3,5}$/.test(one) && one !== 'UTC') ?? `GMT${textOfOffset(offset, ':')}`;
    names.set(key, name);
  }
  return name;
}

export function longZoneName(zoneName: string, ms: number): string {
  if (zoneName === 'GMT') return 'Greenwich Mean Time';
  return partOf('en-US', zoneName, recentTime(zoneName, offsetAt(zoneName, ms)) ?? ms, 'long');
}
