import type { LearnerWeights } from '../blend.ts';
import { fitPlattScaling } from '../calibration.ts';
import type { PlattScaling } from '../calibration.ts';
import { countPositives, smoothedLogOdds, sum, totalLogLoss } from '../numerics.ts';
import type { LabelledRows } from '../table.ts';
import type { AdditiveDesign } from './design.ts';
import { prepareAdditive, regularizationPath, toAdditiveModel } from './fit.ts';
import type { AdditivePenalty } from './fit.ts';
import { additiveMargins, mixAdditive, scaleAdditive } from './model.ts';
import type { AdditiveModel, AdditiveShare } from './model.ts';
import { addRow } from './sparse-matrix.ts';

/** The candidates for the smoothing of naive Bayes, in rows: from little to much shrinkage of rare values. */
export const smoothingPath: readonly number[] = [1, 5, 25, 100];

/**
 * Naive Bayes with Lidstone smoothing on the columns of the additive design: each category, knot, token and missing value j
 * adds ln((n₁ⱼ + m·pⱼ) / (n₁ + m)) − ln((n₀ⱼ + m·pⱼ) / (n₀ + m)), with pⱼ its share of all rows and m = `smoothing`. It is
 * an additive model, so it is scored and explained as one. It is overconfident where fields repeat each other: its margins
 * need Platt scaling.
 */
export function fitNaiveBayes(design: AdditiveDesign, labels: Uint8Array, smoothing: number): AdditiveModel {
  const { rowCount, columnCount, fields } = design;
  const counts = [new Float64Array(columnCount), new Float64Array(columnCount)];
  for (let row = 0; row < rowCount; row++) addRow(design, row, 1, counts[labels[row] === 1 ? 1 : 0]);
  const positives = countPositives(labels);
  const negatives = rowCount - positives;
  const coefficients = new Float64Array(columnCount);
  for (const { first, curve, trends, size } of fields) {
    for (let column = first; column < first + size; column++) {
      const isTrend = column >= first + curve && column < first + curve + trends;
      if (isTrend) continue;
      const [ofNegatives, ofPositives] = [counts[0][column], counts[1][column]];
      const share = (ofNegatives + ofPositives + 1e-9) / rowCount;
      const logShare = (count: number, all: number): number =>
        Math.log((count + smoothing * share) / (all + smoothing));
      coefficients[column] = logShare(ofPositives, positives) - logShare(ofNegatives, negatives);
    }
  }
  return toAdditiveModel(design, { intercept: smoothedLogOdds(labels), coefficients });
}

type Examples = Pick<LabelledRows, 'table' | 'labels'>;

/** The margins of a candidate on rows it was not trained on, and its log loss there in nats in total. */
export type ValidationPredictions = { margins: Float64Array; loss: number };

/** In the order of `regularizationPath` and `smoothingPath`; undefined where a candidate was not tried. */
export type LinearCandidates = {
  additive: (ValidationPredictions | undefined)[];
  bayes: ValidationPredictions[];
};

/** Naive Bayes is overconfident, so it is compared as it will be used, after Platt scaling. */
const plattScaledLoss = (margins: Float64Array, labels: Uint8Array): number => fitPlattScaling(margins, labels).loss;

/**
 * Nats of log loss on one fold by which a penalty is worse than a stronger one so that weaker ones are skipped. A fold has
 * few positives: a smaller difference is chance, and a penalty that one fold has skipped is out for all.
 */
const STOPPING_TOLERANCE = 6;

/**
 * Fits both linear learners with all their candidate settings on some rows and evaluates them on others. The log loss
 * of each: Σ ln(1 + e^m) − y·m.
 */
