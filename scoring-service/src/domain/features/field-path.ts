import type { Goal } from '@plumbline/contract';
import { factOf, isSameName } from '../org-facts.ts';
import type { FieldFact, OrgFacts } from '../org-facts.ts';
import { historyNameOf } from '../goals/goal-conditions.ts';
import { ownSource } from './feature-catalogue.ts';
import type { ProfileSource } from './feature-catalogue.ts';
import type { Lookup } from './source-plan.ts';

/** Where the settings of a goal say that a field is: a path from a lead, a contact or an account. */
export type FieldPlace = { source: ProfileSource; object: Goal['object']; path: string };

/**
 * The place of a field that a setting names: `Account.Tier__c` of the account, a plain name or the path of a lookup
 * (`Product__r.Name`) of `object`, which by default is the scored one.
 */
export function fieldPlaceOf(name: string, object: Goal['object']): FieldPlace {
  const [first = '', ...rest] = name.split('.');
  const named = (Object.keys(ownSource) as Goal['object'][]).find((one) => isSameName(one, first));
  if (named === undefined || rest.length === 0) return { source: ownSource[object], object, path: name };
  return { source: ownSource[named], object: named, path: rest.join('.') };
}

/** The field at a place: `lookup` where its value is the name of a related record, which the integration user can read. */
export type PlacedField = FieldPlace & { fact: FieldFact; lookup?: Lookup };

/** The field at a place; undefined where it does not exist or cannot be read. */
export function placedField(facts: OrgFacts, place: FieldPlace): PlacedField | undefined {
  const { object, path } = place;
  const [first = '', ...rest] = path.split('.');
  const fact =
    rest.length === 0
      ? factOf(facts, object, first)
      : facts[object]?.find(({ relationshipName = '' }) => isSameName(relationshipName, first));
  if (fact === undefined || rest.length > 1) return undefined;
  if (fact.type !== 'reference') return rest.length === 0 ? { ...place, path: fact.name, fact } : undefined;
  const [related = ''] = fact.referenceTo;
  const name = factOf(facts, related, rest[0] ?? 'Name')?.name;
  if (fact.relationshipName === undefined || name === undefined) {
    return rest.length === 0 ? { ...place, path: fact.name, fact } : undefined;
  }
  const lookup = { related: `${related}.${name}`, field: fact.name, history: historyNameOf(fact) };
  return { ...place, path: `${fact.relationshipName}.${name}`, fact, lookup };
}

/** The objects that lookups at these places lead to, whose fields have to be described too. */
export const lookupObjects = (facts: OrgFacts, places: readonly FieldPlace[]): string[] => [
  ...new Set(
    places.flatMap(({ object, path }) => {
      const [first = ''] = path.split('.');
      const lookup = facts[object]?.find(
        ({ name, relationshipName = '' }) => isSameName(name, first) || isSameName(relationshipName, first),
      );
      return lookup?.type === 'reference' ? lookup.referenceTo.slice(0, 1) : [];
    }),
  ),
];

/** Whether a list in the settings of a goal names a field of an object: alone, for every object, or with its object. */
export const namesField = (names: readonly string[], object: string, field: string): boolean =>
  names.some((name) => isSameName(name, field) || isSameName(name, `${object}.${field}`));

type Named = Pick<Goal, 'object' | 'settings'>;

/** The places of the fields that the settings of a goal name as inputs, by what they are. */
export function namedPlaces({ object, settings }: Named): {
  need: FieldPlace[];
  contactType: FieldPlace[];
  accountCategory: FieldPlace[];
  extra: FieldPlace[];
} {
  const { needTypeField, accountNeedTypeField, contactTypeField, accountCategoryField, extraFields } = settings;
  const placesOf = (of: Goal['object'], ...names: (string | undefined)[]): FieldPlace[] =>
    names.flatMap((name) => (name === undefined ? [] : [fieldPlaceOf(name, of)]));
  return {
    need: [...placesOf(object, needTypeField), ...placesOf('Account', accountNeedTypeField)],
    contactType: placesOf('Contact', contactTypeField),
    accountCategory: placesOf('Account', accountCategoryField),
    extra: placesOf(object, ...extraFields),
  };
}

/** All of them. */
export const allNamedPlaces = (goal: Named): FieldPlace[] => Object.values(namedPlaces(goal)).flat();
