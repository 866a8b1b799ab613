/** Why records have their scores: facts of the service in the viewer's words. No element. */
import type { StoredFactor, StoredFactors } from '@plumbline/contract';
import getReasons from '@salesforce/apex/ScoringController.getReasons';
import { formatLabel, formatNumber, formatPercent } from 'c/scoringText';
import * as words from './words';

/** A reason as Apex passes it on: without its exact weight, from which values of other inputs could be worked out. */
export type Reason = Omit<StoredFactor, 'contribution'>;

/** What a record's factors field says to the viewer. */
export type Reasons = Omit<StoredFactors, 'factors'> & { factors: Reason[] };

/** The reasons for a record's scores by goal ID, without those that the viewer may not know of. */
export async function readReasons(recordId: string, goalIds: readonly string[]): Promise<Record<string, Reasons>> {
  const answer = await getReasons<Record<string, string>>({ recordId, goalIds });
  return Object.fromEntries(Object.entries(answer).map(([goalId, text]) => [goalId, JSON.parse(text) as Reasons]));
}

/** Which part of a reason is needed for its words. */
type Fact = Pick<Reason, 'field' | 'label' | 'unit' | 'source' | 'value'> & Partial<Pick<Reason, 'direction'>>;

/**
 * A fact in words, with its value where the service computed it: "No phone call for 41 days". Of a field of the record it
 * is the field's label; `fieldLabel` is the one in the viewer's language.
 */
export function reasonText(fact: Fact, fieldLabel?: string): string {
  const { field, source, value } = fact;
  const label = words.partWords[field] ?? fieldLabel ?? ofKind(fact) ?? fact.label;
  if (source !== undefined) return label;
  return value === undefined ? withoutValue(fact, label) : withValue(fact, label, value);
}

/** Website events of one kind, which the label of the input names in quotation marks. */
function ofKind({ field, label }: Fact): string | undefined {
  const kind = /^web_kind_\d+_90_days$/.test(field) ? /"(.*)"/.exec(label)?.[1] : undefined;
  return kind === undefined ? undefined : formatLabel(words.WEB_EVENTS_OF_KIND, kind);
}

function withoutValue({ field }: Fact, label: string): string {
  const last = words.lastWords[field];
  if (last) return last[0];
  const counted = words.countWords[field];
  return formatLabel(words.NOT_KNOWN, counted ? startUpper(formatLabel(counted[2], '').trim()) : label);
}

function withValue(fact: Fact, label: string, value: number | string): string {
  const { field, unit } = fact;
  const named = words.valueWords[field];
  if (named !== undefined) return formatLabel(named, valueText(fact, value));
  if (typeof value === 'string') return formatLabel(words.VALUE, label, value);
  const counted = words.countWords[field];
  if (counted) return inNumber(counted, value);
  const last = words.lastWords[field];
  if (last) return formatLabel(fact.direction === 'lowers' ? last[1] : last[2], dayText(value));
  const ago = words.agoWords[field];
  if (ago !== undefined) return formatLabel(ago, dayText(value));
  if (unit !== 'yes or no') return formatLabel(words.VALUE, label, valueText(fact, value));
  const known = words.yesNoWords[field];
  return known ? known[value === 0 ? 0 : 1] : formatLabel(words.presenceWords[value === 0 ? 0 : 1], label);
}

/** Categories that the service writes in English. */
const categoryWords: Record<string, Record<string, string>> = {
  email_kind: words.mailWords,
  account_found_by: words.foundByWords,
};

/** How the account of a lead was found: "the domain of the e-mail address". */
export const foundByText = (way: string): string => words.foundByWords[way] ?? way;

function valueText({ field, unit }: Fact, value: number | string): string {
  if (typeof value === 'string') return categoryWords[field]?.[value] ?? value;
  return unit === 'share' ? formatPercent(value) : formatNumber(value, 2);
}

const dayText = (days: number): string => inNumber(words.dayWords, Math.floor(days));

/** No, one or several; the last has the number in its place. */
function inNumber([none, one, many]: readonly [string, string, string], value: number): string {
  if (value === 0) return none;
  // Minutes of phone calls have decimals: a few seconds are still a call.
  const shown = Math.max(1, Math.round(value));
  return shown === 1 ? one : formatLabel(many, formatNumber(shown));
}

const startUpper = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);
