import type { FieldFact, OrgFacts, ColumnType, FeatureField, Protection } from './source-plan.ts';

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

/** What the feature store reads a field as; undefined for a type whose values it never holds. */
export const columnTypeOf = ({ type }: Pick<FieldFact, 'type'>): ColumnType | undefined => columnTypes[type];

const GIVEN = ' given';

/** What an input is called that only says whether a field is set. */
export const givenLabel = (label: string): string => `${label}${GIVEN}`;

/** The field that such an input speaks of; other labels stay as they are. */
export const fieldOfGiven = (label: string): string => (label.endsWith(GIVEN) ? label.slice(0, -GIVEN.length) : label);

const onlyPresence = new Set(['email', 'phone', 'url']);
const longestCategory = 255;

/** How a field of the org becomes a feature, or why it cannot. */
export type FieldUse =
  | { isUsable: true; type: ColumnType; protection: Protection; feature: Pick<FeatureField, 'kind' | 'unit' | 'label'> }
  | { isUsable: false; reason: string };

/** How a field becomes a feature: addresses and numbers of people only by whether they are there. */
export function fieldUseOf(fact: FieldFact): FieldUse {
  const { label, type: fieldType, length } = fact;
  if (onlyPresence.has(fieldType)) {
    const feature = { kind: 'number', unit: 'yes or no', label: givenLabel(label) } as const;
    return { isUsable: true, type: 'text', protection: 'presence', feature };
  }
  const type = columnTypeOf(fact);
  if (type === undefined) return { isUsable: false, reason: `A field of type ${fieldType} is not used.` };
  if (fieldType === 'string' && length > longestCategory) return { isUsable: false, reason: 'Long text is not used.' };
  return { isUsable: true, type, protection: 'none', feature: featureOf(type, fact) };
}

function featureOf(
  type: ColumnType,
  { label, type: fieldType }: FieldFact,
): Pick<FeatureField, 'kind' | 'unit' | 'label'> {
  if (type === 'text') return { kind: 'category', label };
  if (type === 'boolean') return { kind: 'number', unit: 'yes or no', label };
  if (type === 'number') return { kind: 'number', label, ...(fieldType === 'currency' && { unit: 'money' }) };
  return { kind: 'number', unit: 'days', label: `Days since ${label}` };
}
