import type { ModelCard } from '@plumbline/contract';
import type { Receipt } from '../../../../scoring-service/src/domain/evaluation/receipt.ts';
import type { SourcePlan } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { describeDistribution } from '../../../../scoring-service/src/domain/features/training-distribution.ts';
import type { StoredModel } from '../../../../scoring-service/src/ports/models.ts';
import type { RunCheckpoint, RunState } from '../../../../scoring-service/src/ports/runs.ts';
import { drawLeads, makeModel } from '../../learning/model-fixture.ts';

export const asOf = new Date('2026-03-01T12:00:00.123Z');

export const minutesLater = (minutes: number): Date => new Date(asOf.getTime() + minutes * 60_000);

const plan: SourcePlan = {
  tables: [
    {
      name: 'lead',
      object: 'Lead',
      columns: [{ path: 'Individual.HasOptedOutProfiling', column: 'opted_out', protection: 'none' }],
      where: 'IsDeleted = false',
    },
    { name: 'task', object: 'Task', columns: [] },
  ],
  fields: [
    { name: 'calls_30', label: 'Phone calls', kind: 'number', unit: 'count', family: 'activity', isPointInTime: true },
    { name: 'city', label: 'City', kind: 'category', family: 'record', isPointInTime: false },
  ],
  leftOut: [{ field: 'Rating', label: 'Rating', reason: 'Filled when the outcome is known.' }],
  goal: {
    object: 'Lead',
    goalType: 'Lead converted',
    conditions: [{ field: 'Status', operator: 'equals', values: ['Closed - Converted', "O'Hara"] }],
    timeframeDays: 90,
    mergePolicy: 'Lead first',
    scoreField: 'Predictive_Score__c',
  },
  learnFrom: 'history',
  observationDays: [0, 7, 30, 60],
};

const makeCard = (goalId: string, version: string, trainedAt: Date): ModelCard => ({
  goalId,
  version,
  trainedAt: trainedAt.toISOString(),
  asOf: asOf.toISOString(),
  isActive: true,
  seed: 7,
  learner: 'trees',
  splitBy: 'time',
  trainingRows: 800,
  trainingPositives: 90,
  testRows: 200,
  testPositives: 21,
  leftOutRows: 12,
  auc: 0.8123456789,
  aucLow: 0.77,
  aucHigh: 0.85,
  logLoss: 0.31,
  brier: 0.09,
  expectedCalibrationError: 0.012,
  baseRate: 0.11,
  topDecileLift: 4.2,
  roc: [{ falsePositiveRate: 0.1, truePositiveRate: 0.5 }],
  lift: [{ share: 0.1, found: 0.42, lift: 4.2 }],
  calibration: [{ rows: 20, meanProbability: 0.1, positiveShare: 0.11 }],
  confusion: [{ threshold: 0.5, truePositives: 8, falsePositives: 4, trueNegatives: 175, falseNegatives: 13 }],
  scores: [{ from: 1, to: 10, rows: 120, positives: 3 }],
  bands: [{ band: 'Low', rows: 180, positives: 12, share: 0.9, conversion: 0.067 }],
  strongestFields: [{ field: 'calls_30', label: 'Phone calls', share: 0.6 }],
  leftOutFields: [{ field: 'Rating', label: 'Rating', reason: 'Filled when the outcome is known.' }],
  messages: [],
});

export function makeStoredModel(goalId: string, version: string, trainedAt: Date = asOf): StoredModel {
  const { table } = drawLeads(60, 2);
  const distribution = describeDistribution(table, [0, 7]);
  return {
    goalId,
    version,
    trainedAt,
    plan,
    model: makeModel(),
    card: makeCard(goalId, version, trainedAt),
    distribution,
  };
}

export const makeRun = (key: string, change: Partial<RunState> = {}): RunState => ({
  key,
  goalId: 'goal',
  jobType: 'Scoring',
  trigger: 'Manual',
  createdAt: asOf,
  asOf,
  modelVersion: undefined,
  checkpoint: undefined,
  endedAt: undefined,
  ...change,
});

export const makeCheckpoint = (scored: number, change: Partial<RunCheckpoint> = {}): RunCheckpoint => ({
  read: scored,
  scored,
  changed: scored,
  skipped: 0,
  failed: 0,
  skippedReasons: [],
  ...change,
});

/** Receipts of the records `from` up to `to`, without the last. */
export const makeReceipts = (runKey: string | undefined, from: number, to: number, goalId = 'goal'): Receipt[] =>
  Array.from({ length: to - from }, (_, index) => ({
    goalId,
    recordId: `00Q${String(from + index).padStart(15, '0')}`,
    runKey,
    modelVersion: '1',
    scoredAt: asOf,
    score: 1 + ((from + index) % 100),
    band: 'Low',
    percentile: 33,
    probability: (from + index + 1) / 1_000_003,
    basis: 'probability',
    highFrom: 80,
    mediumFrom: 50,
    baseRate: undefined,
    referenceId: undefined,
    reason: undefined,
    features: [from + index, null, 'Web'],
  }));
