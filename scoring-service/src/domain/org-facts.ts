import { ScoringError } from './scoring-error.ts';

/** One field that the integration user can read, from the org's describe. */
export type FieldFact = {
  name: string;
  label: string;
  type: string;
  isCustom: boolean;
  isUpdateable: boolean;
  isCalculated: boolean;
  isFilterable: boolean;
  length: number;
  referenceTo: string[];
  relationshipName?: string;
  /** The active values of a picklist. */
  values?: { value: string; label: string }[];
  /** Values of a picklist that can no longer be chosen; records may still have them. */
  inactiveValues?: { value: string; label: string }[];
};

/** Readable fields by object; an unreadable object is absent. */
export type OrgFacts = Record<string, FieldFact[]>;

/** What a field must be beside readable: its types in the describe, the object it looks up, and the words for both. */
export type FieldShape = { types: readonly string[]; referenceTo?: string; words: string };

/** Whether a field of the org is what it must be. */
export const hasShape = ({ type, referenceTo }: FieldFact, shape: FieldShape): boolean =>
  shape.types.includes(type) && (shape.referenceTo === undefined || referenceTo.includes(shape.referenceTo));

/** How the feature store reads a value. */
export type ColumnType = 'text' | 'number' | 'boolean' | 'date' | 'datetime';

/** The field of an object; the platform ignores the case of names. */
export const factOf = (facts: OrgFacts, object: string, field: string): FieldFact | undefined =>
  facts[object]?.find(({ name }) => isSameName(name, field));

/** The field of an object. Throws ScoringError `goal.invalid` naming one that the goal uses and that cannot be read. */
export function requireFact(facts: OrgFacts, object: string, field: string): FieldFact {
  const fact = factOf(facts, object, field);
  if (fact !== undefined) return fact;
  throw new ScoringError('goal.invalid', {
    message: `The goal uses ${object}.${field}, which does not exist or which the integration user cannot read.`,
    actions: [`Give the integration user read access to ${object}.${field}.`, 'Clone the score goal without it.'],
  });
}

/** The field at a path of at most one relationship (`Account.Industry`). */
export function factAt(facts: OrgFacts, object: string, path: string): FieldFact | undefined {
  const [first = '', second, ...rest] = path.split('.');
  if (second === undefined) return factOf(facts, object, first);
  if (rest.length > 0) return undefined;
  const lookup = facts[object]?.find(({ relationshipName = '' }) => isSameName(relationshipName, first));
  return lookup?.referenceTo.map((parent) => factOf(facts, parent, second)).find((found) => found !== undefined);
}

/** Whether a path (`Individual.ShouldForget`) can be selected: every object and field along it is readable. */
export function isReadable(facts: OrgFacts, object: string, path: string): boolean {
  const [first, ...rest] = path.split('.');
  if (first === undefined) return false;
  if (rest.length === 0) return factOf(facts, object, first) !== undefined;
  const lookup = facts[object]?.find(
    ({ relationshipName }) => relationshipName !== undefined && isSameName(relationshipName, first),
  );
  return lookup?.referenceTo.some((target) => isReadable(facts, target, rest.join('.'))) ?? false;
}

/** The feature store's type for a field; undefined for a type that it does not hold. */
export const columnTypeOf = ({ type }: Pick<FieldFact, 'type'>): ColumnType | undefined => columnTypes[type];

const columnTypes: Record<string, ColumnType> = {
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime',
  picklist: 'text',
  multipicklist: 'text',
  combobox: 'text',
  string: 'text',
};

/** Whether two API names are the same to the platform, which ignores case. */
export const isSameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
