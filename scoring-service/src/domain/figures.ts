/** A part of a whole from 0 to 1; 0 where the whole is 0. */
export const shareOf = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** The sum of one figure of each item. */
export const sumOf = <Item>(items: Iterable<Item>, valueOf: (item: Item) => number): number => {
  let sum = 0;
  for (const item of items) sum += valueOf(item);
  return sum;
};

/** How often each value occurs, in the order of first occurrence; `before` is counted on and stays as it is. */
export function countValues<Value>(
  values: Iterable<Value>,
  before: Iterable<readonly [Value, number]> = [],
): Map<Value, number> {
  const counts = new Map(before);
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** A number rounded to at most `decimals` decimals. */
export const roundTo = (value: number, decimals: number): number => {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
};

/** A count with its noun: `1 point`, `2,000 points`. */
export const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? noun : `${noun}s`}`;

/** A text that begins a sentence. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
