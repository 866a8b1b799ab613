import type { Factor } from '@plumbline/contract';
import { fieldOfPresence } from '../features/field-use.ts';
import type { FeatureField } from '../features/source-plan.ts';

type Direction = Factor['direction'];

/** What the words need to know of a field. */
export type NamedField = Pick<FeatureField, 'label' | 'unit'>;

/** A longer value is cut: a sentence is read at a glance. */
const LONGEST_VALUE = 80;

/**
 * Why a field moved the score, as a sentence a rep understands: "3 phone calls in the last 30 days raise the score."
 * A missing value is said to be missing.
 */
export function describeFactor(field: NamedField, value: number | string | undefined, direction: Direction): string {
  const { label, unit } = field;
  if (value === undefined) return describeMissing(field, direction);
  if (typeof value === 'number' && unit === 'days') return describeDays(label, value, direction);
  if (typeof value === 'number' && unit === 'count') return describeCount(label, value, direction);
  if (typeof value === 'number' && isMeasured(label)) return describeCount(label, value, direction);
  if (typeof value === 'number' && unit === 'yes or no' && givenOf(label) !== undefined) {
    return value === 0
      ? `No ${givenOf(label)} is given, which ${direction} the score.`
      : `${label} ${direction} the score.`;
  }
  return `${label}: ${formatValue(field, value)} ${direction} the score.`;
}

/** The same without the value, for where readers may not all see it. */
export function describeField({ label, unit }: NamedField, direction: Direction): string {
  const verb = `${direction} the score.`;
  if (unit === 'count' || isMeasured(label)) return `The number of ${thingsOf(label)} ${verb}`;
  if (unit === 'yes or no' && givenOf(label) !== undefined)
    return `Whether ${withArticle(givenOf(label) ?? label)} is given ${verb}`;
  if (unit === 'yes or no') return `The answer to "${label}" ${verb}`;
  const since = sinceOf(label);
  return since === undefined ? `${label} ${verb}` : `The time since ${since} ${verb}`;
}

/** A value as a rep reads it: `1,200,000`, `yes`, `64 %`, `45 days`. */
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
  return `${formatDays(days)} since ${since} ${days === 1 ? direction : plural(direction)} the score.`;
}

function describeCount(label: string, value: number, direction: Direction): string {
  const things = thingsOf(label);
  if (value === 1) return `1 ${oneOf(things)} ${direction} the score.`;
  const count = value === 0 ? 'No' : formatNumber(value);
  return `${count} ${things} ${plural(direction)} the score.`;
}

/** Whether a label begins with its unit: "Minutes on the phone in the last 90 days". */
const isMeasured = (label: string): boolean => /^(?:Minutes|Hours) /.test(label);

const withArticle = (thing: string): string => `${/^[aeio]/i.test(thing) ? 'an' : 'a'} ${thing}`;

/** "mobile phone" of "Mobile phone given"; undefined where the label does not say so. */
function givenOf(label: string): string | undefined {
  const field = fieldOfPresence(label);
  return field === label ? undefined : lowerFirst(field);
}

/** "the last phone call" of "Days since the last phone call"; undefined where the label does not say so. */
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

/** A word in small letters, unless it is an abbreviation. */
const lowerFirst = (text: string): string =>
  /^\p{Lu}{2}/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);

const plural = (direction: Direction): string => (direction === 'raises' ? 'raise' : 'lower');

const formatDays = (days: number): string => (days === 1 ? '1 day' : `${formatNumber(days)} days`);

/** One format for all numbers: `toLocaleString` makes one for each, a third of the time of a bulk run's reasons. */
const numberFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

const formatNumber = (value: number): string => numberFormat.format(value);
