/*
 * The arithmetic that more than one method needs. Sums run from the first to the last value, so that a result does not
 * depend on who computes it.
 */

/** σ(m) = 1 / (1 + e^−m), the probability that belongs to a margin m (log odds). */
export const sigmoid = (margin: number): number => 1 / (1 + Math.exp(-margin));

/** softplus(x) = ln(1 + e^x), without overflow for large x. */
export const softplus = (value: number): number => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));

/** −ln of the probability that a margin m gives to the label y (0 or 1): ln(1 + e^m) − y·m. */
export const marginLogLoss = (margin: number, label: number): number =>
  Math.max(margin, 0) - margin * label + Math.log1p(Math.exp(-Math.abs(margin)));

/** The log loss of every row, in nats. ln(1 + e^m) − y·m. */
export const rowLogLosses = (margins: Float64Array, labels: Uint8Array): Float64Array =>
  margins.map((margin, row) => marginLogLoss(margin, labels[row]));

/** The log loss of all rows together, in nats: the sum, not the mean. Σ ln(1 + e^m) − y·m. */
export function totalLogLoss(margins: Float64Array, labels: Uint8Array): number {
  let loss = 0;
  for (let row = 0; row < margins.length; row++) loss += marginLogLoss(margins[row], labels[row]);
  return loss;
}

/** How many labels are 1; with `rows`, how many of those rows. */
export function countPositives(labels: Uint8Array, rows?: ArrayLike<number>): number {
  let positives = 0;
  if (rows === undefined) for (const label of labels) positives += label;
  else for (let index = 0; index < rows.length; index++) positives += labels[rows[index]];
  return positives;
}

/** ln((n₁ + ½) / (n₀ + ½)): the log odds of the base rate, finite where a class is absent (Haldane 1956, Anscombe 1956). */
export function smoothedLogOdds(labels: Uint8Array): number {
  const positives = countPositives(labels);
  return Math.log((positives + 0.5) / (labels.length - positives + 0.5));
}

/** Σ xᵢ. */
export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Σ xᵢ·yᵢ. */
export function dot(first: Float64Array, second: Float64Array): number {
  let total = 0;
  for (let index = 0; index < first.length; index++) total += first[index] * second[index];
  return total;
}

/** √Σ xᵢ². */
export const norm = (vector: Float64Array): number => Math.sqrt(dot(vector, vector));

/** The position of the smallest value; the first of equals. */
export function indexOfMin(values: ArrayLike<number>): number {
  let least = 0;
  for (let index = 1; index < values.length; index++) if (values[index] < values[least]) least = index;
  return least;
}

/** Positions 0 to `count` − 1 by rising value, equal values in their own order. */
export const argsort = (values: ArrayLike<number>, count = values.length): Uint32Array =>
  Uint32Array.from({ length: count }, (_, index) => index).sort((a, b) => values[a] - values[b]);

/** How many values from the start of a list satisfy a condition that no later value satisfies again, by bisection. */
export function countWhile(values: ArrayLike<number>, isInside: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isInside(values[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Numbers in [0, 1) that depend on the seed alone: the generator mulberry32 (Tommy Ettinger 2017, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Shuffles in place (Fisher and Yates 1938) and returns the same array. */
export function shuffle<T>(items: T[], random: () => number): T[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [items[last], items[other]] = [items[other], items[last]];
  }
  return items;
}
