/** Maintenance windows: the record, and its days and times as text. Pure functions: no element, no clock. */
import LOCALE from '@salesforce/i18n/locale';
import FRIDAY from '@salesforce/label/c.Setup_Day_Friday';
import MONDAY from '@salesforce/label/c.Setup_Day_Monday';
import SATURDAY from '@salesforce/label/c.Setup_Day_Saturday';
import SUNDAY from '@salesforce/label/c.Setup_Day_Sunday';
import THURSDAY from '@salesforce/label/c.Setup_Day_Thursday';
import TUESDAY from '@salesforce/label/c.Setup_Day_Tuesday';
import WEDNESDAY from '@salesforce/label/c.Setup_Day_Wednesday';

/** As `ScoringAdminController.getWindows` returns it; empty fields are missing. */
export type MaintenanceWindow = {
  Id: string;
  Name: string;
  Active__c: boolean;
  Days__c?: string;
  /** Apex returns a time in milliseconds after midnight, other APIs as text. */
  Start_Time__c?: string | number;
  End_Time__c?: string | number;
  Time_Zone__c?: string;
};

/** The picklist values in the order of the week, with their labels. */
export const dayWords: Record<string, string> = {
  Monday: MONDAY,
  Tuesday: TUESDAY,
  Wednesday: WEDNESDAY,
  Thursday: THURSDAY,
  Friday: FRIDAY,
  Saturday: SATURDAY,
  Sunday: SUNDAY,
};

export const daysOf = ({ Days__c = '' }: Pick<MaintenanceWindow, 'Days__c'>): string[] =>
  Object.keys(dayWords).filter((day) => Days__c.split(';').includes(day));

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

function millisecondsOf(time: string | number): number {
  if (typeof time === 'number') return time;
  const [hours = 0, minutes = 0, seconds = 0] = time.replace(/Z$/, '').split(':').map(Number);
  return hours * hourMs + minutes * minuteMs + seconds * secondMs;
}

/** The format of time inputs, `22:00:00.000`; empty without a time. A time has no time zone. */
export function timeValue(time: string | number | undefined): string {
  return time === undefined ? '' : new Date(millisecondsOf(time)).toISOString().slice(11, 23);
}

/** A time as the viewer reads it. */
export function timeWords(time: string | number | undefined): string {
  if (time === undefined) return '';
  return new Date(millisecondsOf(time)).toLocaleTimeString(LOCALE, { timeStyle: 'short', timeZone: 'UTC' });
}

/** The time zones that the browser supports, and the one that is already set. */
export function timeZones(present: string): string[] {
  const known = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  return present === '' || known.includes(present) ? known : [present, ...known];
}
