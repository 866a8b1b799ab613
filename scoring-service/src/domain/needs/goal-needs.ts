import type { Finding, Goal, GoalCondition } from '@plumbline/contract';
import { namedSourceFields } from '../features/engagement-sources.ts';
import { allNamedPlaces, namesField } from '../features/field-path.ts';
import type { SourcePlan } from '../features/source-plan.ts';
import { requiredParts, scoreFieldSet } from '../goals/score-field-set.ts';
import { conditionObject, historyNameOf } from '../goals/goal-conditions.ts';
import { comparable, findingsOf } from './org-needs.ts';
import type { FieldNeed, Need, TrackingNeed } from './org-needs.ts';
import type { OrgFacts } from '../org-facts.ts';

/** A goal without an id is not saved yet. */
type Named = Pick<Goal, 'object' | 'goalType' | 'conditions' | 'qualifiedStatuses' | 'settings' | 'segment'> & {
  id?: string;
};

/** What to do about a condition: about its field, and about a value that the org does not have. */
type ConditionSteps = { ofField: string; ofValue: string };

const orGiveAccess = 'or give the integration user read access.';
const savedSteps: ConditionSteps = {
  ofField: `Clone the score goal and define it with a field of the org, because a definition cannot change, ${orGiveAccess}`,
  ofValue: 'Clone the score goal and define it with values of the org, because a definition cannot change.',
};
const draftSteps: ConditionSteps = {
  ofField: `Define the goal with a field of the org, ${orGiveAccess}`,
  ofValue: 'Define the goal with values of the org.',
};
const segmentSteps: ConditionSteps = {
  ofField: `Correct the segment of the score goal, ${orGiveAccess}`,
  ofValue: 'Correct the segment of the score goal.',
};
const correctSources =
  'Correct engagementSources in the settings of the score goal, or give the integration user read access.';
const deployScoreFields =
  'Deploy the score fields and assign their permission sets: sf score goal generate fields makes a further set.';
const giveAccess = 'Give the integration user read access, for example by a permission set, or train the goal again.';

/** The fields and values that a goal names: its statuses, its conditions and the fields of its settings. */
export function goalNeeds(goal: Named): Need[] {
  const object = conditionObject(goal);
  return [
    ...(goal.object === 'Lead' ? goal.qualifiedStatuses : []).map((value): Need => ({
      ...{ kind: 'value', object: 'Lead', field: 'Status', value, label: 'the lead status', code: 945 },
      ...{ mayBeUnlisted: false, isOfScope: true },
      nextStep: 'Edit the qualified statuses of the score goal.',
    })),
    ...goal.conditions.flatMap((condition) =>
      conditionNeeds(object, condition, goal.id === '' ? draftSteps : savedSteps),
    ),
    ...(goal.segment ?? []).flatMap((condition) =>
      conditionNeeds(goal.object, condition, segmentSteps).map((need) =>
        need.kind === 'value' ? { ...need, isOfScope: true, mustBeHeld: condition.operator === 'equals' } : need,
      ),
    ),
    ...allNamedPlaces(goal).map(({ object: of, path }): Need => ({
      ...{ kind: 'field', object: of, path, code: 945 },
      nextStep: 'Give the integration user read access, or take the field out of the settings of the score goal.',
    })),
    ...namedSourceFields(goal.settings).map((field): Need => ({
      ...{ kind: 'field', ...field, code: 945, nextStep: correctSources },
    })),
  ];
}

/** The score fields that a goal writes to, before it is saved or trained; Setup and doctor check that they are writable. */
export function scoreFieldNeeds({ object, scoreField }: Pick<Goal, 'object' | 'scoreField'>): FieldNeed[] {
  const fields = scoreFieldSet(scoreField);
  return requiredParts.map((part): FieldNeed => ({
    ...{ kind: 'field', object, path: fields[part], code: 945, nextStep: deployScoreFields },
  }));
}

const makeWritable =
  'Create the score fields if they are missing, and give the integration user edit access: those of the package with the permission set ScoringIntegration.';

/** What a saved goal needs of the org for a run: the fields and values that it names, and score fields that can be written. */
export const savedGoalNeeds = (goal: Named & Pick<Goal, 'scoreField'>): Need[] => [
  ...goalNeeds(goal),
  ...scoreFieldNeeds(goal).map((need) => ({ ...need, nextStep: makeWritable, isWritten: true })),
];

/** Whether a run could not write what it computes. */
export const isUnwritable = (unmet: readonly Need[]): boolean =>
  unmet.some((need) => need.kind === 'field' && need.isWritten === true);

/** Whether a need is a value that decides whom the goal scores: a status, or one of the segment. */
export const isOfScope = (need: Need): boolean => need.kind === 'value' && need.isOfScope === true;

