import type { Factor, StoredFactors, CarryingPerson } from '@plumbline/contract';
import type { FieldContribution } from '@plumbline/learning';
import type { FeatureField } from '../features/source-plan.ts';
import { roundTo, sumOf } from '../figures.ts';
import { describeFactor, describeField, formatValue } from './factor-texts.ts';
import type { NamedField } from './factor-texts.ts';

/** Smallest contribution to the log odds that counts as a factor. */
const LEAST_CONTRIBUTION = 0.01;

/** The length of a long text area. */
const LONGEST_TEXT = 32_768;

/** The parts of a feature that its factors need. */
export type FactorField = NamedField & Pick<FeatureField, 'name' | 'source'>;

/** The factors with the largest contributions, at most `count`, with texts for reps. */
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
    contribution: roundTo(contribution, 4),
  };
}

type Stored = Omit<StoredFactors, 'factors'> & { factors: Factor[] };

/** The content of the record's factors field, without field values, which not every reader of the record may see. */
function toStoredFactors({ factors, probability, ...about }: Stored, fields: FactorField[]): StoredFactors {
  return {
    ...about,
    ...(probability !== undefined && { probability: Math.min(1, Math.max(0, roundTo(probability, 4))) }),
    factors: factors.map(({ field, label, source, importance, direction, contribution }) => {
      const named = fields.find(({ name }) => name === field) ?? { label };
      const text = describeField(named, direction);
      return { field, label, ...(source !== undefined && { source }), importance, direction, text, contribution };
    }),
  };
}

/** The same as JSON; the weakest factors are dropped where the text would not fit the field. */
export function storeFactors(stored: Stored, fields: FactorField[]): string {
  const whole = toStoredFactors(stored, fields);
  for (let count = whole.factors.length; count > 0; count--) {
    const json = JSON.stringify({ ...whole, factors: whole.factors.slice(0, count) });
    if (json.length <= LONGEST_TEXT) return json;
  }
  return JSON.stringify({ ...whole, factors: [] });
}

/**
 * The parts of an account's features that come from one of its people, by feature: a number of calls, or 1 for the last
 * call. Parts have a meaning only relative to those of the other people; object `Account` stands for the account itself.
 */
export type PersonParts = {
  recordId: string;
  object: CarryingPerson['object'] | 'Account';
  parts: ReadonlyMap<string, number>;
};

/** Most people listed for one account. */
const MOST_PEOPLE = 10;

/** Smallest share that is listed. */
const LEAST_SHARE = 0.01;

/**
 * The people behind an account's score, the most important first. Each contribution that raises the score is divided
 * among the people its feature comes from, in proportion to their parts; a contribution without people stays with the
 * account. A share is a person's part of all raising contributions, so shares add up to at most 1. Contributions that
 * lower the score are not divided.
 */
export function carryingPeople(
  contributions: readonly Pick<FieldContribution, 'field' | 'contribution'>[],
  people: readonly PersonParts[],
): CarryingPerson[] {
  const raising = contributions.filter(({ contribution }) => contribution > 0);
  const all = sumOf(raising, ({ contribution }) => contribution);
  if (all === 0) return [];
  const shares = new Map<PersonParts, number>();
  for (const { field, contribution } of raising) {
    const whole = sumOf(people, ({ parts }) => parts.get(field) ?? 0);
    if (whole === 0) continue;
    for (const person of people) {
      const share = (contribution / all) * ((person.parts.get(field) ?? 0) / whole);
      shares.set(person, (shares.get(person) ?? 0) + share);
    }
  }
  return [...shares]
    .flatMap(([{ recordId, object }, whole]) => {
      const share = roundTo(whole, 4);
      return object === 'Account' || share < LEAST_SHARE ? [] : [{ recordId, object, share }];
    })
    .sort((one, other) => other.share - one.share || (one.recordId < other.recordId ? -1 : 1))
    .slice(0, MOST_PEOPLE);
}
