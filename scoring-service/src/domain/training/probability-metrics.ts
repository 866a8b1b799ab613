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
