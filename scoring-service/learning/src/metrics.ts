/** How far probabilities are from what happened; NaN throughout where there is no row. */
export type ProbabilityMetrics = {
  logLoss: number;
  brier: number;
  expectedCalibrationError: number;
  baseRate: number;
  baseRateLogLoss: number;
  topDecileLift: number;
};

/** Probabilities are kept this far from 0 and 1, so that one certain mistake does not make the log loss infinite. */
const EDGE = 1e-15;

/** Natural logarithm, mean over rows. */
export function logLoss(probabilities: ArrayLike<number>, labels: Uint8Array): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    const probability = Math.min(1 - EDGE, Math.max(EDGE, probabilities[row] as number));
    sum -= Math.log(labels[row] === 1 ? probability : 1 - probability);
  }
  return sum / labels.length;
}

/** Mean squared difference between probability and outcome. */
export function brierScore(probabilities: ArrayLike<number>, labels: Uint8Array): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) sum += ((probabilities[row] as number) - (labels[row] as number)) ** 2;
  return sum / labels.length;
}

/** A run of rows in order of their probability: its mean probability beside its share of positives. */
export type CalibrationBin = { rows: number; meanProbability: number; positiveShare: number };

/** Bins of equally many rows by rising probability; equal probabilities are never cut apart. */
export function calibrationBins(probabilities: ArrayLike<number>, labels: Uint8Array, binCount = 10): CalibrationBin[] {
  const order = byRisingValue(probabilities, labels.length);
  const bins: CalibrationBin[] = [];
  let start = 0;
  for (let bin = 1; bin <= binCount; bin++) {
    let end = Math.max(start, Math.round((bin * order.length) / binCount));
    const isTie = () => probabilities[order[end] as number] === probabilities[order[end - 1] as number];
    while (end > start && end < order.length && isTie()) end++;
    if (end === start) continue;
    const rows = order.subarray(start, end);
    bins.push({
      rows: rows.length,
      meanProbability: sumOver(rows, probabilities) / rows.length,
      positiveShare: sumOver(rows, labels) / rows.length,
    });
    start = end;
  }
  return bins;
}

/** The mean gap between probability and outcome over ten bins of equally many rows. */
export function expectedCalibrationError(probabilities: ArrayLike<number>, labels: Uint8Array): number {
  return calibrationBins(probabilities, labels).reduce(
    (sum, { rows, meanProbability, positiveShare }) =>
      sum + (rows / labels.length) * Math.abs(meanProbability - positiveShare),
    0,
  );
}

/**
 * Share of positives among the tenth of rows with the highest scores, divided by the base rate. Rows that tie at the
 * edge count with their mean, so that the order of the rows does not matter.
 */
export function topDecileLift(scores: ArrayLike<number>, labels: Uint8Array): number {
  const size = Math.max(1, Math.round(labels.length / 10));
  const order = byRisingValue(scores, labels.length).reverse();
  const edge = scores[order[size - 1] as number] as number;
  const above = order.filter((row) => (scores[row] as number) > edge);
  const tied = order.filter((row) => scores[row] === edge);
  const found = sumOver(above, labels) + (sumOver(tied, labels) * (size - above.length)) / tied.length;
  const baseRate = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  return found / size / baseRate;
}

/** All figures of one set of predictions. */
export function probabilityMetrics(probabilities: ArrayLike<number>, labels: Uint8Array): ProbabilityMetrics {
  const baseRate = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  return {
    logLoss: logLoss(probabilities, labels),
    brier: brierScore(probabilities, labels),
    expectedCalibrationError: expectedCalibrationError(probabilities, labels),
    baseRate,
    baseRateLogLoss: logLoss(new Float64Array(labels.length).fill(baseRate), labels),
    topDecileLift: topDecileLift(probabilities, labels),
  };
}

/** Row numbers by rising value, equals in row order. */
export function byRisingValue(values: ArrayLike<number>, rowCount: number): Uint32Array {
  return Uint32Array.from({ length: rowCount }, (_, row) => row).sort(
    (a, b) => (values[a] as number) - (values[b] as number),
  );
}

function sumOver(rows: Uint32Array, values: ArrayLike<number>): number {
  return rows.reduce((sum, row) => sum + (values[row] as number), 0);
}

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
