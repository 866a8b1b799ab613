import {
  goalConditionFields,
  goalConditionSchema,
  goalRecordFields as fieldOf,
  goalSchema,
  goalSettingsSchema,
} from '@plumbline/contract';
import type { Goal } from '@plumbline/contract';
import { SfError } from '@salesforce/core';

const furtherFields = ['Status_Message__c', 'Test_AUC__c', 'Last_Trained_At__c', 'Last_Scored_At__c'];
const momentFields = ['Records_Scored__c', 'Next_Scoring_At__c', 'Next_Training_At__c'];

/** The fields to select. */
export const goalFields = [...Object.values(fieldOf), ...goalConditionFields, ...furtherFields, ...momentFields];

export type OrgRecord = Record<string, unknown>;

/** A goal with what the service tells of it on its record. `savedSettings` are those that somebody has set. */
export type OrgGoal = Goal & {
  savedSettings?: Record<string, unknown>;
  statusMessage?: string;
  testAuc?: number;
  lastTrainedAt?: string;
  lastScoredAt?: string;
  recordsScored?: number;
  nextScoringAt?: string;
  nextTrainingAt?: string;
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const momentOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? new Date(value).toISOString() : undefined;

/** JSON of a text field; a text that is none is told by its field. */
function jsonOf(record: OrgRecord, field: string): unknown {
  const text = textOf(record[field]);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unusable(record, field, 'it is not JSON', cause);
  }
}

const unusable = (record: OrgRecord, field: string, problem: string, cause?: unknown): SfError =>
  new SfError(
    `The score goal ${String(record['Name'])} cannot be used: ${field}: ${problem}.`,
    'InvalidGoalError',
    ['Correct the field in the org, or clone the goal and define it again: a definition cannot be changed.'],
    cause instanceof Error ? cause : undefined,
  );

/** A `Score_Goal__c` record, as a query answers it. */
export function toGoal(record: OrgRecord): OrgGoal {
  const conditions = goalConditionFields.flatMap((field) => {
    const value = jsonOf(record, field);
    if (value === undefined) return [];
    const parsed = goalConditionSchema.safeParse(value);
    if (!parsed.success) throw unusable(record, field, parsed.error.issues[0]?.message ?? 'it does not fit');
    return [parsed.data];
  });
  const saved = jsonOf(record, fieldOf.settings);
  const settings = goalSettingsSchema.safeParse(saved ?? {});
  if (!settings.success) {
    const [issue] = settings.error.issues;
    throw unusable(record, fieldOf.settings, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
  }
  const parsed = goalSchema.safeParse({
    ...Object.fromEntries(Object.entries(fieldOf).map(([part, field]) => [part, record[field] ?? undefined])),
    description: textOf(record[fieldOf.description]),
    conditions,
    timeframeDays: Number(record[fieldOf.timeframeDays]),
    scoreField: textOf(record[fieldOf.scoreField])?.split('.').at(-1),
    qualifiedStatuses: linesOf(record[fieldOf.qualifiedStatuses]),
    settings: settings.data,
    isActive: record[fieldOf.isActive] === true,
    isUpdatedDaily: record[fieldOf.isUpdatedDaily] === true,
    status: record[fieldOf.status] ?? 'Waiting for training',
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = fieldOf[String(issue?.path[0]) as keyof typeof fieldOf];
    throw unusable(record, field, issue?.message ?? 'it does not fit');
  }
  return { ...parsed.data, ...toldBy(record), ...(saved !== undefined && { savedSettings: saved as OrgRecord }) };
}

const toldBy = (record: OrgRecord): Partial<OrgGoal> => ({
  statusMessage: textOf(record['Status_Message__c']),
  testAuc: numberOf(record['Test_AUC__c']),
  recordsScored: numberOf(record['Records_Scored__c']),
  lastTrainedAt: momentOf(record['Last_Trained_At__c']),
  lastScoredAt: momentOf(record['Last_Scored_At__c']),
  nextScoringAt: momentOf(record['Next_Scoring_At__c']),
  nextTrainingAt: momentOf(record['Next_Training_At__c']),
});

const linesOf = (value: unknown): string[] =>
  (textOf(value) ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What of a goal a person decides. */
export type GoalValues = Omit<Goal, 'id' | 'status' | 'modelVersion' | 'settings'> & {
  settings?: Record<string, unknown>;
};

/** Parts that the org lets nobody change once a goal is created. */
export const definitionParts = [
  ...['name', 'profileType', 'object', 'goalType', 'conditions', 'timeframeDays', 'mergePolicy', 'scoreField'],
] as (keyof GoalValues)[];

/** The fields of parts of a goal, as the org takes them. */
export function toRecord(values: Partial<GoalValues>): Record<string, string | number | boolean | null> {
  const { conditions, scoreField, settings, qualifiedStatuses, timeframeDays, ...plain } = values;
  const record = Object.fromEntries(
    Object.entries(plain).map(([part, value]) => [fieldOf[part as keyof typeof fieldOf], value === '' ? null : value]),
  );
  return {
    ...record,
    ...(values.name !== undefined && { Unique_Name__c: values.name }),
    ...(conditions && Object.fromEntries(conditions.map((row, at) => [goalConditionFields[at], JSON.stringify(row)]))),
    ...(timeframeDays !== undefined && { [fieldOf.timeframeDays]: String(timeframeDays) }),
    ...(scoreField !== undefined && { [fieldOf.scoreField]: `${String(values.object)}.${scoreField}` }),
    ...(qualifiedStatuses && { [fieldOf.qualifiedStatuses]: qualifiedStatuses.join('\n') || null }),
    ...('settings' in values && { [fieldOf.settings]: settings ? JSON.stringify(settings) : null }),
  };
}
