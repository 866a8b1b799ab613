import type { Factor } from '@plumbline/contract';
import { fieldOfPresence } from '../features/field-use.ts';
import type { FeatureField } from '../features/source-plan.ts';

type Direction = Factor['direction'];

/** The parts of a field that its texts need. */
export type NamedField = Pick<FeatureField, 'label' | 'unit'>;

/** Longer values are truncated. */
const LONGEST_VALUE = 80;

/**
 * Why a field moved the score, as a sentence for a rep: "3 phone calls in the last 30 days raise the score." A missing
 * value is described as missing.
 */
export function describeFactor(field: NamedField, value: number | string | undefined, direction: Direction): string {
  const { label, unit } = field;
  if (value === undefined) return describeMissing(field, direction);
  if (typeof value === 'number' && unit === 'days') return describeDays(label, value, direction);
  if (typeof value === 'number' && unit === 'count') return describeCount(label, value, direction);
  if (typeof value === 'number' && isMeasured(label)) return describeCount(label, value, direction);
  if (typeof value === 'number' && unit === 'yes or no' && presenceFieldOf(label) !== undefined) {
    return value === 0
      ? `No ${presenceFieldOf(label)} is given, which ${direction} the score.`
      : `${label} ${direction} the score.`;
  }
  return `${label}: ${formatValue(field, value)} ${direction} the score.`;
}

/** The fact alone: "3 phone calls in the last 30 days". */
export const describeFact = (field: NamedField, value: number | string | undefined, direction: Direction): string =>
  describeFactor(field, value, direction).replace(/(?:, which)? (?:raises?|lowers?) the score\.$/, '');

/** The same without the value, for texts whose readers may not have access to the field. */
export function describeField({ label, unit }: NamedField, direction: Direction): string {
  const verb = `${direction} the score.`;
  if (unit === 'count' || isMeasured(label)) return `The number of ${thingsOf(label)} ${verb}`;
  if (unit === 'yes or no' && presenceFieldOf(label) !== undefined)
    return `Whether ${withArticle(presenceFieldOf(label) ?? label)} is given ${verb}`;
  if (unit === 'yes or no') return `The answer to "${label}" ${verb}`;
  const since = sinceOf(label);
  return since === undefined ? `${label} ${verb}` : `The time since ${since} ${verb}`;
}

/** A value formatted for a rep: `1,200,000`, `yes`, `64 %`, `45 days`. */
export function formatValue({ unit }: NamedField, value: number | string): string {
  if (typeof value === 'string') return value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE - 1)}…` : value;
  if (unit === 'yes or no') return value === 0 ? 'no' : 'yes';
  if (unit === 'share') return `${Math.round(100 * value)} %`;
  if (unit === 'days') return formatDays(Math.floor(value));
  return formatNumber(value);
}

function describeMissing({ label, unit }: NamedField, direction: Direction): string {
  const effect = `which ${direction} the score.`;
  const since = sinceOf(label);
  if (unit === 'days' && since?.startsWith('the last ')) return `No ${withoutArticle(since)} is recorded, ${effect}`;
  if (unit === 'count' || isMeasured(label)) return `The number of ${thingsOf(label)} is not known, ${effect}`;
  if (unit === 'yes or no' || since !== undefined) return `${label}: not known, ${effect}`;
  return `${label} is not known, ${effect}`;
}

function describeDays(label: string, value: number, direction: Direction): string {
  const since = sinceOf(label);
  const days = Math.floor(value);
  const effect = `${direction} the score.`;
  if (since === undefined) return `${label}: ${formatDays(days)} ${effect}`;
  if (days < 0) return `${since} in ${formatDays(-days)} ${effect}`;
  if (days === 0) return `Less than a day since ${since} ${effect}`;
  if (since.startsWith('the last ')) {
    return direction === 'lowers'
      ? `No ${withoutArticle(since)} for ${formatDays(days)} ${effect}`
      : `The last ${withoutArticle(since)} ${formatDays(days)} ago ${effect}`;
  }
  return `${formatDays(days)} since ${since} ${days === 1 ? direction : pluralVerb(direction)} the score.`;
}

function describeCount(label: string, value: number, direction: Direction): string {
  const things = thingsOf(label);
  if (value === 1) return `1 ${oneOf(things)} ${direction} the score.`;
  const count = value === 0 ? 'No' : formatNumber(value);
  return `${count} ${things} ${pluralVerb(direction)} the score.`;
}

/** Whether a label begins with its unit: "Minutes on the phone in the last 90 days". */
const isMeasured = (label: string): boolean => /^(?:Minutes|Hours) /.test(label);

const withArticle = (thing: string): string => `${/^[aeio]/i.test(thing) ? 'an' : 'a'} ${thing}`;

/** "mobile phone" of "Mobile phone given"; undefined for a label that is not of a presence indicator. */
function presenceFieldOf(label: string): string | undefined {
  const field = fieldOfPresence(label);
  return field === label ? undefined : lowerFirst(field);
}

/** "the last phone call" of "Days since the last phone call"; undefined for any other label. */
const sinceOf = (label: string): string | undefined => /^Days since (.+)$/.exec(label)?.[1];

const withoutArticle = (since: string): string => since.replace(/^the last /, '');

/** "employees" of "Number of employees", "phone calls in total" of "Phone calls in total". */
const thingsOf = (label: string): string => lowerFirst(label.replace(/^Number of /i, ''));

/** The first noun in the singular: "phone call in total" of "phone calls in total". */
function oneOf(things: string): string {
  const [, noun = things, rest = ''] = /^(.+?)( (?:in|of|on|per|from|with|for) .*)?$/.exec(things) ?? [];
  if (noun === 'people') return `person${rest}`;
  return noun.replace(/ies$/, 'y').replace(/s$/, '') + rest;
}

/** A text with its first letter in lower case, unless it starts with an abbreviation. */
const lowerFirst = (text: string): string =>
  /^\p{Lu}{2}/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);

const pluralVerb = (direction: Direction): string => (direction === 'raises' ? 'raise' : 'lower');

const formatDays = (days: number): string => (days === 1 ? '1 day' : `${formatNumber(days)} days`);

/** Shared, because `toLocaleString` builds a format per call, which took a third of the time of a bulk run's factor texts. */
const numberFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

const formatNumber = (value: number): string => numberFormat.format(value);
