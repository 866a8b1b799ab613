import type { LearnerWeights } from '../blend.ts';
import { fitMarginScale, totalLogLoss } from '../platt-scaling.ts';
import type { MarginScale } from '../platt-scaling.ts';
import type { LabelledRows } from '../table.ts';
import type { AdditiveDesign } from './design.ts';
import { toAdditiveModel, PENALTIES, prepareAdditive } from './fit.ts';
import type { AdditivePenalty } from './fit.ts';
import { additiveMargins, mixAdditive, scaleAdditive } from './model.ts';
import type { AdditiveModel, AdditiveShare } from './model.ts';
import { addRow } from './sparse-matrix.ts';

/** Rows of the average that every value is given beforehand: little and much trust in rare values. */
export const SMOOTHINGS: readonly number[] = [1, 5, 25, 100];

/**
 * Naive Bayes on the design of the additive model: each level, knot, word and gap adds the log ratio of its shares among
 * positives and negatives. It is an additive model, so it is scored and explained as one. Being naive it exaggerates
 * where fields say the same twice: temper it.
 */
export function fitNaiveBayes(design: AdditiveDesign, labels: Uint8Array, smoothing: number): AdditiveModel {
  const { rowCount, columnCount, fields } = design;
  const found = [new Float64Array(columnCount), new Float64Array(columnCount)] as const;
  for (let row = 0; row < rowCount; row++) addRow(design, row, 1, labels[row] === 1 ? found[1] : found[0]);
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const negatives = rowCount - positives;
  const coefficients = new Float64Array(columnCount);
  for (const { first, curve, trends, size } of fields) {
    for (let column = first; column < first + size; column++) {
      const isTrend = column >= first + curve && column < first + curve + trends;
      if (isTrend) continue;
      const [without, having] = [found[0][column] as number, found[1][column] as number];
      const share = (without + having + 1e-9) / rowCount;
      const among = (count: number, all: number): number => Math.log((count + smoothing * share) / (all + smoothing));
      coefficients[column] = among(having, positives) - among(without, negatives);
    }
  }
  return toAdditiveModel(design, { intercept: Math.log((positives + 0.5) / (negatives + 0.5)), coefficients });
}

type Examples = Pick<LabelledRows, 'table' | 'labels'>;

/** What a setting's model says about rows it has not seen, and its log loss there. */
export type Heard = { margins: Float64Array; loss: number };

/** By penalty and by smoothing, in the order of `PENALTIES` and `SMOOTHINGS`; undefined where it was not tried. */
export type LinearContenders = { additive: (Heard | undefined)[]; bayes: (Heard | undefined)[] };

/** Naive Bayes boasts; it is judged as it will be used. */
const temperedLoss = (margins: Float64Array, labels: Uint8Array): number => fitMarginScale(margins, labels).loss;

/**
 * Nats of log loss on one fold by which a penalty is worse than a stiffer one and those looser still are not tried. A
 * fold has few positives: less than this is chance, and a penalty that one fold has not heard is out for all.
 */
const HOPELESS = 6;

/** Fits both linear learners with all their settings on some rows and hears them on others. */
export function hearLinear(training: Examples, validation: Examples): LinearContenders {
  const prepared = prepareAdditive(training.table, training.labels, 'rough');
  const hear = (model: AdditiveModel, lossOf = totalLogLoss): Heard => {
    const margins = additiveMargins(model, validation.table);
    return { margins, loss: lossOf(margins, validation.labels) };
  };
  return {
    additive: [...followPath('curves'), ...followPath('lines'), ...followPath('learned')],
    bayes: SMOOTHINGS.map((smoothing) =>
      hear(fitNaiveBayes(prepared.design, training.labels, smoothing), temperedLoss),
    ),
  };

  /** From stiff to loose, until there is no hope for what is looser still. */
  function followPath(manner: AdditivePenalty['manner']): (Heard | undefined)[] {
    let least = Number.POSITIVE_INFINITY;
    let isOver = manner === 'lines' && !hasTrends(prepared.design);
    return PENALTIES.filter((penalty) => penalty.manner === manner).map((penalty) => {
      if (isOver) return undefined;
      const heard = hear(prepared.fit(penalty));
      isOver = heard.loss > least + HOPELESS;
      least = Math.min(least, heard.loss);
      return heard;
    });
  }
}

/** Without numbers there is nothing that lines could hold back more than curves do. */
const hasTrends = ({ fields }: AdditiveDesign): boolean => fields.some(({ trends }) => trends > 0);

/** A penalty and the share of its model in the average that is published. */
export type PenaltyShare = AdditivePenalty & { share: number };

/** What the linear learners are to be fitted with; `temper` is the scale that naive Bayes needs. */
export type LinearPlan = {
  penalties: PenaltyShare[];
  smoothing: number;
  temper: MarginScale;
  weights: LearnerWeights;
};

/** Nats of log loss in total by which penalties are hardly told apart. */
const NEAR = 3;
const SMALLEST_SHARE = 0.1;

/**
 * The strength that is believed in beforehand, and the nats that one e times as strong or as weak must earn, four times
 * that for e squared. What folds of few rows prefer is mostly chance: on made-up sets believing a little was better on
 * nearly all, by up to 0.001 AUC.
 */
const LIKELY_STRENGTH = 5;
const DOUBT = 0.5;

const doubtOf = ({ strength }: AdditivePenalty): number => DOUBT * Math.log(strength / LIKELY_STRENGTH) ** 2;

/**
 * Shares of the penalties by their log losses in total over all folds. Which one is best is known only roughly: those
 * that are near share, which was better than the best alone on most made-up data, rare positives most of all.
 */
export function sharePenalties(losses: ArrayLike<number>): PenaltyShare[] {
  const doubted = PENALTIES.map((penalty, index) => (losses[index] ?? Number.POSITIVE_INFINITY) + doubtOf(penalty));
  const least = Math.min(...doubted);
  const credits = doubted.map((loss) => Math.exp((least - loss) / NEAR));
  const sum = credits.reduce((total, credit) => total + credit, 0);
  const kept = PENALTIES.flatMap((penalty, index) => {
    const share = (credits[index] as number) / sum;
    return share >= SMALLEST_SHARE ? [{ ...penalty, share }] : [];
  });
  const whole = kept.reduce((total, { share }) => total + share, 0);
  return kept.map((penalty) => ({ ...penalty, share: penalty.share / whole }));
}

/** The linear learners of a plan as the one additive model that they are together. */
export function fitLinear(
  { table, labels }: Examples,
  { penalties, smoothing, temper, weights }: LinearPlan,
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
    const naive = fitNaiveBayes(prepared.design, labels, smoothing);
    shares.push({ model: scaleAdditive(naive, temper.slope, temper.shift), share: weights.bayes / both });
  }
  return mixAdditive(shares as [AdditiveShare, ...AdditiveShare[]]);
}
