import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import type { ApexDatetime, ApexObject } from '../values.ts';
import { withoutNulls } from './arguments.ts';
import { longZoneName } from './zone-names.ts';
import { knownZone, offsetAt, textOfOffset } from './zone.ts';

const idOf = (zone: ApexObject): string => zone.native as string;

/** A time of this year at which no summer time holds. */
function standardTime(zoneName: string, now: Date): number {
  const year = now.getUTCFullYear();
  const [january, july] = [Date.UTC(year, 0, 1), Date.UTC(year, 6, 1)];
  return offsetAt(zoneName, january) <= offsetAt(zoneName, july) ? january : july;
}

function displayName(id: string, now: Date): string {
  const zoneName = knownZone(id);
  const ms = standardTime(zoneName, now);
  return `(GMT${textOfOffset(offsetAt(zoneName, ms), ':')}) ${longZoneName(zoneName, ms)} (${id})`;
}

export const timeZoneClass: LibraryClass = defineClass(
  'System.TimeZone',
  withoutNulls({
    // As in Java, a name that is not known is GMT.
    'static TimeZone getTimeZone(String id)': (run, id: string) =>
      run.make('System.TimeZone', knownZone(id) === 'GMT' ? 'GMT' : id),
    'String getDisplayName()': (run, zone: ApexObject) => displayName(idOf(zone), run.now()),
    'String getID()': (_run, zone: ApexObject) => idOf(zone),
    'Integer getOffset(Datetime time)': (_run, zone: ApexObject, time: ApexDatetime) =>
      offsetAt(knownZone(idOf(zone)), time.ms),
    'String toString()': (_run, zone: ApexObject) => idOf(zone),
  }),
);
