import { finiteNumber, requireColumn } from '../encoder.ts';
import type { CategoryColumn, FeatureTable, NumberColumn } from '../table.ts';
import { MAX_TOKENS_OF_VALUE, tokenize } from '../tokens.ts';
import type { FieldBasis } from './field-basis.ts';
import { locate } from './model.ts';
import type { SparseDesign } from './sparse-matrix.ts';

/**
 * The design columns of one field, from `first` on: a number has one per knot (linear B-splines), then its trends by value
 * and by rank, then missing; a category one per category, then the rare ones, then missing; a text one per token. `curve`
 * counts the columns before the trends.
 */
export type DesignField = { basis: FieldBasis; first: number; curve: number; trends: number; size: number };

/** Sparse rows with the fields of their columns; `columnMeans` is the mean entry of every column over all rows. */
export type AdditiveDesign = SparseDesign & { fields: DesignField[]; columnMeans: Float64Array };

/** A design being filled: every row has `stride` slots, those of a field next to each other, −1 for no entry. */
type SlottedDesign = Pick<SparseDesign, 'rowCount' | 'columns' | 'weights' | 'l2' | 'smoothness'> & { stride: number };

/*
 * The prior as inverse variances of effects on the log odds: categories and tokens differ by about 1, a curve departs
 * little from its trends, the trend by rank little from the one by value, and that one is nearly free.
 */
const CATEGORY_L2 = 1;
const CURVE_SMOOTHNESS = 20;
const CURVE_L2 = 3;
const VALUE_TREND_L2 = 0.2;
const RANK_TREND_L2 = 2;

/** Fewer knots make a line: its ranks do not differ from its values. */
const MIN_KNOTS_FOR_RANKS = 4;

/**
 * The table as sparse rows with the penalty of their columns. A number x between knots k and k′ has weights 1 − t and
 * t, t = (x − k) / (k′ − k) (linear B-splines, Eilers and Marx 1996).
 */
export function buildDesign(basis: FieldBasis[], table: FeatureTable): AdditiveDesign {
  const fields = layOut(basis);
  const columnCount = fields.reduce((count, { size }) => count + size, 0);
  const stride = fields.reduce((count, field) => count + entriesOf(field), 0);
  const design: SlottedDesign = {
    rowCount: table.rowCount,
    stride,
    columns: new Int32Array(table.rowCount * stride).fill(-1),
    weights: new Float64Array(table.rowCount * stride),
    l2: new Float64Array(columnCount).fill(CATEGORY_L2),
    smoothness: new Float64Array(columnCount),
  };
  let slot = 0;
  for (const field of fields) {
    const { basis: own } = field;
    const { values } = requireColumn(table, own);
    if (own.kind === 'number') fillNumber(design, field, own, values as NumberColumn['values'], slot);
    else if (own.kind === 'category') fillCategory(design, field, own, values as CategoryColumn['values'], slot);
    else fillTokens(design, field, own, values as CategoryColumn['values'], slot);
    slot += entriesOf(field);
  }
  const entries = closeGaps(design);
  const columnMeans = new Float64Array(columnCount);
  entries.columns.forEach((column, entry) => {
    columnMeans[column] += entries.weights[entry] / table.rowCount;
  });
  const { rowCount, l2, smoothness } = design;
  return { rowCount, columnCount, ...entries, l2, smoothness, fields, columnMeans };
}

/** Closes the gaps of the slots, in place. */
function closeGaps({ rowCount, stride, columns, weights }: SlottedDesign) {
  const rowStarts = new Int32Array(rowCount + 1);
  let count = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let slot = row * stride; slot < (row + 1) * stride; slot++) {
      if (columns[slot] < 0) continue;
      columns[count] = columns[slot];
      weights[count++] = weights[slot];
    }
    rowStarts[row + 1] = count;
  }
  return { rowStarts, columns: columns.subarray(0, count), weights: weights.subarray(0, count) };
}

/**
 * The trends of a number at its knots, straight lines from −1 to 1 over the values and over the ranks of the knots.
 * 2·(k − k₀) / (kₙ − k₀) − 1, and the same of the positions.
 */
export function trendsAt(knots: number[]): number[][] {
  const last = knots.length - 1;
  const from = knots[0];
  const range = knots[last] - from;
  const byValue = knots.map((knot) => (2 * (knot - from)) / range - 1);
  return last + 1 < MIN_KNOTS_FOR_RANKS ? [byValue] : [byValue, knots.map((_, index) => (2 * index) / last - 1)];
}

