import { byRisingValue } from './probability-metrics.ts';

/** A point of the ROC curve: rows at or above some score, as shares of the negatives and of the positives. */
export type RocPoint = { falsePositiveRate: number; truePositiveRate: number };

/** The best `share` of all rows: the share of all positives found there, and how many times the base rate that is. */
export type LiftPoint = { share: number; found: number; lift: number };

/** What calling every row at or above `threshold` (a probability) positive would have meant. */
export type ConfusionTable = {
  threshold: number;
  truePositives: number;
  falsePositives: number;
  trueNegatives: number;
  falseNegatives: number;
};

/** From (0, 0) to (1, 1), equal scores in one step, thinned to about `pointCount` points. Empty without both classes. */
export function rocCurve(scores: ArrayLike<number>, labels: Uint8Array, pointCount = 100): RocPoint[] {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const negatives = labels.length - positives;
  if (positives === 0 || negatives === 0) return [];
  const points: RocPoint[] = [{ falsePositiveRate: 0, truePositiveRate: 0 }];
  const order = byRisingValue(scores, labels.length).reverse();
  let found = 0;
  let lastTaken = 0;
  order.forEach((row, index) => {
    found += labels[row] as number;
    const next = order[index + 1];
    if (next !== undefined && scores[next] === scores[row]) return;
    if (next !== undefined && index + 1 - lastTaken < labels.length / pointCount) return;
    lastTaken = index + 1;
    points.push({ falsePositiveRate: (index + 1 - found) / negatives, truePositiveRate: found / positives });
  });
  return points;
}

/** Twenty steps of 5 % of the rows, the highest scores first. Empty without a positive. */
export function liftCurve(scores: ArrayLike<number>, labels: Uint8Array): LiftPoint[] {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  if (positives === 0) return [];
  const order = byRisingValue(scores, labels.length).reverse();
  return Array.from({ length: 20 }, (_, step) => {
    const count = Math.max(1, Math.round(((step + 1) * order.length) / 20));
    const found = order.subarray(0, count).reduce((sum, row) => sum + (labels[row] as number), 0) / positives;
    return { share: count / order.length, found, lift: (found * order.length) / count };
  });
}

/** Counts of right and wrong calls at a threshold. */
export function confusionTable(
  probabilities: ArrayLike<number>,
  labels: Uint8Array,
  threshold: number,
): ConfusionTable {
  const table = { threshold, truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 };
  labels.forEach((label, row) => {
    const isCalled = (probabilities[row] as number) >= threshold;
    if (label === 1) table[isCalled ? 'truePositives' : 'falseNegatives']++;
    else table[isCalled ? 'falsePositives' : 'trueNegatives']++;
  });
  return table;
}
