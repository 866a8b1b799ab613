import type { GoalField, GoalFieldsQuery, Operator } from '@plumbline/contract';
import { factOf } from '../org-facts.ts';
import type { ColumnType, FieldFact, OrgFacts } from '../org-facts.ts';
import { ScoringError } from '../scoring-error.ts';
import { historyNameOf, typeOfCondition } from './goal-conditions.ts';
import { scoreFieldsOf } from './score-field-set.ts';

/** The objects to describe before `goalFields`. */
export const goalFieldObjects = ({ goalType }: Pick<GoalFieldsQuery, 'goalType'>): [GoalObject, string] => {
  const object = objectOf(goalType);
  return [object, histories[object]];
};

/**
 * The fields that conditions of a goal can use: the usual ones first, then by label. Throws ScoringError
 * `request.invalid` for a goal type that the profile type does not have, `salesforce.no-access`.
 */
export function goalFields(
  { goalType, profileType }: GoalFieldsQuery,
  facts: OrgFacts,
  convertedStatuses: readonly string[],
): GoalField[] {
  if (profileType === 'Account' && goalType === 'Lead converted') throw unknownGoalType();
  const object = objectOf(goalType);
  const readable = facts[object];
  if (readable === undefined) throw noAccess(object);
  const scores = scoreFieldsOf(facts, object);
  const tracked = new Set(factOf(facts, histories[object], 'Field')?.values?.map(({ value }) => value));
  const places = Object.keys(usual[object]);
  const place = (field: string): number => (places.includes(field) ? places.indexOf(field) : places.length);
  return readable
    .filter(({ name }) => !scores.includes(name))
    .flatMap((fact): GoalField[] => {
      const hasHistory = tracked.has(historyNameOf(fact)) || fact.name === alwaysTracked;
      const field = goalField(object, fact, hasHistory);
      if (field === undefined || (object === 'Opportunity' && !hasHistory)) return [];
      return [object === 'Lead' && fact.name === 'Status' ? withConverted(field, convertedStatuses) : field];
    })
    .sort((one, other) => place(one.field) - place(other.field) || one.label.localeCompare(other.label, 'en'));
}

function goalField(object: GoalObject, fact: FieldFact, hasHistory: boolean): GoalField | undefined {
  const { name, type, values } = fact;
  const read = typeOfCondition(fact);
  if (read === undefined || type === 'id' || !fact.isFilterable || constantFields.has(name)) {
    return undefined;
  }
  // Changes are recorded for opportunities; a conversion happens once.
  const isChange = object === 'Opportunity' && hasHistory;
  return {
    object,
    field: name,
    label: usual[object][name] ?? fact.label,
    type,
    operators: [...(isChange ? changes : []), ...operatorsOf(fact, read)],
    ...(values !== undefined && { values }),
    hasHistory,
  };
}

/** A converted lead always has a converted status, so no other value is offered. */
const withConverted = (field: GoalField, statuses: readonly string[]): GoalField => ({
  ...field,
  values: field.values?.filter(({ value }) => statuses.includes(value)),
});

const unknownGoalType = (): ScoringError =>
  new ScoringError('request.invalid', {
    message: 'Account goals have the goal type Opportunity updated only.',
    actions: ['Use goalType=Opportunity updated.'],
  });

const noAccess = (object: string): ScoringError =>
  new ScoringError('salesforce.no-access', {
    message: `The integration user cannot read ${object}.`,
    actions: ['Assign the permission set ScoringIntegration to the integration user.'],
  });

function operatorsOf(fact: FieldFact, type: ColumnType): Operator[] {
  if (fact.name === 'ConvertedOpportunityId') return presence;
  return byFieldType[fact.type] ?? byColumnType[type];
}

const histories = { Lead: 'LeadHistory', Opportunity: 'OpportunityFieldHistory' } as const;

type GoalObject = keyof typeof histories;

const objectOf = (goalType: GoalFieldsQuery['goalType']): GoalObject =>
  goalType === 'Lead converted' ? 'Lead' : 'Opportunity';

/** The fields that are used most, with the labels of the goal type. */
const usual: Record<GoalObject, Record<string, string>> = {
  Lead: { Status: 'Converted Status', OwnerId: 'Assigned To', ConvertedOpportunityId: 'Converted Opportunity exists' },
  Opportunity: { StageName: 'Stage' },
};

/** The same for every record that reaches the goal. */
const constantFields = new Set(['IsConverted', 'IsDeleted', 'MasterRecordId', 'IsUnreadByOwner']);

/** The platform keeps its history whether or not an admin tracks the field. */
const alwaysTracked = 'StageName';

const presence: Operator[] = ['is set', 'is not set'];
const equality: Operator[] = ['equals', 'not equals'];
const order: Operator[] = ['greater than', 'greater or equal', 'less than', 'less or equal'];
const changes: Operator[] = ['changes to', 'changes from'];

const byColumnType: Record<ColumnType, Operator[]> = {
  text: [...equality, 'contains', 'starts with', ...presence],
  number: [...equality, ...order, ...presence],
  date: [...equality, ...order, ...presence],
  datetime: [...order, ...presence],
  boolean: ['equals'],
};

/** Field types whose operators differ from those of their column type. */
const byFieldType: Record<string, Operator[]> = {
  picklist: [...equality, ...presence],
  reference: [...equality, ...presence],
  // SOQL compares only the whole set of chosen values.
  multipicklist: presence,
};
