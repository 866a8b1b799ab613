import {
  goalConditionFields,
  goalConditionSchema,
  goalRecordFields as fieldOf,
  goalSchema,
  goalSettingsSchema,
} from '@plumbline/contract';
import type { Goal } from '@plumbline/contract';
import { SfError } from '@salesforce/core';

const statusFields = ['Status_Message__c', 'Test_AUC__c', 'Last_Trained_At__c', 'Last_Scored_At__c'];
const scheduleFields = ['Records_Scored__c', 'Next_Scoring_At__c', 'Next_Training_At__c'];

/** The fields to select. */
export const goalFields = [...Object.values(fieldOf), ...goalConditionFields, ...statusFields, ...scheduleFields];

export type OrgRecord = Record<string, unknown>;

/** A goal with the status that the service writes to its record. `savedSettings` are the settings without defaults. */
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
const timeOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? new Date(value).toISOString() : undefined;

/** Parses the JSON of a text field. Throws an error that names the field. */
function jsonOf(record: OrgRecord, field: string): unknown {
  const text = textOf(record[field]);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidField(record, field, "it isn't valid JSON", cause);
  }
}

const invalidField = (record: OrgRecord, field: string, problem: string, cause?: unknown): SfError =>
  new SfError(
    `The score goal ${String(record['Name'])} is invalid: ${field}: ${problem}.`,
    'InvalidGoalError',
    ['Correct the field in the org. If it belongs to the definition, clone the goal and define it again.'],
    cause instanceof Error ? cause : undefined,
  );

/** Converts a queried `Score_Goal__c` record. */
export function toGoal(record: OrgRecord): OrgGoal {
  const conditions = goalConditionFields.flatMap((field) => {
    const value = jsonOf(record, field);
    if (value === undefined) return [];
    const parsed = goalConditionSchema.safeParse(value);
    if (!parsed.success) throw invalidField(record, field, parsed.error.issues[0]?.message ?? 'it does not fit');
    return [parsed.data];
  });
  const saved = jsonOf(record, fieldOf.settings);
  const settings = goalSettingsSchema.safeParse(saved ?? {});
  if (!settings.success) {
    const [issue] = settings.error.issues;
    throw invalidField(record, fieldOf.settings, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
  }
  const parsed = goalSchema.safeParse({
    ...Object.fromEntries(Object.entries(fieldOf).map(([part, field]) => [part, record[field] ?? undefined])),
    description: textOf(record[fieldOf.description]),
    conditions,
    timeframeDays: Number(record[fieldOf.timeframeDays]),
    scoreField: textOf(record[fieldOf.scoreField])?.split('.').at(-1),
    qualifiedStatuses: linesOf(record[fieldOf.qualifiedStatuses]),
    segment: jsonOf(record, fieldOf.segment),
    settings: settings.data,
    isActive: record[fieldOf.isActive] === true,
    isUpdatedDaily: record[fieldOf.isUpdatedDaily] === true,
    status: record[fieldOf.status] ?? 'Waiting for training',
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = fieldOf[String(issue?.path[0]) as keyof typeof fieldOf];
    throw invalidField(record, field, issue?.message ?? 'it does not fit');
  }
  return { ...parsed.data, ...statusOf(record), ...(saved !== undefined && { savedSettings: saved as OrgRecord }) };
}

const statusOf = (record: OrgRecord): Partial<OrgGoal> => ({
  statusMessage: textOf(record['Status_Message__c']),
  testAuc: numberOf(record['Test_AUC__c']),
  recordsScored: numberOf(record['Records_Scored__c']),
  lastTrainedAt: timeOf(record['Last_Trained_At__c']),
  lastScoredAt: timeOf(record['Last_Scored_At__c']),
  nextScoringAt: timeOf(record['Next_Scoring_At__c']),
  nextTrainingAt: timeOf(record['Next_Training_At__c']),
});

const linesOf = (value: unknown): string[] =>
  (textOf(value) ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The part of a goal that its author sets. */
export type GoalValues = Omit<
  Goal,
  'id' | 'status' | 'modelVersion' | 'settings' | 'qualifiedStatuses' | 'mergePolicy'
> & {
  /** Absent where the author names none: a new goal takes the default of its object, an existing one keeps its own. */
  mergePolicy?: Goal['mergePolicy'];
  /** Absent where the author names none: the first training takes those that the org's history suggests. */
  qualifiedStatuses?: string[];
  settings?: Record<string, unknown>;
};

/** The properties that cannot change after a goal is created. */
export const definitionParts = [
  ...['name', 'profileType', 'object', 'goalType', 'conditions', 'timeframeDays', 'mergePolicy', 'scoreField'],
] as (keyof GoalValues)[];

/** Converts properties of a goal to the fields of its record. */
export function toRecord(values: Partial<GoalValues>): Record<string, string | number | boolean | null> {
  const { conditions, scoreField, settings, qualifiedStatuses, segment, timeframeDays, ...plain } = values;
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
    ...('segment' in values && { [fieldOf.segment]: segment?.length ? JSON.stringify(segment) : null }),
    ...('settings' in values && { [fieldOf.settings]: settings ? JSON.stringify(settings) : null }),
  };
}
