import { toScore } from '../../src/domain/scoring/score.ts';
import type { Band, ScoreBasis, ScoreRule } from '../../src/domain/scoring/score.ts';
import { areaUnderCurve } from './area-under-curve.ts';
import type { AreaUnderCurve } from './area-under-curve.ts';
import { createExplainer } from './contributions.ts';
import { confusionTable, liftCurve, rocCurve, calibrationBins, probabilityMetrics } from './metrics.ts';
import type { ConfusionTable, LiftPoint, RocPoint, CalibrationBin, ProbabilityMetrics } from './metrics.ts';
import { scoreTable } from './scoring-model.ts';
import type { ScoringModel, ScoredTable } from './scoring-model.ts';
import type { LabelledRows } from './table.ts';

/** The rows that got a band: `share` of all rows, and the share of them that reached the goal (NaN without rows). */
export type BandRow = { band: Band; rows: number; positives: number; share: number; conversion: number };

/** Rows with a score of `from` to `to`. */
export type ScoreBin = { from: number; to: number; rows: number; positives: number };

/** Mean absolute contribution to the log odds, and its share of the sum over all fields. */
export type FieldImportance = { field: string; meanAbsoluteContribution: number; share: number };

/** How a model did on rows it had not seen. Figures that need both classes are NaN where one is absent. */
export type TestResult = ProbabilityMetrics & {
  /** Of every test row, in their order. */
  probabilities: Float64Array;
  auc: AreaUnderCurve;
  roc: RocPoint[];
  lift: LiftPoint[];
  calibration: CalibrationBin[];
  confusion: ConfusionTable[];
  bands: Record<ScoreBasis, BandRow[]>;
  scores: ScoreBin[];
  importance: FieldImportance[];
};

const BANDS: Band[] = ['High', 'Medium', 'Low'];
/** Every five percent: wherever a reader may put the threshold. */
const THRESHOLDS = Array.from({ length: 19 }, (_, index) => (index + 1) / 20);

/** Contributions are averaged over at most this many rows, taken at even distances. */
const EXPLAINED_ROWS = 1000;

/** Everything that is measured on the test rows; `rule` makes scores and bands of the probabilities. */
export function evaluateModel(
  model: ScoringModel,
  { table, labels, groups }: LabelledRows,
  rule: ScoreRule = {},
): TestResult {
  const scored = scoreTable(model, table);
  const { probabilities } = scored;
  return {
    ...probabilityMetrics(probabilities, labels),
    probabilities,
    auc: areaUnderCurve(probabilities, labels, groups),
    roc: rocCurve(probabilities, labels),
    lift: liftCurve(probabilities, labels),
    calibration: calibrationBins(probabilities, labels),
    confusion: THRESHOLDS.map((threshold) => confusionTable(probabilities, labels, threshold)),
    bands: {
      probability: bandRows(scored, labels, { ...rule, basis: 'probability' }),
      percentile: bandRows(scored, labels, { ...rule, basis: 'percentile' }),
    },
    scores: scoreBins(scored, labels, rule),
    importance: fieldImportance(model, table),
  };
}

/** The mean absolute contribution of every field of the model, the strongest first. */
export function fieldImportance(model: ScoringModel, table: LabelledRows['table']): FieldImportance[] {
  const explain = createExplainer(model);
  const step = Math.max(1, Math.ceil(table.rowCount / EXPLAINED_ROWS));
  const sums = new Map(model.fields.map(({ name }) => [name, 0]));
  let rows = 0;
  for (let row = 0; row < table.rowCount; row += step) {
    rows++;
    for (const { field, contribution } of explain(table, row)) {
      sums.set(field, (sums.get(field) ?? 0) + Math.abs(contribution));
    }
  }
  const total = sums.values().reduce((sum, value) => sum + value, 0);
  const importance = Array.from(sums, ([field, sum]) => ({
    field,
    meanAbsoluteContribution: sum / Math.max(1, rows),
    share: total > 0 ? sum / total : 0,
  }));
  return importance.sort((a, b) => b.meanAbsoluteContribution - a.meanAbsoluteContribution);
}

function bandRows(scored: ScoredTable, labels: Uint8Array, rule: ScoreRule): BandRow[] {
  const bands = Array.from(scored.probabilities, (probability, row) =>
    toScore(probability, scored.percentiles[row] as number, rule),
  );
  return BANDS.map((band) => {
    const { rows, positives } = countWhere(labels, (row) => bands[row]?.band === band);
    return { band, rows, positives, share: rows / labels.length, conversion: positives / rows };
  });
}

/** Ten bins of ten scores. */
function scoreBins({ probabilities, percentiles }: ScoredTable, labels: Uint8Array, rule: ScoreRule): ScoreBin[] {
  const scores = probabilities.map((probability, row) => toScore(probability, percentiles[row] as number, rule).score);
  return Array.from({ length: 10 }, (_, bin) => {
    const from = bin * 10 + 1;
    const to = from + 9;
    return {
      from,
      to,
      ...countWhere(labels, (row) => (scores[row] as number) >= from && (scores[row] as number) <= to),
    };
  });
}

function countWhere(labels: Uint8Array, isCounted: (row: number) => boolean): { rows: number; positives: number } {
  let rows = 0;
  let positives = 0;
  labels.forEach((label, row) => {
    if (!isCounted(row)) return;
    rows++;
    positives += label;
  });
  return { rows, positives };
}
