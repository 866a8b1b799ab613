/** How many probabilities a frozen reference holds at most. */
const REFERENCE_SIZE = 1000;

/** The rising values that stand for all given ones: evenly spaced by rank, all of them where they are few. */
export function freezeReference(probabilities: Float64Array): number[] {
  const sorted = probabilities.slice().sort();
  const size = Math.min(REFERENCE_SIZE, sorted.length);
  return Array.from(
    { length: size },
    (_, index) => sorted[Math.floor(((index + 0.5) * sorted.length) / size)] as number,
  );
}

/**
 * The rank, 1 to 100, of a probability among the reference, so that it does not move when other records arrive; equal
 * values count half.
 */
export function percentileAmong(reference: number[], probability: number): number {
  const below = countWhile(reference, (value) => value < probability);
  const upTo = countWhile(reference, (value) => value <= probability);
  const share = reference.length === 0 ? 0.5 : (below + upTo) / 2 / reference.length;
  return Math.min(100, Math.max(1, Math.ceil(100 * share)));
}

/** How many values from the start of the rising reference satisfy what no later value satisfies again. */
function countWhile(reference: number[], isInside: (value: number) => boolean): number {
  let low = 0;
  let high = reference.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isInside(reference[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
