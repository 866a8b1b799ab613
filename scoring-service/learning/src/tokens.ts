/** How often each category occurs, the most frequent first, equals in code unit order. */
export function countCategories(values: (string | undefined)[]): { category: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  const counted = Array.from(counts, ([category, count]) => ({ category, count }));
  return counted.sort((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1));
}

/** How a value is split into tokens: the choices of a multi-select picklist, or the words of a typed text. */
export type Tokenizer = 'choices' | 'text';

/** The most tokens of one value; it bounds the entries that a row has in a sparse design. */
export const MAX_TOKENS_OF_VALUE = 12;

/** Columns with fewer distinct values are categories, whatever the values are made of. */
const MIN_TEXT_VALUES = 30;
/** Columns whose values repeat this often on average are categories. */
const MAX_ROWS_PER_TEXT = 20;
const SHARE_OF_SEVERAL_WORDS = 0.5;
const SHARE_OF_CHOICES = 0.02;
const SEPARATOR = ';';

/**
 * The distinct tokens of a value, in their order; of text without case, punctuation and single letters (bag of words).
 * (Bag of words: Manning, Raghavan and Schütze 2008.)
 */
export function tokenize(value: string, tokenizer: Tokenizer): string[] {
  const parts = tokenizer === 'choices' ? value.split(SEPARATOR) : value.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const tokens = parts.map((part) => part.trim()).filter((part) => part.length > (tokenizer === 'choices' ? 0 : 1));
  return [...new Set(tokens)].slice(0, MAX_TOKENS_OF_VALUE);
}

/** The tokenizer of a column whose tokens say more than its values as a whole; undefined for plain categories. */
export function chooseTokenizer(values: (string | undefined)[]): Tokenizer | undefined {
  const counted = countCategories(values);
  const known = counted.reduce((total, { count }) => total + count, 0);
  const shareWhere = (isCounted: (category: string) => boolean): number =>
    counted.reduce((total, { category, count }) => total + (isCounted(category) ? count : 0), 0) / Math.max(1, known);
  if (shareWhere((category) => category.includes(SEPARATOR)) >= SHARE_OF_CHOICES) return 'choices';
  if (counted.length < MIN_TEXT_VALUES || known >= MAX_ROWS_PER_TEXT * counted.length) return undefined;
  return shareWhere((category) => tokenize(category, 'text').length > 1) >= SHARE_OF_SEVERAL_WORDS ? 'text' : undefined;
}

/**
 * The tokens that at least `minRows` rows contain and at least as many do not, the most frequent first, at most
 * `maxTokens`. A word that occurs in one text only stands for that text, which would count the same evidence twice
 * (values like `level 37`: 0.006 AUC behind a plain logistic regression); a choice also occurs in other combinations.
 */
export function frequentTokens(
  values: (string | undefined)[],
  tokenizer: Tokenizer,
  { minRows, maxTokens }: { minRows: number; maxTokens: number },
): string[] {
  const occurrences = countCategories(values).flatMap(({ category, count }) =>
    tokenize(category, tokenizer).map((token) => ({ token, count })),
  );
  return [...Map.groupBy(occurrences, ({ token }) => token)]
    .filter(([, ofValues]) => tokenizer === 'choices' || ofValues.length > 1)
    .map(([token, ofValues]) => ({ token, rows: ofValues.reduce((total, { count }) => total + count, 0) }))
    .filter(({ rows }) => rows >= minRows && values.length - rows >= minRows)
    .sort((one, other) => other.rows - one.rows || (one.token < other.token ? -1 : 1))
    .slice(0, maxTokens)
    .map(({ token }) => token);
}
