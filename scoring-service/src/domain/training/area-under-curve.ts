/** AUC with its 95 % interval, both ends within 0 and 1; `standardError` is DeLong's. */
export type AreaUnderCurve = { auc: number; low: number; high: number; standardError: number };

const NORMAL_97_5 = 1.959963984540054;

/**
 * Area under the ROC curve by mid-ranks (a tie counts half) with DeLong's variance in the fast form of Sun and Xu
 * (2014). All NaN where one of the classes is absent.
 */
export function areaUnderCurve(scores: ArrayLike<number>, labels: Uint8Array): AreaUnderCurve {
  const positives = Float64Array.from(
    labels.keys().filter((row) => labels[row] === 1),
    (row) => scores[row] as number,
  );
  const negatives = Float64Array.from(
    labels.keys().filter((row) => labels[row] !== 1),
    (row) => scores[row] as number,
  );
  const m = positives.length;
  const n = negatives.length;
  if (m === 0 || n === 0) return { auc: NaN, low: NaN, high: NaN, standardError: NaN };

  const allRanks = midRanks(concatenate(positives, negatives));
  const positiveRanks = midRanks(positives);
  const negativeRanks = midRanks(negatives);
  // The share of the other class that each row beats.
  const beaten = positiveRanks.map((rank, row) => ((allRanks[row] as number) - rank) / n);
  const unbeaten = negativeRanks.map((rank, row) => 1 - ((allRanks[m + row] as number) - rank) / m);
  const auc = mean(beaten);
  const standardError = Math.sqrt(variance(beaten) / m + variance(unbeaten) / n);
  const margin = NORMAL_97_5 * standardError;
  return { auc, low: Math.max(0, auc - margin), high: Math.min(1, auc + margin), standardError };
}

/** Ranks from 1, equal values sharing the mean of their ranks. */
function midRanks(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end++;
    for (let index = start; index < end; index++) ranks[order[index] as number] = (start + end + 1) / 2;
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

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The unbiased variance; 0 for a single value. */
function variance(values: Float64Array): number {
  if (values.length < 2) return 0;
  const average = mean(values);
  return values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1);
}
