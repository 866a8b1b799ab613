import type { CarryingPerson } from '@plumbline/contract';
import type { FieldContribution } from './contributions.ts';

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
