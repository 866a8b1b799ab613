import type { FieldFact, OrgFacts } from './source-plan.ts';

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The field of an object; the platform ignores the case of names. */
export const factOf = (facts: OrgFacts, object: string, field: string): FieldFact | undefined =>
  facts[object]?.find(({ name }) => same(name, field));

/** Whether a path (`Individual.ShouldForget`) can be selected: every object and field on the way can be read. */
export function isReadable(facts: OrgFacts, object: string, path: string): boolean {
  const [first, ...rest] = path.split('.');
  if (first === undefined) return false;
  if (rest.length === 0) return factOf(facts, object, first) !== undefined;
  const lookup = facts[object]?.find(
    ({ relationshipName }) => relationshipName !== undefined && same(relationshipName, first),
  );
  return lookup?.referenceTo.some((target) => isReadable(facts, target, rest.join('.'))) ?? false;
}
