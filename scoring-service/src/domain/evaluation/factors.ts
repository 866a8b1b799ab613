import type { Factor, StoredFactors, CarryingPerson } from '@plumbline/contract';
import type { FieldContribution } from '@plumbline/learning';
import type { FeatureField } from '../features/source-plan.ts';
import { describeFactor, describeField, formatValue } from './factor-texts.ts';
import type { NamedField } from './factor-texts.ts';

/** A field that moves the odds by less than a hundredth is no reason. */
const LEAST_CONTRIBUTION = 0.01;

/** What a long text area holds. */
const LONGEST_TEXT = 32_768;

/** What of a feature its reasons are told with. */
export type FactorField = NamedField & Pick<FeatureField, 'name' | 'source'>;

/** The weightiest reasons of a score, in the words and labels of the fields; less than `count` where few fields matter. */
export function topFactors(
  contributions: FieldContribution[],
  fields: FactorField[],
  { count = 5 }: { count?: number } = {},
): Factor[] {
  return contributions
    .filter(({ contribution }) => Math.abs(contribution) >= LEAST_CONTRIBUTION)
    .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution))
    .slice(0, count)
    .map((contribution) => toFactor(contribution, fields));
}

function toFactor({ field, value, contribution, importance }: FieldContribution, fields: FactorField[]): Factor {
  const named: NamedField & { source?: string } = fields.find(({ name }) => name === field) ?? { label: field };
  const direction = contribution > 0 ? 'raises' : 'lowers';
  return {
    field,
    label: named.label,
    ...(named.source !== undefined && { source: named.source }),
    ...(value !== undefined && { value: formatValue(named, value) }),
    importance,
    direction,
    text: describeFactor(named, value, direction),
    contribution: round(contribution),
  };
}

type Stored = Omit<StoredFactors, 'factors'> & { factors: Factor[] };

/** What the record's factors field holds: no value of a field, so that it shows nothing a reader may not see. */
export function toStoredFactors({ factors, probability, ...about }: Stored, fields: FactorField[]): StoredFactors {
  return {
    ...about,
    ...(probability !== undefined && { probability: Math.min(1, Math.max(0, round(probability))) }),
    factors: factors.map(({ field, label, source, importance, direction, contribution }) => {
      const named = fields.find(({ name }) => name === field) ?? { label };
      const text = describeField(named, direction);
      return { field, label, ...(source !== undefined && { source }), importance, direction, text, contribution };
    }),
  };
}

/** The same as JSON that fits the field: where it does not, the weakest reasons are left out. */
export function storeFactors(stored: Stored, fields: FactorField[]): string {
  const whole = toStoredFactors(stored, fields);
  for (let count = whole.factors.length; count > 0; count--) {
    const json = JSON.stringify({ ...whole, factors: whole.factors.slice(0, count) });
    if (json.length <= LONGEST_TEXT) return json;
  }
  return JSON.stringify({ ...whole, factors: [] });
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;

/**
 * What of the features of an account comes from one of its people, by feature: calls, or 1 for the last call. A part
 * means something only beside those of the others; what belongs to no person is the account's own.
 */
export type PersonParts = {
  recordId: string;
  object: CarryingPerson['object'] | 'Account';
  parts: ReadonlyMap<string, number>;
};

/** More names help nobody who asks whom to call. */
const MOST_PEOPLE = 10;

/** Whoever carries less than a hundredth is not named. */
const LEAST_SHARE = 0.01;

/**
 * Who carries the score of an account, the most important first. The contributions that raise it are divided: each among
 * the people its feature comes from, in proportion to their parts (of three calls two were with her), and to nobody where
 * it speaks of the account. A person's share is what falls to it of all that raises the score, so that shares add up to
 * at most 1 and the rest is the account's own. What lowers a score is carried by nobody.
 */
export function carryingPeople(
  contributions: readonly Pick<FieldContribution, 'field' | 'contribution'>[],
  people: readonly PersonParts[],
): CarryingPerson[] {
  const raising = contributions.filter(({ contribution }) => contribution > 0);
  const all = raising.reduce((sum, { contribution }) => sum + contribution, 0);
  if (all === 0) return [];
  const shares = new Map<PersonParts, number>();
  for (const { field, contribution } of raising) {
    const whole = people.reduce((sum, { parts }) => sum + (parts.get(field) ?? 0), 0);
    if (whole === 0) continue;
    for (const person of people) {
      const share = (contribution / all) * ((person.parts.get(field) ?? 0) / whole);
      shares.set(person, (shares.get(person) ?? 0) + share);
    }
  }
  return [...shares]
    .flatMap(([{ recordId, object }, whole]) => {
      const share = Math.round(1e4 * whole) / 1e4;
      return object === 'Account' || share < LEAST_SHARE ? [] : [{ recordId, object, share }];
    })
    .sort((one, other) => other.share - one.share || (one.recordId < other.recordId ? -1 : 1))
    .slice(0, MOST_PEOPLE);
}
