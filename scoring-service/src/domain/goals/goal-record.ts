import {
  defaultMergePolicy,
  goalRecordFields as fieldOf,
  goalConditionFields,
  goalConditionSchema,
  goalSchema,
  goalSettingsSchema,
} from '@plumbline/contract';
import type { Goal, GoalDraft } from '@plumbline/contract';
import { ScoringError } from '../scoring-error.ts';

/** The fields of `Score_Goal__c` that a goal is read from. */
export const goalRecordColumns: string[] = [...Object.values(fieldOf), ...goalConditionFields];

/** Parses a `Score_Goal__c` record from a query. Throws ScoringError `goal.invalid` naming the field. */
export function parseGoal(record: GoalRecord): Goal {
  const timeframe = textOf(record, fieldOf.timeframeDays);
  const parsed = goalSchema.safeParse({
    id: record['Id'],
    name: record['Name'],
    description: textOf(record, fieldOf.description),
    profileType: record[fieldOf.profileType],
    object: record[fieldOf.object],
    goalType: record[fieldOf.goalType],
    conditions: conditionsOf(record),
    timeframeDays: timeframe === undefined ? undefined : Number(timeframe),
    mergePolicy: record[fieldOf.mergePolicy],
    scoreField: scoreFieldOf(record),
    qualifiedStatuses: linesOf(textOf(record, fieldOf.qualifiedStatuses)),
    segment: segmentOf(record),
    scoreBasis: record[fieldOf.scoreBasis],
    highFrom: record[fieldOf.highFrom],
    mediumFrom: record[fieldOf.mediumFrom],
    settings: settingsOf(record),
    isActive: record[fieldOf.isActive] === true,
    isUpdatedDaily: record[fieldOf.isUpdatedDaily] === true,
    status: record[fieldOf.status] ?? 'Waiting for training',
    modelVersion: textOf(record, fieldOf.modelVersion),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const part = Object.entries(fieldOf).find(([name]) => name === issue?.path[0]);
  throw invalid(part?.[1] ?? 'The record', `${issue?.message ?? 'it does not fit'}.`);
}

/** The goal that a draft would become; fields that readiness does not depend on have the org's defaults. */
export const draftGoal = ({
  qualifiedStatuses = [],
  settings,
  scoreField = 'Predictive_Score__c',
  ...draft
}: GoalDraft): Goal => ({
  ...draft,
  qualifiedStatuses,
  settings: settings ?? goalSettingsSchema.parse({}),
  id: '',
  name: 'of this draft',
  mergePolicy: defaultMergePolicy(draft.object),
  scoreField: scoreField.replace(new RegExp(`^${draft.object}\\.`), ''),
  scoreBasis: 'relative',
  highFrom: 80,
  mediumFrom: 50,
  isActive: true,
  isUpdatedDaily: true,
  status: 'Waiting for training',
});

type GoalRecord = Record<string, unknown>;

function conditionsOf(record: GoalRecord): Goal['conditions'] {
  return goalConditionFields.flatMap((field) => {
    const value = jsonOf(record, field);
    if (value === undefined) return [];
    const parsed = goalConditionSchema.safeParse(value);
    if (!parsed.success) throw invalid(field, problemsOf(parsed.error.issues));
    return [parsed.data];
  });
}

/** Undefined for a goal that scores all records. */
function segmentOf(record: GoalRecord): Goal['segment'] {
  const value = jsonOf(record, fieldOf.segment);
  if (value === undefined) return undefined;
  const parsed = goalSchema.shape.segment.safeParse(value);
  if (!parsed.success) throw invalid(fieldOf.segment, problemsOf(parsed.error.issues));
  return parsed.data?.length === 0 ? undefined : parsed.data;
}

function settingsOf(record: GoalRecord): Goal['settings'] {
  const parsed = goalSettingsSchema.safeParse(jsonOf(record, fieldOf.settings) ?? {});
  if (!parsed.success) throw invalid(fieldOf.settings, problemsOf(parsed.error.issues));
  return parsed.data;
}

/** The score field without the object name that the org puts before it. */
function scoreFieldOf(record: GoalRecord): string | undefined {
  const qualified = textOf(record, fieldOf.scoreField);
  const [object, field, ...rest] = qualified?.split('.') ?? [];
  if (qualified === undefined || field === undefined) return qualified;
  if (rest.length === 0 && object === textOf(record, fieldOf.object)) return field;
  throw invalid(fieldOf.scoreField, 'it is not a field of the scored object.');
}

function textOf(record: GoalRecord, field: string): string | undefined {
  const value = record[field];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function jsonOf(record: GoalRecord, field: string): unknown {
  const text = textOf(record, field);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(field, 'it is not JSON.');
  }
}

const linesOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** One sentence per problem, without the values that are wrong. */
const problemsOf = (issues: readonly { path: PropertyKey[]; message: string }[]): string =>
  issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}.` : `${message}.`)).join(' ');

const invalid = (field: string, problem: string): ScoringError =>
  new ScoringError('goal.invalid', {
    message: `${field} of the score goal cannot be used: ${problem}`,
    actions: [
      field.startsWith('Settings') ||
      field.startsWith('Segment') ||
      field.startsWith('Qualified') ||
      field.startsWith('Score_Basis')
        ? `Correct ${field} of the score goal.`
        : 'Clone the score goal and define it again: a definition cannot be changed.',
    ],
  });
