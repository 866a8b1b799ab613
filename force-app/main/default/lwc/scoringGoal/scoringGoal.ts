/** Score goals: the record, the draft of the wizard, and both as text. Pure functions: no element, no clock. */
import { formatLabel } from 'c/scoringText';
import type { GoalCondition, GoalDraft } from '@plumbline/contract';
import AND from '@salesforce/label/c.Goal_And';
import DEFINITION from '@salesforce/label/c.Goal_Definition_Words';
import OR from '@salesforce/label/c.Goal_Or';
import ROW_INCOMPLETE from '@salesforce/label/c.Goal_Row_Incomplete';
import ROW_TOO_LONG from '@salesforce/label/c.Goal_Row_Too_Long';
import { goalTypeWords, operatorWords } from './words';

export * from './words';

/** A goal as `ScoringAdminController.getGoals` returns it; empty fields are missing. */
export type ScoreGoal = {
  Id: string;
  Name: string;
  Description__c?: string;
  Profile_Type__c: string;
  Object__c: string;
  Goal_Type__c: string;
  Condition_1__c?: string;
  Condition_2__c?: string;
  Condition_3__c?: string;
  Condition_4__c?: string;
  Condition_5__c?: string;
  Timeframe_Days__c: string | number;
  Merge_Policy__c: string;
  Score_Field__c: string;
  Qualified_Statuses__c?: string;
  Segment__c?: string;
  Score_Basis__c?: string;
  High_From__c?: number;
  Medium_From__c?: number;
  Settings__c?: string;
  Background_Update__c?: boolean;
  Active__c: boolean;
  Status__c?: string;
  Status_Message__c?: string;
  Model_Version__c?: string;
  Test_AUC__c?: number;
  Records_Scored__c?: number;
  Last_Trained_At__c?: string;
  Last_Scored_At__c?: string;
  Next_Scoring_At__c?: string;
  Next_Training_At__c?: string;
};

/** One condition in the wizard; `key` identifies the row while it is edited. */
export type Row = { key: number; field: string; operator: string; values: readonly string[] };

export type Draft = {
  name: string;
  description: string;
  profileType: string;
  object: string;
  goalType: string;
  rows: readonly Row[];
  timeframeDays: string;
  mergePolicy: string;
};

export const MOST_ROWS = 5;
export const MOST_ACTIVE_GOALS = 5;
const MOST_LETTERS = 255;
const valueless = ['is set', 'is not set'];

export const needsValues = (operator: string): boolean => operator !== '' && !valueless.includes(operator);

export const emptyRow = (key: number): Row => ({ key, field: '', operator: '', values: [] });

export const emptyDraft = (): Draft => ({
  name: '',
  description: '',
  profileType: 'Person',
  object: 'Lead',
  goalType: 'Lead converted',
  rows: [emptyRow(0)],
  timeframeDays: '90',
  mergePolicy: 'Lead first',
});

/** A clone copies the profile type, the name and the description, but not the goal section. */
export const cloneDraft = ({ Name, Description__c = '', Profile_Type__c, Object__c }: ScoreGoal): Draft => ({
  ...emptyDraft(),
  name: Name,
  description: Description__c,
  profileType: Profile_Type__c,
  object: Object__c,
  goalType: Profile_Type__c === 'Account' ? 'Opportunity updated' : 'Lead converted',
  mergePolicy: defaultMergePolicy(Profile_Type__c),
});

/** Goals on accounts prefer the account's own values. */
function defaultMergePolicy(profileType: string): string {
  return profileType === 'Account' ? 'Account first' : 'Lead first';
}

/** The profile type determines the scored object and the goal type. */
export function withProfileType(draft: Draft, profileType: string): Draft {
  const isAccount = profileType === 'Account';
  return {
    ...draft,
    profileType,
    object: isAccount ? 'Account' : 'Lead',
    goalType: isAccount ? 'Opportunity updated' : 'Lead converted',
    mergePolicy: defaultMergePolicy(profileType),
    rows: [emptyRow(0)],
  };
}

const toCondition = ({ field, operator, values }: Row): GoalCondition => ({
  field,
  operator: operator as GoalCondition['operator'],
  values: needsValues(operator) ? [...values] : [],
});

const isComplete = ({ field, operator, values }: Row): boolean =>
  field !== '' && operator !== '' && (!needsValues(operator) || values.length > 0);

/** The error message of the first invalid row, with the next step; empty if all rows are valid. */
export function rowProblem(rows: readonly Row[]): string {
  const incomplete = rows.findIndex((row) => !isComplete(row));
  if (incomplete >= 0) return formatLabel(ROW_INCOMPLETE, incomplete + 1);
  const long = rows.findIndex((row) => JSON.stringify(toCondition(row)).length > MOST_LETTERS);
  return long < 0 ? '' : formatLabel(ROW_TOO_LONG, long + 1);
}

