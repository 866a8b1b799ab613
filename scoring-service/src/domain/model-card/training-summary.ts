import type { Goal, ModelCard } from '@plumbline/contract';
import {
  createExplainer,
  rowsWhere,
  scoreTable,
  selectRows,
  splitRows,
  withinTrainingWindow,
} from '@plumbline/learning';
import type {
  FeatureTable,
  FieldContribution,
  FieldImportance,
  LabelledRows,
  ScoringModel,
  TrainingWindow,
} from '@plumbline/learning';
import type { SourcePlan } from '../features/source-plan.ts';
import { valueInputs } from '../features/feature-sources.ts';
import { findRevealed } from '../features/revealed-inputs.ts';
import { describeDistribution, oldestAge, trainingAges } from '../features/training-distribution.ts';
import type { TrainingDistribution } from '../features/training-distribution.ts';
import { describeGoal } from '../goals/goal-conditions.ts';
import { trainedInputs } from '../quality/input-figures.ts';
import type { SourceMeasures } from '../quality/check-source.ts';
import { effectsOf, segmentsOf } from './effects.ts';
import { describeLimits } from './limits.ts';

/** A finished training, as the card describes it. */
type FinishedTraining = {
  goal: Goal;
  plan: SourcePlan;
  rows: LabelledRows;
  model: ScoringModel;
  /** The period that training was limited to. */
  window: TrainingWindow | undefined;
  measures: SourceMeasures;
  importance: readonly FieldImportance[];
  seed: number;
  gapMs: number;
};

/** A sample of the test rows, for effects and segments. */
export function sampleTestRows({ rows, seed, gapMs }: Pick<FinishedTraining, 'rows' | 'seed' | 'gapMs'>): LabelledRows {
  const { test } = splitRows(rows, { seed, gapMs });
  const step = Math.max(1, Math.ceil(test.length / SAMPLE_ROWS));
  const sampled = rowsWhere(test.length, (index) => index % step === 0);
  return selectRows(
    rows,
    Uint32Array.from(sampled, (index) => test[index] as number),
  );
}

/** The contributions of a table's rows, one by one, because explaining them takes long. */
export function* explainRows(model: ScoringModel, table: FeatureTable): Generator<FieldContribution[], void> {
  const explain = createExplainer(model);
  for (let row = 0; row < table.rowCount; row++) yield explain(table, row);
}

/** Completes the card of a new model and describes the distribution of its training rows. */
export function completeCard(
  card: ModelCard,
  training: FinishedTraining,
  { sample, contributions }: { sample: LabelledRows; contributions: FieldContribution[][] },
): { card: ModelCard; distribution: TrainingDistribution } {
  const { goal, plan, rows, model, window, measures, importance, seed, gapMs } = training;
  const split = splitRows(rows, { seed, gapMs });
  const compared = comparable(withinTrainingWindow(rows, window), plan);
  const described = describeDistribution(compared.table, trainingAges(plan), compared.labels);
  const revealed = findRevealed(compared.table, described, { values: valueInputs(plan) });
  const distribution: TrainingDistribution = { ...described, revealed };
  const explained = { table: sample.table, contributions };
  const effects = new Map(
    card.strongestFields.slice(0, EFFECT_FIELDS).flatMap(({ field }) => {
      const known = plan.fields.find(({ name }) => name === field);
      return known ? [[field, effectsOf(known, distribution, explained)] as const] : [];
    }),
  );
  const outcomes = { labels: sample.labels, probabilities: scoreTable(model, sample.table).probabilities };
  return {
    distribution,
    card: {
      ...card,
      strongestFields: card.strongestFields.map((strong) => ({ ...strong, effects: effects.get(strong.field) })),
      goalWords: describeGoal(goal),
      timeframeDays: goal.timeframeDays,
      data: { ...countsOf(measures), ...periodsOf(rows.times, split, window) },
      segments: segmentsOf(card.strongestFields, plan.fields, explained, outcomes),
      inputs: trainedInputs(plan, { rows, importance, leaks: card.leftOutFields }),
      limits: describeLimits(card, {
        ...{ goal, plan, window, oldestDays: oldestAge(compared.table), historyDays: measures.historyDays },
      }),
    },
  };
}

/** Most test rows that are explained for effects and segments. */
const SAMPLE_ROWS = 1500;

/** Strongest fields that get effects. */
const EFFECT_FIELDS = 10;

/**
 * The training rows that records to score are comparable with. Contacts and accounts are observed on calendar dates and
 * their counts grow with time, so only the newest date is like today.
 */
function comparable(rows: LabelledRows, { goal, learnFrom }: Pick<SourcePlan, 'goal' | 'learnFrom'>): LabelledRows {
  if (learnFrom !== 'history' || goal.object === 'Lead') return rows;
  const newest = rows.times.reduce((latest, time) => Math.max(latest, time), -Infinity);
  return withinTrainingWindow(rows, { since: newest });
}

const countsOf = ({ accounts, contacts, opportunities, activities, conversions, historyDays }: SourceMeasures) => ({
  ...{ accounts, contacts, opportunities, activities, conversions, historyDays: Math.floor(historyDays) },
});

/** First and last observation date of both parts, where rows have dates. */
function periodsOf(
  times: Float64Array,
  { train, test }: { train: Uint32Array; test: Uint32Array },
  { since = -Infinity }: Partial<TrainingWindow> = {},
) {
  const trained = periodOf(
    times,
    train.filter((row) => !((times[row] as number) < since)),
  );
  const tested = periodOf(times, test);
  return {
    ...(trained && { trainedFrom: trained.from, trainedTo: trained.to }),
    ...(tested && { testedFrom: tested.from, testedTo: tested.to }),
  };
}

function periodOf(times: Float64Array, rows: Uint32Array): { from: string; to: string } | undefined {
  let from = Infinity;
  let to = -Infinity;
  for (const row of rows) {
    from = Math.min(from, times[row] as number);
    to = Math.max(to, times[row] as number);
  }
  return Number.isFinite(from) && Number.isFinite(to)
    ? { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
    : undefined;
}
