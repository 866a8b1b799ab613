/** What a describe says of one field that the integration user can read. */
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
};

/** Readable fields by object; an object that cannot be read is absent. */
export type OrgFacts = Record<string, FieldFact[]>;

/** How the feature store reads a value. */
export type ColumnType = 'text' | 'number' | 'boolean' | 'date' | 'datetime';

/** The field of an object; the platform ignores the case of names. */
export const factOf = (facts: OrgFacts, object: string, field: string): FieldFact | undefined =>
  facts[object]?.find(({ name }) => isSameName(name, field));

/** Whether a path (`Individual.ShouldForget`) can be selected: every object and field on the way can be read. */
export function isReadable(facts: OrgFacts, object: string, path: string): boolean {
  const [first, ...rest] = path.split('.');
  if (first === undefined) return false;
  if (rest.length === 0) return factOf(facts, object, first) !== undefined;
  const lookup = facts[object]?.find(
    ({ relationshipName }) => relationshipName !== undefined && isSameName(relationshipName, first),
  );
  return lookup?.referenceTo.some((target) => isReadable(facts, target, rest.join('.'))) ?? false;
}

/** What the feature store reads a field as; undefined for a type whose values it never holds. */
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

const isSameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
