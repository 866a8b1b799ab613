import type { Goal } from '@plumbline/contract';
import { scoreFieldsOf } from '../goals/score-field-set.ts';
import { factOf, isSameName } from '../org-facts.ts';
import type { FieldFact, OrgFacts } from '../org-facts.ts';
import { ScoringError } from '../scoring-error.ts';
import type { ProfileSource, ValueFeature } from './feature-catalogue.ts';
import { fieldPlaceOf, namedPlaces, namesField, placedField } from './field-path.ts';
import type { FieldPlace, PlacedField } from './field-path.ts';
import { explainedFields, fieldUseOf, neverReason } from './field-use.ts';
import type { FeatureFamily, SourcePlan } from './source-plan.ts';

type Named = Pick<Goal, 'object' | 'settings'>;

/** Fields that become one feature of a name of its own, whatever field of the org it is. */
type Role = { name: string; family: FeatureFamily; fields: PlacedField[] };

/**
 * Features F1 and F9, and what F2 and F3 read of a field that a setting names: all custom fields of the scored object and
 * the fields that the admin picked of lead, contact and account, without those that must not become features. `used`
 * are those of each record that already are features. Throws ScoringError
 * `goal.invalid` naming a field that does not exist.
 */
export function chosenFeatures(
  goal: Named,
  facts: OrgFacts,
  used: Partial<Record<ProfileSource, readonly string[]>>,
): { features: ValueFeature[]; leftOut: LeftOut } {
  const named = namedPlaces(goal);
  const objects: Goal['object'][] = ['Lead', 'Contact', 'Account'];
  const scores = new Map(objects.map((object) => [object, scoreFieldsOf(facts, object)]));
  const require = (place: FieldPlace): PlacedField => requireChosen(facts, place);
  const category = named.accountCategory.length > 0 ? named.accountCategory.map(require) : defaultCategory(facts);
  // The type of an account is an input of its own already.
  const isType = ({ source, fact }: PlacedField): boolean => source === 'account' && fact.name === 'Type';
  const roles: Role[] = [
    { name: 'need_type', family: 'need', fields: named.need.map(require) },
    { name: 'contact_type', family: 'person', fields: named.contactType.map(require) },
    { name: 'account_category', family: 'account', fields: category.filter((field) => !isType(field)) },
  ];
  const picked = named.extra.map(require);
  const taken = roles.flatMap(({ fields }) => fields);
  const own = (facts[goal.object] ?? [])
    .filter((fact) => fact.isCustom || has(explainedFields, fact) || unwantedReason(goal, fact) !== undefined)
    .flatMap((fact) => placedField(facts, fieldPlaceOf(fact.name, goal.object)) ?? []);
  const single = uniqueFields([...own, ...picked]).filter((field) => !includes(taken, field));
  const features: ValueFeature[] = [];
  const leftOut: LeftOut = [];
  const usable = (field: PlacedField, { isPicked, name }: { isPicked: boolean; name: string }) => {
    const reason = reasonAgainst(goal, facts, field, { scoreFields: scores.get(field.object) ?? [], isPicked });
    if (reason !== undefined) leftOut.push({ field: name, label: labelOf(goal, field), reason });
    return reason === undefined ? featureOf(goal, field) : undefined;
  };
  for (const { name, family, fields } of roles) {
    const found = fields.flatMap((field) => usable(field, { isPicked: true, name }) ?? []);
    const [first, ...others] = found;
    if (first === undefined) continue;
    const alike = others.filter(({ type, protection }) => type === first.type && protection === first.protection);
    features.push({ ...first, ...mergedPaths([first, ...alike]), name, family });
  }
  for (const field of single) {
    const feature = has(used[field.source] ?? [], field.fact)
      ? undefined
      : usable(field, { isPicked: includes(picked, field), name: nameOf(goal, field) });
    if (feature !== undefined) features.push(feature);
  }
  return { features, leftOut };
}

/** Why the settings of a goal exclude a field of any object, or of `object` alone; undefined where they do not. */
export function unwantedReason(
  { object: scored, settings }: Named,
  { name }: Pick<FieldFact, 'name'>,
  object: string = scored,
): string | undefined {
  if (namesField(settings.sensitiveFields, object, name)) {
    return 'It is marked as sensitive in the settings of the goal.';
  }
  return namesField(settings.excludedFields, object, name) ? 'It is excluded in the settings of the goal.' : undefined;
}

type LeftOut = SourcePlan['leftOut'];

const has = (names: readonly string[], { name }: Pick<FieldFact, 'name'>): boolean =>
  names.some((other) => isSameName(other, name));

