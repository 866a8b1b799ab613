import type { AdditiveModel } from '../model/additive-model.ts';
import { additiveMargins } from '../model/additive-model.ts';
import { mixAdditive, scaleAdditive } from '../model/mix-additive.ts';
import { PENALTIES, prepareAdditive } from './additive-fit.ts';
import type { AdditivePenalty } from './additive-fit.ts';
import type { LearnerWeights } from './choose-learner.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { fitMarginScale, totalLogLoss } from './margin-scale.ts';
import type { MarginScale } from './margin-scale.ts';
import { fitNaiveBayes, SMOOTHINGS } from './naive-bayes.ts';

type Examples = Pick<LabelledRows, 'table' | 'labels'>;

/** What a setting's model says about rows it has not seen, and its log loss there. */
export type Heard = { margins: Float64Array; loss: number };

/** By penalty and by smoothing, in the order of `PENALTIES` and `SMOOTHINGS`; undefined where it was not tried. */
export type LinearContenders = { additive: (Heard | undefined)[]; bayes: (Heard | undefined)[] };

/** Naive Bayes boasts; it is judged as it will be used. */
const temperedLoss = (margins: Float64Array, labels: Uint8Array): number => fitMarginScale(margins, labels).loss;

/** Fits both linear learners with all their settings on some rows and hears them on others. */
export function hearLinear(training: Examples, validation: Examples): LinearContenders {
  const prepared = prepareAdditive(training.table, training.labels);
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

  /** From stiff to loose, until one is worse than the one before. */
  function followPath(manner: AdditivePenalty['manner']): (Heard | undefined)[] {
    let last = Number.POSITIVE_INFINITY;
    let isOver = false;
    return PENALTIES.filter((penalty) => penalty.manner === manner).map((penalty) => {
      if (isOver) return undefined;
      const heard = hear(prepared.fit(penalty));
      isOver = heard.loss > last;
      last = heard.loss;
      return heard;
    });
  }
}

/** What the linear learners are to be fitted with; `temper` is the scale that naive Bayes needs. */
export type LinearPlan = { penalty: AdditivePenalty; smoothing: number; temper: MarginScale; weights: LearnerWeights };

/** The linear learners of a plan as the one additive model that they are together. */
export function fitLinear(
  { table, labels }: Examples,
  { penalty, smoothing, temper, weights }: LinearPlan,
): AdditiveModel {
  const prepared = prepareAdditive(table, labels);
  const bayes = (): AdditiveModel =>
    scaleAdditive(fitNaiveBayes(prepared.design, labels, smoothing), temper.slope, temper.shift);
  if (weights.bayes === 0) return prepared.fit(penalty);
  if (weights.additive === 0) return bayes();
  const both = weights.additive + weights.bayes;
  return mixAdditive([prepared.fit(penalty), weights.additive / both], [bayes(), weights.bayes / both]);
}
