import type { CarryingPerson, Factor, StoredFactor, StoredFactors } from '@plumbline/contract';
import type { FieldContribution } from '@plumbline/learning';
import type { SourcedField } from '../features/feature-sources.ts';
import { fieldOfPresence } from '../features/field-use.ts';
import { roundTo, sumOf } from '../figures.ts';
import { describeFactor, formatValue } from './factor-texts.ts';
import type { NamedField } from './factor-texts.ts';

/** Smallest contribution to the log odds that counts as a factor. */
const LEAST_CONTRIBUTION = 0.01;

/** Factors of each direction that are shown. */
const SHOWN = 5;

/**
 * Factors of each direction that are stored. Those that a viewer may not know of are left out when they are shown; with
 * only as many stored, the number of the others would say how many were left out.
 */
export const STORED = 10;

/** The length of a long text area. */
const LONGEST_TEXT = 32_768;

/** The parts of a feature that its factors need. */
export type FactorField = NamedField & Pick<SourcedField, 'name' | 'source' | 'sources'>;

/**
 * The factors with the largest contributions, at most `count` that raise the score and `count` that lower it, with texts for
 * reps.
 */
export const topFactors = (
  contributions: FieldContribution[],
  fields: FactorField[],
  { count = SHOWN }: { count?: number } = {},
): Factor[] => strongestContributions(contributions, count).map((contribution) => toFactor(contribution, fields));

/** The largest contributions of each direction that count as factors, the largest first. */
export function strongestContributions<Contribution extends Pick<FieldContribution, 'contribution'>>(
  contributions: readonly Contribution[],
  count = SHOWN,
): Contribution[] {
  const sorted = contributions
    .filter(({ contribution }) => Math.abs(contribution) >= LEAST_CONTRIBUTION)
    .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution));
  const raising = sorted.filter(({ contribution }) => contribution > 0).slice(0, count);
  const lowering = sorted.filter(({ contribution }) => contribution < 0).slice(0, count);
  const kept = new Set([...raising, ...lowering]);
  return sorted.filter((contribution) => kept.has(contribution));
}

/** What a factor has in every format; an input that the plan no longer knows is made of what nobody can read. */
function partsOf({ field, contribution, importance }: FieldContribution, named: FactorField | undefined) {
  const { label = field, unit, source, sources = [field] } = named ?? {};
  return {
    ...{ field, label, ...(unit && { unit }), ...(source !== undefined && { source }), sources: [...sources] },
    ...{ importance, direction: directionOf(contribution), contribution: roundTo(contribution, 4) },
  };
}

const directionOf = (contribution: number): Factor['direction'] => (contribution > 0 ? 'raises' : 'lowers');

function toFactor(contribution: FieldContribution, fields: FactorField[]): Factor {
  const { field, value } = contribution;
  const named = fields.find(({ name }) => name === field);
  const words = named ?? { label: field };
  return {
    ...partsOf(contribution, named),
    ...(value !== undefined && { value: formatValue(words, value) }),
    text: describeFactor(words, value, directionOf(contribution.contribution)),
  };
}

function toStoredFactor(contribution: FieldContribution, fields: FactorField[]): StoredFactor {
  const named = fields.find(({ name }) => name === contribution.field);
  const value = named && named.source === undefined ? contribution.value : undefined;
  const parts = partsOf(contribution, named);
  return {
    ...parts,
    // The page says of a field whether it is given, in the viewer's words.
    label: fieldOfPresence(parts.label),
    ...(value !== undefined && { value: typeof value === 'number' ? Number(value.toPrecision(12)) : value }),
  };
}

type Stored = Omit<StoredFactors, 'factors'> & { contributions: FieldContribution[] };

/**
 * The content of the record's factors field as JSON; the weakest factors are dropped where the text would not fit the
 * field.
 */
export function storeFactors({ contributions, probability, ...about }: Stored, fields: FactorField[]): string {
  const factors = strongestContributions(contributions, STORED).map((contribution) =>
    toStoredFactor(contribution, fields),
  );
  const whole = {
    ...about,
    ...(probability !== undefined && { probability: Math.min(1, Math.max(0, roundTo(probability, 4))) }),
  };
  for (let count = factors.length; count > 0; count--) {
    const json = JSON.stringify({ ...whole, factors: factors.slice(0, count) });
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