const includes = (fields: readonly PlacedField[], { source, fact }: PlacedField): boolean =>
  fields.some((other) => other.source === source && other.fact === fact);

const uniqueFields = (fields: readonly PlacedField[]): PlacedField[] =>
  fields.filter((field, index) => !includes(fields.slice(0, index), field));

/** Whether a company is public, private or owned by another says most of the standard fields what kind of account it is. */
function defaultCategory(facts: OrgFacts): PlacedField[] {
  const field = placedField(facts, fieldPlaceOf('Ownership', 'Account'));
  return field === undefined ? [] : [field];
}

/** A field of the scored object has its own name, one of another record also that of its object. */
const nameOf = ({ object }: Named, field: PlacedField): string =>
  field.object === object ? field.fact.name : `${field.object}.${field.fact.name}`;

function labelOf({ object }: Named, { object: of, fact, lookup }: PlacedField): string {
  // The label of a standard lookup is that of its id.
  const label = lookup === undefined ? fact.label : fact.label.replace(/ ID$/, '');
  return of === object ? label : `${of}: ${label}`;
}

/** Why a field does not become a feature; undefined where it does. A lookup is used only where it is picked. */
function reasonAgainst(
  goal: Named,
  facts: OrgFacts,
  { object, fact, lookup }: PlacedField,
  { scoreFields, isPicked }: { scoreFields: readonly string[]; isPicked: boolean },
): string | undefined {
  const unwanted = unwantedReason(goal, fact, object);
  if (unwanted !== undefined) return unwanted;
  if (object === 'Account' && fact.name === 'Rating' && isPicked) return reasonAgainstRating(goal, facts);
  const never = neverReason(fact, scoreFields);
  if (never !== undefined) return never;
  if (fact.type === 'reference' && fact.referenceTo.some((object) => peopleAndCompanies.has(object))) {
    return 'Its related records are people or companies, whose names a model must not learn.';
  }
  if (lookup !== undefined) {
    return isPicked ? undefined : 'A lookup is used only where extraFields in the settings of the goal names it.';
  }
  const use = fieldUseOf(fact);
  if (use.isUsable) return undefined;
  return fact.type === 'reference' && isPicked ? 'The name of its related record cannot be read.' : use.reason;
}

const peopleAndCompanies: ReadonlySet<string> = new Set(['User', 'Group', 'Lead', 'Contact', 'Account', 'Individual']);

/** Reps rate an account when they know how it goes, so its rating is used as of the date or not at all. */
function reasonAgainstRating({ settings }: Named, facts: OrgFacts): string | undefined {
  const tracked = factOf(facts, 'AccountHistory', 'Field')?.values ?? [];
  if (settings.learnFrom === 'history' && tracked.some(({ value }) => isSameName(value, 'Rating'))) return undefined;
  return 'Reps change it when the outcome is known: it is used only where the org tracks its changes. Switch on history tracking for Account Rating.';
}

/** How a field becomes a feature; a lookup as the name of its related record. */
function featureOf(goal: Named, field: PlacedField): ValueFeature | undefined {
  const { source, path, fact, lookup } = field;
  const label = labelOf(goal, field);
  const place = {
    isPointInTime: false,
    paths: { [source]: path },
    name: nameOf(goal, field),
    family: 'chosen',
  } as const;
  if (lookup !== undefined) {
    return { ...place, label, kind: 'category', type: 'text', protection: 'none', lookups: { [source]: lookup } };
  }
  const use = fieldUseOf({ ...fact, label });
  return use.isUsable ? { ...use.feature, type: use.type, protection: use.protection, ...place } : undefined;
}

const mergedPaths = (features: readonly ValueFeature[]): Pick<ValueFeature, 'paths' | 'lookups'> => {
  const lookups = Object.assign({}, ...features.map((feature) => feature.lookups)) as ValueFeature['lookups'];
  return {
    // The first field of a record counts.
    paths: Object.assign({}, ...features.map(({ paths }) => paths).toReversed()) as ValueFeature['paths'],
    ...(lookups && Object.keys(lookups).length > 0 && { lookups }),
  };
};

function requireChosen(facts: OrgFacts, place: FieldPlace): PlacedField {
  const field = placedField(facts, place);
  if (field !== undefined) return field;
  const name = `${place.object}.${place.path}`;
  throw new ScoringError('goal.invalid', {
    message: `The settings of the goal name ${name}, which the integration user cannot read or which does not exist.`,
    actions: [
      `Correct ${place.path} in Settings__c of the score goal.`,
      `Give the integration user read access to it.`,
    ],
  });
}
