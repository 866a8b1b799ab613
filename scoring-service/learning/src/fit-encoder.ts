import { columnsOf, encodeTable, finiteNumber, requireColumn } from './encoder.ts';
import type { Encoder, FieldEncoder } from './encoder.ts';
import type { CategoryColumn, FeatureColumn, FeatureTable, Matrix } from './table.ts';
import { chooseTokenizer, countCategories, frequentTokens } from './tokens.ts';

/**
 * `targetFrom`: fields with that many categories or more are target-encoded;
 * `priorRows`: the rows of the average that each category is given in advance (m of the m-estimate);
 * `minShareRows`: a category with fewer rows has no share of its own but that of unseen ones;
 * `minOneHotRows`: a category or token with fewer rows has no 0/1 column: no leaf would hold it;
 * `maxOneHot`: the most categories of a target-encoded field with a 0/1 column;
 * `maxTokens`: the most tokens of a text.
 */
type EncoderSettings = typeof DEFAULTS;

const DEFAULTS = { targetFrom: 10, priorRows: 20, minShareRows: 3, minOneHotRows: 10, maxOneHot: 20, maxTokens: 40 };

/**
 * Fits the encoding of a table; constant columns are left out. The order of the rows does not matter. Shares of
 * positives are smoothed: (n₁ + 20·p̄) / (n + 20) (Micci-Barreca 2001).
 */
export function fitEncoder(table: FeatureTable, labels: Uint8Array, options: Partial<EncoderSettings> = {}): Encoder {
  const settings = { ...DEFAULTS, ...options };
  return { fields: table.columns.flatMap((column) => fitField(column, labels, settings)) };
}

/**
 * The matrix of the rows that the encoder was fitted on: each row's shares of positives come from the other folds only,
 * so that no row sees its own label (out-of-fold target encoding). (Micci-Barreca 2001; out of fold: Prokhorenkova and
 * others 2018.)
 */
export function encodeOutOfFold(
  encoder: Encoder,
  table: FeatureTable,
  labels: Uint8Array,
  folds: Uint8Array,
  { priorRows = DEFAULTS.priorRows }: Partial<EncoderSettings> = {},
): Matrix {
  const matrix = encodeTable(encoder, table);
  let column = 0;
  for (const field of encoder.fields) {
    if (field.kind === 'target') {
      const values = requireColumn(table, field) as CategoryColumn;
      const shares = sharesOutOfFold(field, values, labels, folds, priorRows);
      for (let row = 0; row < table.rowCount; row++) matrix.values[row * matrix.columnCount + column] = shares[row];
    }
    column += columnsOf(field);
  }
  return matrix;
}

function fitField(column: FeatureColumn, labels: Uint8Array, settings: EncoderSettings): FieldEncoder[] {
  if (column.kind === 'category') {
    return [fitCategory(column, labels, settings), fitTokens(column, settings)].filter((field) => field !== undefined);
  }
  let hasMissing = false;
  const distinct = new Set<number>();
  for (const value of column.values) {
    const number = finiteNumber(value);
    if (Number.isNaN(number)) hasMissing = true;
    else if (distinct.size < 2) distinct.add(Math.fround(number));
  }
  if (distinct.size > 1) return [{ kind: 'number', field: column.name }];
  return distinct.size === 1 && hasMissing ? [{ kind: 'presence', field: column.name }] : [];
}

function fitCategory(column: CategoryColumn, labels: Uint8Array, settings: EncoderSettings): FieldEncoder | undefined {
  const counted = countCategories(column.values);
  const hasMissing = column.values.includes(undefined);
  return counted.length < settings.targetFrom
    ? fitOneHot(column.name, counted, hasMissing, settings)
    : fitTarget(column, counted, hasMissing, labels, settings);
}

function fitTokens(
  { name, values }: CategoryColumn,
  { minOneHotRows, maxTokens }: EncoderSettings,
): FieldEncoder | undefined {
  const tokenizer = chooseTokenizer(values);
  if (tokenizer === undefined) return undefined;
  const tokens = frequentTokens(values, tokenizer, { minRows: minOneHotRows, maxTokens });
  return tokens.length === 0 ? undefined : { kind: 'tokens', field: name, tokenizer, tokens };
}

