import type { Goal, ModelCard } from '@plumbline/contract';
import {
  createExplainer,
  inTurns,
  rowsWhere,
  scoreTable,
  selectRows,
  splitRows,
  withinWindow,
} from '@plumbline/learning';
import type { LabelledRows, ScoringModel, TrainingWindow } from '@plumbline/learning';
import type { SourcePlan } from '../features/source-plan.ts';
import { describeDistribution, learnedAges } from '../features/training-distribution.ts';
import type { TrainingDistribution } from '../features/training-distribution.ts';
import { describeGoal } from '../goals/goal-conditions.ts';
import type { SourceMeasures } from '../quality/check-source.ts';
import { effectsOf, segmentsOf } from './effects.ts';
import { describeLimits } from './limits.ts';

/** What one training gives an account of. */
export type DescribedTraining = {
  goal: Goal;
  plan: SourcePlan;
  rows: LabelledRows;
  model: ScoringModel;
  /** What learning was confined to. */
  window: TrainingWindow | undefined;
  measures: SourceMeasures;
  seed: number;
  gapMs: number;
};

/** Completes the card of a new model, and says how what it has learned from was distributed. */
export async function describeTraining(
  card: ModelCard,
  { goal, plan, rows, model, window, measures, seed, gapMs }: DescribedTraining,
): Promise<{ card: ModelCard; distribution: TrainingDistribution }> {
  const split = splitRows(rows, { seed, gapMs });
  const distribution = describeDistribution(comparable(withinWindow(rows, window), plan).table, learnedAges(plan));
  const shown = await explainRows(model, selectRows(rows, evenly(split.test)));
  const effects = new Map(
    card.strongestFields.slice(0, EFFECT_FIELDS).flatMap(({ field }) => {
      const known = plan.fields.find(({ name }) => name === field);
      return known ? [[field, effectsOf(known, distribution, shown)] as const] : [];
    }),
  );
  return {
    distribution,
    card: {
      ...card,
      strongestFields: card.strongestFields.map((strong) => ({ ...strong, effects: effects.get(strong.field) })),
      goalWords: describeGoal(goal),
      timeframeDays: goal.timeframeDays,
      data: { ...countsOf(measures), ...periodsOf(rows.times, split, window) },
      segments: segmentsOf(card.strongestFields, shown, shown),
      limits: describeLimits(card, { goal, plan, window, historyDays: measures.historyDays }),
    },
  };
}

/** Effects and segments are taken from at most so many rows of the test part. */
const EXPLAINED_ROWS = 1500;

const EFFECT_FIELDS = 10;

/**
 * The rows that records to score can be compared with. Contacts and accounts are looked at as the calendar goes on, and
 * what is counted of them grows with it: only the newest moment is like today.
 */
function comparable(rows: LabelledRows, { goal, learnFrom }: Pick<SourcePlan, 'goal' | 'learnFrom'>): LabelledRows {
  if (learnFrom !== 'history' || goal.object === 'Lead') return rows;
  const newest = rows.times.reduce((latest, time) => Math.max(latest, time), -Infinity);
  return withinWindow(rows, { since: newest });
}

async function explainRows(model: ScoringModel, { table, labels }: LabelledRows) {
  const explain = createExplainer(model);
  const contributions = await inTurns(explained());
  return { table, labels, contributions, probabilities: scoreTable(model, table).probabilities };

  function* explained() {
    for (let row = 0; row < table.rowCount; row++) yield explain(table, row);
  }
}

/** At most so many rows, at even distances. */
function evenly(rows: Uint32Array): Uint32Array {
  const step = Math.max(1, Math.ceil(rows.length / EXPLAINED_ROWS));
  return Uint32Array.from(
    rowsWhere(rows.length, (index) => index % step === 0),
    (index) => rows[index] as number,
  );
}

const countsOf = ({ accounts, contacts, opportunities, activities, conversions, historyDays }: SourceMeasures) => ({
  ...{ accounts, contacts, opportunities, activities, conversions, historyDays: Math.floor(historyDays) },
});

/** First and last moment of both parts, where rows have moments. */
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
