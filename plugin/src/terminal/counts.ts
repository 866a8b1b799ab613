/** A whole number as people read it: 1,234. */
export const readableCount = (count: number): string => count.toLocaleString('en');

/** A count with its noun in the right number: `1 record`, `1,234 records`. */
export const countOf = (count: number, noun: string): string =>
  `${readableCount(count)} ${Math.abs(count) === 1 ? noun : `${noun}s`}`;
