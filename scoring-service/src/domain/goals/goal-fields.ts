import type { GoalField, GoalFieldsQuery, Operator } from '@plumbline/contract';
import { factOf } from '../org-facts.ts';
import type { ColumnType, FieldFact, OrgFacts } from '../org-facts.ts';
import { ScoringError } from '../scoring-error.ts';
import { historyNameOf, typeOfCondition } from './goal-conditions.ts';
import { isPackagedScore } from './score-field-set.ts';

const histories = { Lead: 'LeadHistory', Opportunity: 'OpportunityFieldHistory' } as const;

type GoalObject = keyof typeof histories;

const objectOf = (goalType: GoalFieldsQuery['goalType']): GoalObject =>
  goalType === 'Lead converted' ? 'Lead' : 'Opportunity';

/** The fields that an admin thinks of first, as the goal type calls them. */
const usual: Record<GoalObject, Record<string, string>> = {
  Lead: { Status: 'Converted Status', OwnerId: 'Assigned To', ConvertedOpportunityId: 'Converted Opportunity exists' },
  Opportunity: { StageName: 'Stage' },
};

/** True of every record that reaches the goal, or of none. */
const pointless = new Set(['IsConverted', 'IsDeleted', 'MasterRecordId', 'IsUnreadByOwner']);

const alwaysKept = 'StageName';

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

/** Where the platform's own type says more than how its values are read. */
const byFieldType: Record<string, Operator[]> = {
  picklist: [...equality, ...presence],
  reference: [...equality, ...presence],
  // A query compares all chosen values at once only.
  multipicklist: presence,
};

function operatorsOf(fact: FieldFact, type: ColumnType): Operator[] {
  if (fact.name === 'ConvertedOpportunityId') return presence;
  return byFieldType[fact.type] ?? byColumnType[type];
}

/** Objects that must be described to say which fields a goal may speak of. */
export const goalFieldObjects = ({ goalType }: Pick<GoalFieldsQuery, 'goalType'>): [GoalObject, string] => {
  const object = objectOf(goalType);
  return [object, histories[object]];
};

/**
 * The fields that rows of a goal may speak of: the usual ones first, then by label. Throws ScoringError
 * `request.invalid` for a goal type that the profile type does not know, `salesforce.no-access`.
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
  const kept = new Set(factOf(facts, histories[object], 'Field')?.values?.map(({ value }) => value));
  const places = Object.keys(usual[object]);
  const place = (field: string): number => (places.includes(field) ? places.indexOf(field) : places.length);
  return readable
    .flatMap((fact): GoalField[] => {
      const hasHistory = kept.has(historyNameOf(fact)) || fact.name === alwaysKept;
      const field = goalField(object, fact, hasHistory);
      if (field === undefined || (object === 'Opportunity' && !hasHistory)) return [];
      return [object === 'Lead' && fact.name === 'Status' ? withConverted(field, convertedStatuses) : field];
    })
    .sort((one, other) => place(one.field) - place(other.field) || one.label.localeCompare(other.label, 'en'));
}

function goalField(object: GoalObject, fact: FieldFact, hasHistory: boolean): GoalField | undefined {
  const { name, type, values } = fact;
  const read = typeOfCondition(fact);
  if (read === undefined || type === 'id' || !fact.isFilterable || pointless.has(name) || isPackagedScore(name)) {
    return undefined;
  }
  // A conversion is one moment: only an opportunity is seen to change.
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

/** A lead that was converted stands in a converted status: no other can be reached. */
const withConverted = (field: GoalField, statuses: readonly string[]): GoalField => ({
  ...field,
  values: field.values?.filter(({ value }) => statuses.includes(value)),
});

const unknownGoalType = (): ScoringError =>
  new ScoringError('request.invalid', {
    message: 'Account goals know the goal type Opportunity updated only.',
    actions: ['Ask with goalType=Opportunity updated.'],
  });

const noAccess = (object: string): ScoringError =>
  new ScoringError('salesforce.no-access', {
    message: `The integration user cannot read ${object}.`,
    actions: ['Assign the permission set ScoringIntegration to the integration user.'],
  });
