/** Levels with the number of their rows, the most frequent first, equals in code unit order. */
export function countLevels(values: (string | undefined)[]): { level: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  const levels = Array.from(counts, ([level, count]) => ({ level, count }));
  return levels.sort((a, b) => b.count - a.count || (a.level < b.level ? -1 : 1));
}

/** How a text is taken apart: the choices of a multi-select picklist, or the words of what somebody typed. */
export type Wording = 'choices' | 'text';

/** Nobody chooses or types more that matters; a row has at most so many entries in a sparse design. */
export const MOST_WORDS = 12;

/** Fewer different values are levels, whatever they are made of. */
const FEWEST_VALUES = 30;
/** Values that come back this often on average are levels. */
const ROWS_OF_A_LEVEL = 20;
const SHARE_OF_SEVERAL = 0.5;
const SHARE_OF_CHOICES = 0.02;
const SEPARATOR = ';';

/** The different words of a value, in their order; typed text ignores case, punctuation and single letters. */
export function readWords(value: string, wording: Wording): string[] {
  const words = wording === 'choices' ? value.split(SEPARATOR) : value.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const read = words.map((word) => word.trim()).filter((word) => word.length > (wording === 'choices' ? 0 : 1));
  return [...new Set(read)].slice(0, MOST_WORDS);
}

/** Whether the values of a column are made of words that say more than the values as a whole; undefined where not. */
export function wordingOf(values: (string | undefined)[]): Wording | undefined {
  const counted = countLevels(values);
  const known = counted.reduce((sum, { count }) => sum + count, 0);
  const shareWhere = (isMeant: (level: string) => boolean): number =>
    counted.reduce((sum, { level, count }) => sum + (isMeant(level) ? count : 0), 0) / Math.max(1, known);
  if (shareWhere((level) => level.includes(SEPARATOR)) >= SHARE_OF_CHOICES) return 'choices';
  if (counted.length < FEWEST_VALUES || known >= ROWS_OF_A_LEVEL * counted.length) return undefined;
  return shareWhere((level) => readWords(level, 'text').length > 1) >= SHARE_OF_SEVERAL ? 'text' : undefined;
}

/**
 * The words that at least `fewestRows` rows have and as many have not, the most frequent first, `most` at most. A word of
 * one text only is that text over again, which would count twice what is known of it (`level 37`: 0.006 AUC behind a plain
 * logistic regression); a choice comes back in other combinations.
 */
export function frequentWords(
  values: (string | undefined)[],
  wording: Wording,
  { fewestRows, most }: { fewestRows: number; most: number },
): string[] {
  const words = countLevels(values).flatMap(({ level, count }) =>
    readWords(level, wording).map((word) => ({ word, count })),
  );
  const byWord = Map.groupBy(words, ({ word }) => word);
  const rowsWith = (word: string): number => (byWord.get(word) ?? []).reduce((sum, { count }) => sum + count, 0);
  return [...byWord]
    .filter(([, ofValues]) => wording === 'choices' || ofValues.length > 1)
    .map(([word]) => ({ word, rows: rowsWith(word) }))
    .filter(({ rows }) => rows >= fewestRows && values.length - rows >= fewestRows)
    .sort((one, other) => other.rows - one.rows || (one.word < other.word ? -1 : 1))
    .slice(0, most)
    .map(({ word }) => word);
}
