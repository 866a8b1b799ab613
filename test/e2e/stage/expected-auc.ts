/** Predicted and true probability of one record. */
type Pair = { predicted: number; actual: number };

/**
 * The expected AUC of predictions given the true probabilities: the chance that a random positive has a higher prediction
 * than a random negative.
 */
export function expectedAuc(pairs: readonly Pair[]): number {
  const sorted = pairs.toSorted((one, other) => one.predicted - other.predicted);
  const failing = sorted.reduce((sum, { actual }) => sum + 1 - actual, 0);
  const succeeding = sorted.reduce((sum, { actual }) => sum + actual, 0);
  let won = 0;
  let failingBelow = 0;
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (end < sorted.length && sorted[end]?.predicted === sorted[start]?.predicted) end += 1;
    const equals = sorted.slice(start, end);
    const failingHere = equals.reduce((sum, { actual }) => sum + 1 - actual, 0);
    for (const { actual } of equals) won += actual * (failingBelow + failingHere / 2);
    failingBelow += failingHere;
    start = end;
  }
  return won / (succeeding * failing);
}