type CountedCategory = { category: string; count: number };

function fitOneHot(
  field: string,
  counted: CountedCategory[],
  hasMissing: boolean,
  { minOneHotRows }: EncoderSettings,
): FieldEncoder | undefined {
  const categories = categoriesFrom(counted, minOneHotRows);
  const otherRows = counted.slice(categories.length).reduce((rows, { count }) => rows + count, 0);
  const hasOther = otherRows >= minOneHotRows;
  if (categories.length + Number(hasMissing) + Number(hasOther) < 2) return undefined;
  // One column separates two values.
  const isPair = categories.length === 2 && !hasMissing && !hasOther;
  return { kind: 'one-hot', field, categories: isPair ? categories.slice(1) : categories, hasOther, hasMissing };
}

function fitTarget(
  column: CategoryColumn,
  counted: CountedCategory[],
  hasMissing: boolean,
  labels: Uint8Array,
  { minShareRows, minOneHotRows, maxOneHot, priorRows }: EncoderSettings,
): FieldEncoder | undefined {
  const categories = categoriesFrom(counted, minShareRows);
  if (categories.length + Number(hasMissing) + Number(categories.length < counted.length) < 2) return undefined;
  const tally = tallyCategories(categories, column, labels);
  const share = (position: number) => smoothedShare(tally, position, priorRows);
  return {
    kind: 'target',
    field: column.name,
    categories,
    shares: categories.map((_, position) => share(position)),
    unseenShare: share(categories.length),
    missingShare: share(categories.length + 1),
    oneHotCount: Math.min(maxOneHot, categoriesFrom(counted, minOneHotRows).length),
    hasMissing,
  };
}

const categoriesFrom = (counted: CountedCategory[], minRows: number): string[] =>
  counted.filter(({ count }) => count >= minRows).map(({ category }) => category);

/** Rows and positives by category; after the categories come the rare ones together, then missing, then the sum of all. */
type Tally = { rows: Float64Array; positives: Float64Array };

function tallyCategories(
  categories: string[],
  { values }: CategoryColumn,
  labels: Uint8Array,
): Tally & { positions: Int32Array } {
  const positionOf = new Map(categories.map((category, index) => [category, index]));
  const count = categories.length;
  const rows = new Float64Array(count + 3);
  const positives = new Float64Array(count + 3);
  const positions = Int32Array.from(values, (value) =>
    value === undefined ? count + 1 : (positionOf.get(value) ?? count),
  );
  positions.forEach((position, row) => {
    for (const index of [position, count + 2]) {
      rows[index] += 1;
      positives[index] += labels[row];
    }
  });
  return { rows, positives, positions };
}

/** (n₁ + m·p̄) / (n + m): the m-estimate of a category's share of positives (Micci-Barreca 2001). */
function smoothedShare({ rows, positives }: Tally, position: number, priorRows: number): number {
  const all = rows.length - 1;
  const average = positives[all] / Math.max(1, rows[all]);
  return (positives[position] + priorRows * average) / (rows[position] + priorRows);
}

function sharesOutOfFold(
  { categories }: FieldEncoder & { kind: 'target' },
  column: CategoryColumn,
  labels: Uint8Array,
  folds: Uint8Array,
  priorRows: number,
): Float64Array {
  const whole = tallyCategories(categories, column, labels);
  const all = whole.rows.length - 1;
  const foldCount = folds.reduce((highest, fold) => Math.max(highest, fold), 0) + 1;
  const others = Array.from({ length: foldCount }, () => ({
    rows: whole.rows.slice(),
    positives: whole.positives.slice(),
  }));
  whole.positions.forEach((position, row) => {
    const { rows, positives } = others[folds[row]];
    for (const index of [position, all]) {
      rows[index] -= 1;
      positives[index] -= labels[row];
    }
  });
  const shares = others.map((tally) =>
    Float64Array.from(tally.rows, (_, position) => smoothedShare(tally, position, priorRows)),
  );
  return Float64Array.from(whole.positions, (position, row) => shares[folds[row]][position]);
}
