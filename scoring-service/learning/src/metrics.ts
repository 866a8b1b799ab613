import { argsort, countPositives, sum } from './numerics.ts';

/** How far probabilities are from what happened; NaN throughout without rows. */
export type ProbabilityMetrics = {
  logLoss: number;
  brier: number;
  expectedCalibrationError: number;
  baseRate: number;
  baseRateLogLoss: number;
  topDecileLift: number;
};

/** Probabilities are kept this far from 0 and 1, so that one certain error does not make the log loss infinite. */
const EDGE = 1e-15;

/** −Σ ln p(yᵢ) / n: the mean log loss of probabilities, in nats per row. */
export function logLoss(probabilities: ArrayLike<number>, labels: Uint8Array): number {
  let total = 0;
  for (let row = 0; row < labels.length; row++) {
    const probability = Math.min(1 - EDGE, Math.max(EDGE, probabilities[row]));
    total -= Math.log(labels[row] === 1 ? probability : 1 - probability);
  }
  return total / labels.length;
}

/** Σ (pᵢ − yᵢ)² / n (Brier 1950). */
export function brierScore(probabilities: ArrayLike<number>, labels: Uint8Array): number {
  let total = 0;
  for (let row = 0; row < labels.length; row++) total += (probabilities[row] - labels[row]) ** 2;
  return total / labels.length;
}

/** Rows next to each other by probability: their mean probability beside their share of positives. */
export type CalibrationBin = { rows: number; meanProbability: number; positiveShare: number };

/**
 * Bins of equally many rows by rising probability; equal probabilities are never separated. (Naeini, Cooper and
 * Hauskrecht 2015, with equally filled bins.)
 */
export function calibrationBins(probabilities: ArrayLike<number>, labels: Uint8Array, binCount = 10): CalibrationBin[] {
  const order = argsort(probabilities, labels.length);
  const bins: CalibrationBin[] = [];
  let start = 0;
  for (let bin = 1; bin <= binCount; bin++) {
    let end = Math.max(start, Math.round((bin * order.length) / binCount));
    const isTie = () => probabilities[order[end]] === probabilities[order[end - 1]];
    while (end > start && end < order.length && isTie()) end++;
    if (end === start) continue;
    const rows = order.subarray(start, end);
    bins.push({
      rows: rows.length,
      meanProbability: rows.reduce((total, row) => total + probabilities[row], 0) / rows.length,
      positiveShare: countPositives(labels, rows) / rows.length,
    });
    start = end;
  }
  return bins;
}

/** Σ nₖ/n · |p̄ₖ − ȳₖ| over ten bins k of equally many rows (Naeini, Cooper and Hauskrecht 2015). */
export function expectedCalibrationError(probabilities: ArrayLike<number>, labels: Uint8Array): number {
  return calibrationBins(probabilities, labels).reduce(
    (total, { rows, meanProbability, positiveShare }) =>
      total + (rows / labels.length) * Math.abs(meanProbability - positiveShare),
    0,
  );
}

/**
 * Share of positives among the tenth of rows with the highest scores, divided by the base rate. Rows that tie at the
 * edge count with their mean, so that the order of the rows does not matter. lift = (positives in the tenth / rows in
 * the tenth) / (positives / rows).
 */
export function topDecileLift(scores: ArrayLike<number>, labels: Uint8Array): number {
  const size = Math.max(1, Math.round(labels.length / 10));
  const order = argsort(scores, labels.length).reverse();
  const edge = scores[order[size - 1]];
  const above = order.filter((row) => scores[row] > edge);
  const tied = order.filter((row) => scores[row] === edge);
  const found = countPositives(labels, above) + (countPositives(labels, tied) * (size - above.length)) / tied.length;
  return found / size / (countPositives(labels) / labels.length);
}

/** All figures of one set of predictions. Formulas stand at the functions of the single figures. */
export function probabilityMetrics(probabilities: ArrayLike<number>, labels: Uint8Array): ProbabilityMetrics {
  const baseRate = countPositives(labels) / labels.length;
  return {
    logLoss: logLoss(probabilities, labels),
    brier: brierScore(probabilities, labels),
    expectedCalibrationError: expectedCalibrationError(probabilities, labels),
    baseRate,
    baseRateLogLoss: logLoss(new Float64Array(labels.length).fill(baseRate), labels),
    topDecileLift: topDecileLift(probabilities, labels),
  };
}

