import { goalSchema } from '@plumbline/contract';
import type { Goal } from '@plumbline/contract';
import type { FeatureColumn, LabelledRows } from '@plumbline/learning';
import type { FeatureField } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import type { SourceMeasures } from '../../../../scoring-service/src/domain/quality/check-source.ts';

/** "Lead converts within 90 days" with the defaults of all settings. */
export function makeGoal(change: Record<string, unknown> = {}): Goal {
  return goalSchema.parse({
    id: 'a01000000000001AAA',
    name: 'Lead converts in 90 days',
    profileType: 'Person',
    object: 'Lead',
    goalType: 'Lead converted',
    conditions: [],
    timeframeDays: 90,
    mergePolicy: 'Lead first',
    scoreField: 'Predictive_Score__c',
    qualifiedStatuses: [],
    scoreBasis: 'probability',
    highFrom: 80,
    mediumFrom: 50,
    settings: {},
    isActive: true,
    isUpdatedDaily: false,
    status: 'Waiting for training',
    ...change,
  });
}

export const accountGoal = (settings: Record<string, unknown> = {}): Goal =>
  makeGoal({ profileType: 'Account', object: 'Account', goalType: 'Opportunity updated', settings });

/** An org that passes every check. */
export const healthyMeasures = (change: Partial<SourceMeasures> = {}): SourceMeasures => ({
  accounts: 1000,
  contacts: 2000,
  opportunities: 300,
  activities: 9000,
  conversions: 400,
  accountsWithActivity: 600,
  contactsWithActivity: 900,
  activityTypesToScore: { Call: 50, Email: 40 },
  activityTypesLearned: { Call: 500, Email: 300, Meeting: 100 },
  historyDays: 700,
  ...change,
});

export const makeField = (name: string, change: Partial<FeatureField> = {}): FeatureField => ({
  name,
  label: `Label of ${name}`,
  kind: 'category',
  family: 'chosen',
  isPointInTime: false,
  ...change,
});

/** Rows of one record each, by default without dates. */
export function makeRows(
  labels: ArrayLike<number>,
  columns: FeatureColumn[] = [],
  { groups, times }: { groups?: string[]; times?: number[] } = {},
): LabelledRows {
  const rowCount = labels.length;
  return {
    table: { rowCount, columns },
    labels: Uint8Array.from(labels),
    groups: groups ?? Array.from({ length: rowCount }, (_, row) => `record ${row}`),
    times: Float64Array.from(times ?? new Array<number>(rowCount).fill(Number.NaN)),
  };
}