export function evaluateLinearCandidates(training: Examples, validation: Examples): LinearCandidates {
  const prepared = prepareAdditive(training.table, training.labels, 'rough');
  const evaluate = (model: AdditiveModel, lossOf = totalLogLoss): ValidationPredictions => {
    const margins = additiveMargins(model, validation.table);
    return { margins, loss: lossOf(margins, validation.labels) };
  };
  return {
    additive: [...followPath('smooth'), ...followPath('linear'), ...followPath('relevance')],
    bayes: smoothingPath.map((smoothing) =>
      evaluate(fitNaiveBayes(prepared.design, training.labels, smoothing), plattScaledLoss),
    ),
  };

  /** From the strongest penalty to weaker ones, until one is worse by the stopping tolerance. */
  function followPath(penaltyType: AdditivePenalty['penaltyType']): (ValidationPredictions | undefined)[] {
    let least = Number.POSITIVE_INFINITY;
    let isOver = penaltyType === 'linear' && !hasTrends(prepared.design);
    return regularizationPath
      .filter((penalty) => penalty.penaltyType === penaltyType)
      .map((penalty) => {
        if (isOver) return undefined;
        const predictions = evaluate(prepared.fit(penalty));
        isOver = predictions.loss > least + STOPPING_TOLERANCE;
        least = Math.min(least, predictions.loss);
        return predictions;
      });
  }
}

/** Without numbers a linear model does not differ from a smooth one. */
const hasTrends = ({ fields }: AdditiveDesign): boolean => fields.some(({ trends }) => trends > 0);

/** A penalty and the share of its model in the average that is published. */
export type PenaltyWeight = AdditivePenalty & { share: number };

/** The settings that the linear learners are refitted with; naive Bayes needs its Platt scaling. */
export type LinearPlan = {
  penalties: PenaltyWeight[];
  smoothing: number;
  plattScaling: PlattScaling;
  weights: LearnerWeights;
};

/** Nats in total within which penalties count as nearly equal: the temperature of their averaging. */
const TOLERANCE = 3;
const MIN_SHARE = 0.1;

/**
 * A normal prior on ln lambda: a lambda e times as large or as small as the expected one must earn half a nat, e² times
 * two nats. The preference of folds of few rows is mostly chance: on made-up sets a weak prior was better on nearly all, by
 * up to 0.001 AUC.
 */
const PRIOR_LAMBDA = 5;
const PRIOR_STRENGTH = 0.5;

const priorLoss = ({ lambda }: AdditivePenalty): number => PRIOR_STRENGTH * Math.log(lambda / PRIOR_LAMBDA) ** 2;

/**
 * Averages penalties instead of choosing one: share ∝ exp(−(loss + prior) / TOLERANCE) of their log losses in total over
 * all folds. Which is best is known only roughly, and an average of the near ones was better than the best alone on most
 * made-up data, with rare positives most of all.
 */
export function weighPenalties(losses: ArrayLike<number>): PenaltyWeight[] {
  const penalised = regularizationPath.map((penalty, index) => losses[index] + priorLoss(penalty));
  const least = Math.min(...penalised);
  const credits = penalised.map((loss) => Math.exp((least - loss) / TOLERANCE));
  const all = sum(credits);
  const kept = regularizationPath.flatMap((penalty, index) => {
    const share = credits[index] / all;
    return share >= MIN_SHARE ? [{ ...penalty, share }] : [];
  });
  const whole = sum(kept.map(({ share }) => share));
  return kept.map((penalty) => ({ ...penalty, share: penalty.share / whole }));
}

/**
 * Fits the linear learners of a plan, as the one additive model that they are together. margin = Σ share · margin of
 * each penalty, plus the Platt-scaled naive Bayes; sums of effects are effects.
 */
export function fitLinear(
  { table, labels }: Examples,
  { penalties, smoothing, plattScaling, weights }: LinearPlan,
): AdditiveModel {
  const prepared = prepareAdditive(table, labels);
  const both = weights.additive + weights.bayes;
  const shares: AdditiveShare[] = [];
  if (weights.additive > 0) {
    for (const penalty of penalties) {
      shares.push({ model: prepared.fit(penalty), share: (penalty.share * weights.additive) / both });
    }
  }
  if (weights.bayes > 0) {
    const bayes = fitNaiveBayes(prepared.design, labels, smoothing);
    const { slope, intercept } = plattScaling;
    shares.push({ model: scaleAdditive(bayes, slope, intercept), share: weights.bayes / both });
  }
  return mixAdditive(shares as [AdditiveShare, ...AdditiveShare[]]);
}
