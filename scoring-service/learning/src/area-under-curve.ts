/** AUC with its 95 % interval, both ends within 0 and 1; `standardError` is DeLong's, of rows in groups Obuchowski's. */
export type AreaUnderCurve = { auc: number; low: number; high: number; standardError: number };

const NORMAL_97_5 = 1.959963984540054;

/**
 * Area under the ROC curve by mid-ranks (a tie counts half) with DeLong's variance in the fast form of Sun and Xu
 * (2014). Rows of one of the `groups` (one a row) say little more than one row: their parts are summed as Obuchowski
 * (1997) does. All NaN where one of the classes is absent.
 */
export function areaUnderCurve(
  scores: ArrayLike<number>,
  labels: Uint8Array,
  groups?: readonly string[],
): AreaUnderCurve {
  const rows = Uint32Array.from(labels.keys());
  const ofPositives = rows.filter((row) => labels[row] === 1);
  const ofNegatives = rows.filter((row) => labels[row] !== 1);
  const positives = Float64Array.from(ofPositives, (row) => scores[row] as number);
  const negatives = Float64Array.from(ofNegatives, (row) => scores[row] as number);
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
  const groupOf = (row: number): string | number => groups?.[row] ?? row;
  const standardError = Math.sqrt(
    groupedVariance(
      sumsByGroup(beaten, (index) => groupOf(ofPositives[index] as number)),
      sumsByGroup(unbeaten, (index) => groupOf(ofNegatives[index] as number)),
    ),
  );
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

type Sums = Map<string | number, number>;

/** By group, the sum of how far the values lie from their mean, as a share of all values. */
function sumsByGroup(values: Float64Array, groupOf: (index: number) => string | number): Sums {
  const average = mean(values);
  const sums: Sums = new Map();
  values.forEach((value, index) => {
    const group = groupOf(index);
    sums.set(group, (sums.get(group) ?? 0) + (value - average) / values.length);
  });
  return sums;
}

/** Of the groups with positives, of those with negatives, and of what groups with both have in common. */
function groupedVariance(positives: Sums, negatives: Sums): number {
  const all = new Set([...positives.keys(), ...negatives.keys()]).size;
  const common = positives.entries().reduce((sum, [group, value]) => sum + value * (negatives.get(group) ?? 0), 0);
  return Math.max(0, squares(positives) + squares(negatives) + 2 * unbiased(all) * common);
}

const squares = (sums: Sums): number => unbiased(sums.size) * sums.values().reduce((sum, value) => sum + value ** 2, 0);

/** A single group has no variance. */
const unbiased = (groups: number): number => (groups < 2 ? 0 : groups / (groups - 1));