function layOut(basis: FieldBasis[]): DesignField[] {
  let first = 0;
  return basis.map((own) => {
    const field = { basis: own, first, ...sizesOf(own) };
    first += field.size;
    return field;
  });
}

function sizesOf(basis: FieldBasis): Omit<DesignField, 'basis' | 'first'> {
  if (basis.kind === 'tokens') return { curve: basis.tokens.length, trends: 0, size: basis.tokens.length };
  if (basis.kind === 'category') {
    const curve = basis.categories.length + Number(basis.hasOther);
    return { curve, trends: 0, size: curve + Number(basis.hasMissing) };
  }
  const curve = basis.knots.length;
  const trends = curve < 2 ? 0 : trendsAt(basis.knots).length;
  return { curve, trends, size: curve + trends + Number(basis.hasMissing) };
}

/** The most entries that a row has for a field. */
function entriesOf({ basis, trends }: DesignField): number {
  if (basis.kind === 'number') return 2 + trends;
  return basis.kind === 'category' ? 1 : MAX_TOKENS_OF_VALUE;
}

function setEntry({ columns, weights }: SlottedDesign, entry: number, column: number, weight: number): void {
  columns[entry] = column;
  weights[entry] = weight;
}

function fillNumber(
  design: SlottedDesign,
  { first, curve, trends, size }: DesignField,
  { knots, hasMissing }: FieldBasis & { kind: 'number' },
  values: Float64Array,
  slot: number,
): void {
  design.l2.fill(CURVE_L2, first, first + curve);
  design.smoothness.fill(CURVE_SMOOTHNESS, first, first + Math.max(0, curve - 1));
  const lines = trends === 0 ? [] : trendsAt(knots);
  for (let row = 0; row < design.rowCount; row++) {
    const entry = row * design.stride + slot;
    const value = finiteNumber(values[row]);
    if (Number.isNaN(value)) {
      if (hasMissing) setEntry(design, entry, first + size - 1, 1);
      continue;
    }
    if (knots.length === 0) continue;
    const { index, share } = locate(knots, value);
    setEntry(design, entry, first + index, 1 - share);
    if (share > 0) setEntry(design, entry + 1, first + index + 1, share);
    lines.forEach((line, trend) => {
      const height = share === 0 ? line[index] : line[index] + share * (line[index + 1] - line[index]);
      setEntry(design, entry + 2 + trend, first + curve + trend, height);
    });
  }
  scaleTrends(design, { first: first + curve, trends, slot: slot + 2 });
}

/** Multiplies the penalty of each trend by its variance: it then is one of the slope per standard deviation, not per range. */
function scaleTrends(
  { rowCount, stride, columns, weights, l2 }: SlottedDesign,
  { first, trends, slot }: { first: number; trends: number; slot: number },
): void {
  for (let trend = 0; trend < trends; trend++) {
    let count = 0;
    let heights = 0;
    let squares = 0;
    for (let row = 0; row < rowCount; row++) {
      const entry = row * stride + slot + trend;
      if (columns[entry] !== first + trend) continue;
      count++;
      heights += weights[entry];
      squares += weights[entry] * weights[entry];
    }
    const variance = Math.max(1e-6, squares / count - (heights / count) ** 2);
    l2[first + trend] = (trend === 0 ? VALUE_TREND_L2 : RANK_TREND_L2) * variance;
  }
}

function fillCategory(
  design: SlottedDesign,
  { first, size }: DesignField,
  { categories, hasOther, hasMissing }: FieldBasis & { kind: 'category' },
  values: (string | undefined)[],
  slot: number,
): void {
  const columnOf = new Map(categories.map((category, index) => [category, first + index]));
  const other = hasOther ? first + categories.length : -1;
  const missing = hasMissing ? first + size - 1 : -1;
  for (let row = 0; row < design.rowCount; row++) {
    const value = values[row];
    const column = value === undefined ? missing : (columnOf.get(value) ?? other);
    setEntry(design, row * design.stride + slot, column, 1);
  }
}

function fillTokens(
  design: SlottedDesign,
  { first }: DesignField,
  { tokens, tokenizer }: FieldBasis & { kind: 'tokens' },
  values: (string | undefined)[],
  slot: number,
): void {
  const columnOf = new Map(tokens.map((token, index) => [token, first + index]));
  for (let row = 0; row < design.rowCount; row++) {
    const value = values[row];
    if (value === undefined) continue;
    tokenize(value, tokenizer).forEach((token, index) => {
      setEntry(design, row * design.stride + slot + index, columnOf.get(token) ?? -1, 1);
    });
  }
}
