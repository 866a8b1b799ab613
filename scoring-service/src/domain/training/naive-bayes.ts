import type { AdditiveModel } from '../model/additive-model.ts';
import type { AdditiveDesign } from './additive-design.ts';
import { toAdditiveModel } from './additive-fit.ts';
import { addRow } from './sparse-design.ts';

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
