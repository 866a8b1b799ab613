import type { PenaltyWeight } from './additive/linear-learners.ts';
import type { Contender, LearnerWeights } from './blend.ts';
import type { BoosterParameters } from './booster.ts';
import type { Calibration, PlattScaling } from './calibration.ts';
import { createExplainer } from './explainer.ts';
import { areaUnderCurve, calibrationBins, probabilityMetrics } from './metrics.ts';
import type { AreaUnderCurve, CalibrationBin, ProbabilityMetrics } from './metrics.ts';
import { argsort, countPositives, sum } from './numerics.ts';
import { scoreTable } from './scoring-model.ts';
import type { ScoringModel } from './scoring-model.ts';
import type { FeatureTable, LabelledRows } from './table.ts';
import type { TrainingWindow } from './training-window.ts';

export type RowCounts = { rows: number; positives: number };

/** What was published and why. */
export type LearnerChoice = {
  winner: Contender['name'];
  /** Compared by out-of-fold log loss within the training part; empty where no field varies. */
  contenders: Contender[];
  reason: string;
  /** The share of each learner in the margin. */
  weights: LearnerWeights;
  /** With the number of trees that early stopping chose. */
  parameters: BoosterParameters;
  /** The additive logistic model is the average of the models of these penalties by their weights. */
  penalties: PenaltyWeight[];
  /** The smoothing of naive Bayes, and the Platt scaling of its overconfident margins. */
  smoothing: number;
  plattScaling: PlattScaling;
  calibration: Calibration;
};

/** A tree configuration that the search tried: `logLoss` is the mean over `validationRows` later rows. */
export type Trial = { parameters: BoosterParameters; logLoss: number; validationRows: number };

/** How a model did on rows it had not seen. Figures that need both classes are NaN where one is absent. */
type TestResult = ProbabilityMetrics & {
  /** Of every test row, in their order; `percentiles` are ranks (1 to 100) in the model's reference. */
  labels: Uint8Array;
  probabilities: Float64Array;
  percentiles: Uint8Array;
  auc: AreaUnderCurve;
  roc: RocPoint[];
  lift: LiftPoint[];
  calibration: CalibrationBin[];
  confusion: ConfusionTable[];
  importance: FieldImportance[];
};

/** A training's figures; those of `test` are of rows that were held out from the whole fit. */
export type ModelEvaluation = {
  splitBy: 'time' | 'chance';
  train: RowCounts;
  test: RowCounts & TestResult;
  /** Rows in neither part: in the gap before the test, of a group in the test, or older than the window. */
  leftOut: number;
  /** The part of the history that the model was trained on, where older rows mislead. */
  window?: TrainingWindow;
  choice: LearnerChoice;
  /** What the search tried, the best first; absent without a search. */
  trials?: Trial[];
};

/** Every five percent: wherever a reader may put the threshold. */
const THRESHOLDS = Array.from({ length: 19 }, (_, index) => (index + 1) / 20);

/** All figures of a model on the test rows. Each figure has its formula at its own function. */
export function evaluateModel(model: ScoringModel, { table, labels, groups }: LabelledRows): TestResult {
  const { probabilities, percentiles } = scoreTable(model, table);
  return {
    ...probabilityMetrics(probabilities, labels),
    labels,
    probabilities,
    percentiles,
    auc: areaUnderCurve(probabilities, labels, groups),
    roc: rocCurve(probabilities, labels),
    lift: liftCurve(probabilities, labels),
    calibration: calibrationBins(probabilities, labels),
    confusion: THRESHOLDS.map((threshold) => confusionTable(probabilities, labels, threshold)),
    importance: fieldImportance(model, table),
  };
}

/** Mean absolute contribution to the log odds, and its share of the sum over all fields. */
export type FieldImportance = { field: string; meanAbsoluteContribution: number; share: number };

/** Contributions are averaged over at most this many rows, taken at even distances. */
const EXPLAINED_ROWS = 1000;

/** Σᵢ |contributionᵢ| / n for every field of the model (SHAP importance, Lundberg et al. 2020), the strongest first. */
export function fieldImportance(model: ScoringModel, table: FeatureTable): FieldImportance[] {
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
  const total = sum(sums.values());
  const importance = Array.from(sums, ([field, size]) => ({
    field,
    meanAbsoluteContribution: size / Math.max(1, rows),
    share: total > 0 ? size / total : 0,
  }));
  return importance.sort((a, b) => b.meanAbsoluteContribution - a.meanAbsoluteContribution);
}

/** A point of the ROC curve: rows at or above a score, as shares of the negatives and of the positives. */
type RocPoint = { falsePositiveRate: number; truePositiveRate: number };

/**
 * From (0, 0) to (1, 1), equal scores in one step, thinned to about `pointCount` points. Empty without both classes. x
 * = false positives / negatives, y = true positives / positives (Fawcett 2006).
 */
export function rocCurve(scores: ArrayLike<number>, labels: Uint8Array, pointCount = 100): RocPoint[] {
  const positives = countPositives(labels);
  const negatives = labels.length - positives;
  if (positives === 0 || negatives === 0) return [];
  const points: RocPoint[] = [{ falsePositiveRate: 0, truePositiveRate: 0 }];
  const order = argsort(scores, labels.length).reverse();
  let found = 0;
  let lastTaken = 0;
  order.forEach((row, index) => {
    found += labels[row];
    const isLast = index + 1 === order.length;
    if (!isLast && scores[order[index + 1]] === scores[row]) return;
    if (!isLast && index + 1 - lastTaken < labels.length / pointCount) return;
    lastTaken = index + 1;
    points.push({ falsePositiveRate: (index + 1 - found) / negatives, truePositiveRate: found / positives });
  });
  return points;
}

/** The best `share` of all rows: the share of all positives among them, and `lift` = found / share. */
type LiftPoint = { share: number; found: number; lift: number };

/**
 * Twenty steps of 5 % of the rows, the highest scores first. Empty without a positive. lift = share of positives among
 * the rows so far / base rate.
 */
export function liftCurve(scores: ArrayLike<number>, labels: Uint8Array): LiftPoint[] {
  const positives = countPositives(labels);
  if (positives === 0) return [];
  const order = argsort(scores, labels.length).reverse();
  return Array.from({ length: 20 }, (_, step) => {
    const count = Math.max(1, Math.round(((step + 1) * order.length) / 20));
    const found = countPositives(labels, order.subarray(0, count)) / positives;
    return { share: count / order.length, found, lift: (found * order.length) / count };
  });
}

/** The outcome of calling every row at or above `threshold` (a probability) positive. */
type ConfusionTable = {
  threshold: number;
  truePositives: number;
  falsePositives: number;
  trueNegatives: number;
  falseNegatives: number;
};

/** Counts of right and wrong calls at a threshold. A row is called positive where score ≥ threshold. */
export function confusionTable(
  probabilities: ArrayLike<number>,
  labels: Uint8Array,
  threshold: number,
): ConfusionTable {
  const table = { threshold, truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 };
  labels.forEach((label, row) => {
    const isCalled = probabilities[row] >= threshold;
    if (label === 1) table[isCalled ? 'truePositives' : 'falseNegatives']++;
    else table[isCalled ? 'falsePositives' : 'trueNegatives']++;
  });
  return table;
}