/** AUC with its 95 % interval, both ends within 0 and 1. */
export type AreaUnderCurve = { auc: number; low: number; high: number; standardError: number };

const NORMAL_97_5 = 1.959963984540054;

/**
 * The area under the ROC curve by mid-ranks (a tie counts half): the mean, over positives, of the share of negatives that
 * score lower. Its variance is DeLong's (1988) in the fast form of Sun and Xu (2014), Var = S₁₀/n₁ + S₀₁/n₀; where rows of
 * one of the `groups` (one per row) depend on each other, their parts are summed as Obuchowski (1997) does for clustered
 * data. All NaN where a class is absent.
 */
export function areaUnderCurve(
  scores: ArrayLike<number>,
  labels: Uint8Array,
  groups?: readonly string[],
): AreaUnderCurve {
  const rows = Uint32Array.from(labels.keys());
  const ofPositives = rows.filter((row) => labels[row] === 1);
  const ofNegatives = rows.filter((row) => labels[row] !== 1);
  const positives = Float64Array.from(ofPositives, (row) => scores[row]);
  const negatives = Float64Array.from(ofNegatives, (row) => scores[row]);
  const [n1, n0] = [positives.length, negatives.length];
  if (n1 === 0 || n0 === 0) return { auc: NaN, low: NaN, high: NaN, standardError: NaN };

  const allRanks = midRanks(concatenate(positives, negatives));
  // Of each row, the share of the other class that it is ranked on the right side of.
  const ofEachPositive = midRanks(positives).map((rank, index) => (allRanks[index] - rank) / n0);
  const ofEachNegative = midRanks(negatives).map((rank, index) => 1 - (allRanks[n1 + index] - rank) / n1);
  const auc = sum(ofEachPositive) / n1;
  const groupOf = (row: number): string | number => groups?.[row] ?? row;
  const standardError = Math.sqrt(
    clusteredVariance(
      deviationsByGroup(ofEachPositive, (index) => groupOf(ofPositives[index])),
      deviationsByGroup(ofEachNegative, (index) => groupOf(ofNegatives[index])),
    ),
  );
  const margin = NORMAL_97_5 * standardError;
  return { auc, low: Math.max(0, auc - margin), high: Math.min(1, auc + margin), standardError };
}

/** Ranks from 1, equal values sharing the mean of their ranks. */
function midRanks(values: Float64Array): Float64Array {
  const order = argsort(values);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let index = start; index < end; index++) ranks[order[index]] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

function concatenate(first: Float64Array, second: Float64Array): Float64Array {
  const all = new Float64Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

type GroupSums = Map<string | number, number>;

/** By group, the sum of how far the values lie from their mean, as a share of all values. */
function deviationsByGroup(values: Float64Array, groupOf: (index: number) => string | number): GroupSums {
  const average = sum(values) / values.length;
  const sums: GroupSums = new Map();
  values.forEach((value, index) => {
    const group = groupOf(index);
    sums.set(group, (sums.get(group) ?? 0) + (value - average) / values.length);
  });
  return sums;
}

/** Of the groups with positives, of those with negatives, and twice the covariance of groups with both. */
function clusteredVariance(positives: GroupSums, negatives: GroupSums): number {
  const all = new Set([...positives.keys(), ...negatives.keys()]).size;
  const shared = positives.entries().reduce((total, [group, value]) => total + value * (negatives.get(group) ?? 0), 0);
  return Math.max(0, groupVariance(positives) + groupVariance(negatives) + 2 * unbiased(all) * shared);
}

const groupVariance = (sums: GroupSums): number =>
  unbiased(sums.size) * sums.values().reduce((total, value) => total + value ** 2, 0);

/** k / (k − 1); a single group has no variance. */
const unbiased = (groups: number): number => (groups < 2 ? 0 : groups / (groups - 1));