/** Operators whose values are whole values of the field. */
const whole = new Set<GoalCondition['operator']>(['equals', 'not equals', 'changes to', 'changes from']);

function conditionNeeds(
  object: string,
  { field, operator, values }: GoalCondition,
  { ofField, ofValue }: ConditionSteps,
): Need[] {
  return [
    { kind: 'field', object, path: field, code: 945, nextStep: ofField },
    ...(whole.has(operator) ? values : []).map((value): Need => ({
      ...{ kind: 'value', object, field, value, label: 'the value', code: 945, nextStep: ofValue },
      mayBeUnlisted: true,
    })),
  ];
}

/** Lists of the settings that keep fields from being used or shown: a name that is mistyped there protects nothing. */
const protectingLists = ['sensitiveFields', 'excludedFields', 'visibleFields'] as const;

const correctNames =
  'Correct the names in the settings of the score goal, unless the integration user is not to read these fields.';
const correctFairness =
  'Correct fairnessFields in the settings of the score goal, or give the integration user read access.';

/**
 * The names in these lists that no described object has (947), and those of the fairness check, without which no training
 * can make it (945).
 */
export function findUnknownNames({ settings }: Pick<Goal, 'settings'>, facts: OrgFacts): Finding[] {
  const isKnown = (name: string): boolean =>
    Object.keys(facts).some((object) => (facts[object] ?? []).some((fact) => namesField([name], object, fact.name)));
  const unknownOf = (list: 'fairnessFields' | (typeof protectingLists)[number]): string[] =>
    settings[list].filter((name) => !isKnown(name)).map((name) => `${name} (${list})`);
  const finding = (code: 945 | 947, names: readonly string[], step: string): Finding[] =>
    names.length === 0 ? [] : [{ code, detail: `${names.join(', ')}. ${step}` }];
  return [
    ...finding(945, unknownOf('fairnessFields'), correctFairness),
    ...finding(947, protectingLists.flatMap(unknownOf), correctNames),
  ];
}

/** Whether no record can be counted by what the goal names: a field that is not there, or a value of a condition. */
export const isUncountable = (unmet: readonly Need[]): boolean =>
  unmet.some((need) => need.code === 945 && (need.kind === 'field' || (need.kind === 'value' && need.mayBeUnlisted)));

const trackStatus =
  'Switch on history tracking for Lead Status: until its changes are recorded, the earlier status of closed and converted leads is unknown, and they count as qualified until they were converted or last changed.';
const trackCondition =
  'Switch on history tracking for it: until its changes are recorded, the goal is reached only by other changes of the opportunity.';

/** The fields whose recorded changes a training on history needs. The platform always keeps the stages of opportunities. */
export function trackingNeeds(goal: Named): TrackingNeed[] {
  if (goal.settings.learnFrom !== 'history') return [];
  const ofStatus = goal.object === 'Lead' && goal.qualifiedStatuses.length > 0;
  const status: TrackingNeed[] = ofStatus
    ? [{ kind: 'tracking', object: 'Lead', field: 'Status', code: 963, nextStep: trackStatus }]
    : [];
  const conditions = goal.goalType === 'Opportunity updated' ? goal.conditions : [];
  return [
    ...status,
    ...conditions.flatMap(({ field }): TrackingNeed[] =>
      comparable(field) === 'stagename'
        ? []
        : [
            {
              kind: 'tracking',
              object: 'Opportunity',
              field: historyNameOf(conditionFact(field)),
              code: 963,
              nextStep: trackCondition,
            },
          ],
    ),
  ];
}

/** Only a lookup's name ends with Id among standard fields. */
const conditionFact = (name: string): Parameters<typeof historyNameOf>[0] => ({
  ...{ name, type: name.endsWith('Id') ? 'reference' : 'string', isCustom: name.endsWith('__c') },
});

/** Every field that the active model reads. */
export const modelNeeds = (plan: Pick<SourcePlan, 'tables'>): Need[] => readNeeds(plan, 948, giveAccess);

/** Every field that the last model read, for a training that can do without it. */
export const lastModelNeeds = (plan: Pick<SourcePlan, 'tables'>): Need[] =>
  readNeeds(plan, 949, 'Give the integration user read access, then train the goal again.');

const readNeeds = ({ tables }: Pick<SourcePlan, 'tables'>, code: 948 | 949, nextStep: string): Need[] =>
  tables.flatMap(({ object, columns }) =>
    columns.map(({ path }): Need => ({ kind: 'field', object, path, code, nextStep })),
  );

/** Unmet needs of a goal in a run that goes on nevertheless: the same sentence as a warning. */
export const warningsOf = (unmet: readonly Need[]): Finding[] =>
  findingsOf(unmet).map(({ code, detail }) => ({ code: code === 945 ? 947 : code, detail }));
