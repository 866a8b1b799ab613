import type { DescribeField } from '../schema/describe.ts';
import type { UserContext } from './record-source.ts';

/** An org with one currency: its locale is en_US. */
const currency = 'USD';

type Formatters = {
  date: Intl.DateTimeFormat;
  dateTime: Intl.DateTimeFormat;
  year: Intl.DateTimeFormat;
};

const formatters = new Map<string, Formatters>();

function formattersOf({ locale, timeZone }: UserContext, zone: string): Formatters {
  const key = `${locale} ${zone || timeZone}`;
  const kept = formatters.get(key);
  if (kept !== undefined) return kept;
  const options = { timeZone: zone || timeZone };
  const made = {
    date: new Intl.DateTimeFormat(locale, { dateStyle: 'short', ...options }),
    dateTime: new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short', ...options }),
    year: new Intl.DateTimeFormat('en-US', { year: 'numeric', ...options }),
  };
  formatters.set(key, made);
  return made;
}

// The locale's short form with the year in full, and the blanks that people type.
function shortForm(format: Intl.DateTimeFormat, year: Intl.DateTimeFormat, time: Date): string {
  return format
    .formatToParts(time)
    .map(({ type, value }) => (type === 'year' ? year.format(time) : value))
    .join('')
    .replaceAll(/[\u202f\u00a0]/g, ' ');
}

function showDatetime(value: string, user: UserContext, isDate: boolean): string {
  const { date, dateTime, year } = formattersOf(user, isDate ? 'UTC' : '');
  return shortForm(isDate ? date : dateTime, year, new Date(isDate ? `${value}T00:00:00Z` : value));
}

function showPicklist({ type, picklistValues }: DescribeField, value: string): string {
  const label = (one: string): string => picklistValues.find((entry) => entry.value === one)?.label ?? one;
  return type === 'multipicklist' ? value.split(';').map(label).join(';') : label(value);
}

const showCurrency = (value: number, { scale }: DescribeField, { locale }: UserContext): string =>
  value
    .toLocaleString(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: scale,
      maximumFractionDigits: scale,
    })
    .replaceAll(/[\u202f\u00a0]/g, ' ');

/**
 * A value as the user reads it. As on the platform there is one only for what can be localised (dates, currency,
 * labels); numbers, percents and booleans have none, and related records show their name elsewhere.
 */
export function displayValue(field: DescribeField, value: unknown, user: UserContext): string | null {
  if (value === null || value === undefined) return null;
  if (field.type === 'currency' && typeof value === 'number') return showCurrency(value, field, user);
  if (typeof value !== 'string') return null;
  if (field.type === 'date' || field.type === 'datetime') return showDatetime(value, user, field.type === 'date');
  return field.type === 'picklist' || field.type === 'multipicklist' ? showPicklist(field, value) : null;
}