/** The part of a draft that its readiness depends on; undefined while a row is incomplete. */
export function toGoalDraft({ profileType, object, goalType, rows, timeframeDays }: Draft): GoalDraft | undefined {
  if (rowProblem(rows) !== '') return undefined;
  return {
    ...({ profileType, object, goalType } as Pick<GoalDraft, 'profileType' | 'object' | 'goalType'>),
    conditions: rows.map(toCondition),
    timeframeDays: Number(timeframeDays) as GoalDraft['timeframeDays'],
  };
}

/** The record fields of a draft. */
export function toRecordFields(draft: Draft, scoreField: string): Record<string, unknown> {
  const conditions = draft.rows.map((row, index) => [`Condition_${index + 1}__c`, JSON.stringify(toCondition(row))]);
  return {
    Name: draft.name.trim(),
    Unique_Name__c: draft.name.trim(),
    Description__c: draft.description.trim() === '' ? null : draft.description.trim(),
    Profile_Type__c: draft.profileType,
    Object__c: draft.object,
    Goal_Type__c: draft.goalType,
    ...(Object.fromEntries(conditions) as Record<string, string>),
    Timeframe_Days__c: draft.timeframeDays,
    Merge_Policy__c: draft.mergePolicy,
    Score_Field__c: scoreField,
    Active__c: true,
  };
}

/** The statuses in which a record is qualified; an empty list means every open status. */
export const qualifiedStatusesOf = ({
  Qualified_Statuses__c = '',
}: Pick<ScoreGoal, 'Qualified_Statuses__c'>): string[] =>
  Qualified_Statuses__c.split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Fields of a set that users can read. */
const readEndings = ['_Band__c', '_Percentile__c', '_Scored_At__c'];

/** The factors are read by the service alone, so that a set is known by its other fields. */
const setEndings = [...readEndings, '_Factors__c'];

/** The score fields of an object with a complete field set, the packaged set first. */
export function scoreFieldSetsOf({ apiName, fields }: Pick<ObjectInfo, 'apiName' | 'fields'>): string[] {
  const isWhole = (base: string): boolean => [`__c`, ...readEndings].every((ending) => `${base}${ending}` in fields);
  const packaged = 'Predictive_Score';
  const bases = Object.keys(fields)
    .filter((name) => name.endsWith('_Scored_At__c'))
    .map((name) => name.slice(0, -'_Scored_At__c'.length))
    .filter(isWhole)
    .sort((one, other) => Number(other === packaged) - Number(one === packaged) || (one < other ? -1 : 1));
  return bases.map((base) => `${apiName}.${base}__c`);
}

/** The first field set that no goal writes to: two goals never share a set. */
export const freeScoreField = (info: ObjectInfo, goals: readonly ScoreGoal[]): string | undefined =>
  scoreFieldSetsOf(info).find((field) => goals.every(({ Score_Field__c }) => Score_Field__c !== field));

/** All fields of a set. */
export const fieldsOfSet = (scoreField: string): string[] =>
  ['__c', ...setEndings].map((ending) => scoreField.replace(/__c$/, ending));

/** What a goal is, as its sentence needs it. */
export type GoalDefinition = Pick<
  ScoreGoal,
  'Goal_Type__c' | 'Condition_1__c' | 'Condition_2__c' | 'Condition_3__c' | 'Condition_4__c' | 'Condition_5__c'
> &
  Partial<Pick<ScoreGoal, 'Timeframe_Days__c'>>;

export const conditionsOf = (goal: GoalDefinition): GoalCondition[] =>
  [goal.Condition_1__c, goal.Condition_2__c, goal.Condition_3__c, goal.Condition_4__c, goal.Condition_5__c].flatMap(
    (text) => (text === undefined ? [] : (JSON.parse(text) as GoalCondition)),
  );

const joined = (words: string, [first = '', ...others]: readonly string[]): string =>
  others.reduce((all, one) => formatLabel(words, all, one), first);

/** A condition as text: `Status equals Open or Working`. */
export const conditionWords = ({ field, operator, values }: GoalCondition): string =>
  [field, operatorWords[operator] ?? operator, joined(OR, values)].filter((part) => part !== '').join(' ');

/** The conditions on the records that a goal scores; undefined if it scores all. */
export function segmentWords({ Segment__c }: Pick<ScoreGoal, 'Segment__c'>): string | undefined {
  if (Segment__c === undefined) return undefined;
  try {
    return joined(AND, (JSON.parse(Segment__c) as GoalCondition[]).map(conditionWords));
  } catch {
    // The field can be edited as text; the service says what is wrong with it.
    return Segment__c;
  }
}

/** The definition of a goal as a sentence. */
export function definitionWords(goal: GoalDefinition): string {
  const type = goalTypeWords[goal.Goal_Type__c] ?? goal.Goal_Type__c;
  const sentence = formatLabel(DEFINITION, type, String(goal.Timeframe_Days__c));
  const rows = conditionsOf(goal).map(conditionWords);
  return rows.length === 0 ? sentence : `${sentence}: ${joined(AND, rows)}`;
}
