import { finiteNumber, requireColumn } from '../encoder.ts';
import type { CategoryColumn, FeatureTable, NumberColumn } from '../table.ts';
import { MOST_WORDS, readWords } from '../tokens.ts';
import type { FieldBasis } from './field-basis.ts';
import { locate } from './model.ts';
import type { SparseDesign } from './sparse-matrix.ts';

/**
 * The design columns of one field, from `first` on: a number has one a knot, then its trends by value and by rank, then
 * missing; a category one a level, then the rare ones, then missing; words one each. `curve` counts those before the
 * trends.
 */
export type DesignField = { basis: FieldBasis; first: number; curve: number; trends: number; size: number };

/** Sparse rows with the fields that their columns belong to; `masses` is the mean entry of every column. */
export type AdditiveDesign = SparseDesign & { fields: DesignField[]; masses: Float64Array };

/** A design being filled: every row has `stride` slots, those of a field beside each other, -1 for no entry. */
type SlottedDesign = Pick<SparseDesign, 'rowCount' | 'columns' | 'weights' | 'ridge' | 'step'> & { stride: number };

/*
 * Beliefs before the data, as inverse variances of effects on the log odds: levels and words differ by about 1, a
 * curve departs little from its trends, the trend by rank from the one by value, and this is left nearly free.
 */
const LEVEL_RIDGE = 1;
const CURVE_STEP = 20;
const CURVE_RIDGE = 3;
const VALUE_RIDGE = 0.2;
const RANK_RIDGE = 2;

/** Fewer knots make a line, not a curve whose ranks differ from its values. */
const KNOTS_OF_RANKS = 4;

/** The table as sparse rows with the penalty that belongs to them. */
export function buildDesign(basis: FieldBasis[], table: FeatureTable): AdditiveDesign {
  const fields = layOut(basis);
  const columnCount = fields.reduce((sum, { size }) => sum + size, 0);
  const stride = fields.reduce((sum, field) => sum + entriesOf(field), 0);
  const design: SlottedDesign = {
    rowCount: table.rowCount,
    stride,
    columns: new Int32Array(table.rowCount * stride).fill(-1),
    weights: new Float64Array(table.rowCount * stride),
    ridge: new Float64Array(columnCount).fill(LEVEL_RIDGE),
    step: new Float64Array(columnCount),
  };
  let slot = 0;
  for (const field of fields) {
    const { basis: own } = field;
    const { values } = requireColumn(table, { field: own.field, kind: own.kind });
    if (own.kind === 'number') fillNumber(design, field, own, values as NumberColumn['values'], slot);
    else if (own.kind === 'levels') fillLevels(design, field, own, values as CategoryColumn['values'], slot);
    else fillWords(design, field, own, values as CategoryColumn['values'], slot);
    slot += entriesOf(field);
  }
  const entries = closeRows(design);
  const masses = new Float64Array(columnCount);
  entries.columns.forEach((column, entry) => {
    masses[column] = (masses[column] as number) + (entries.weights[entry] as number) / table.rowCount;
  });
  const { rowCount, ridge, step } = design;
  return { rowCount, columnCount, ...entries, ridge, step, fields, masses };
}

/** Closes the gaps of the slots, in place. */
function closeRows({ rowCount, stride, columns, weights }: SlottedDesign) {
  const rowStarts = new Int32Array(rowCount + 1);
  let count = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let slot = row * stride; slot < (row + 1) * stride; slot++) {
      const column = columns[slot] as number;
      if (column < 0) continue;
      columns[count] = column;
      weights[count++] = weights[slot] as number;
    }
    rowStarts[row + 1] = count;
  }
  return { rowStarts, columns: columns.subarray(0, count), weights: weights.subarray(0, count) };
}

/** The trends of a number at its knots, by value and by rank: from -1 to 1. */
export function trendsAt(knots: number[]): number[][] {
  const last = knots.length - 1;
  const from = knots[0] as number;
  const range = (knots[last] as number) - from;
  const byValue = knots.map((knot) => (2 * (knot - from)) / range - 1);
  return last + 1 < KNOTS_OF_RANKS ? [byValue] : [byValue, knots.map((_, index) => (2 * index) / last - 1)];
}

function layOut(basis: FieldBasis[]): DesignField[] {
  let first = 0;
  return basis.map((own) => {
    const field = sizesOf(own);
    const laid = { basis: own, first, ...field };
    first += field.size;
    return laid;
  });
}

function sizesOf(basis: FieldBasis): Omit<DesignField, 'basis' | 'first'> {
  if (basis.kind === 'words') return { curve: basis.words.length, trends: 0, size: basis.words.length };
  if (basis.kind === 'levels') {
    const curve = basis.levels.length + Number(basis.hasOther);
    return { curve, trends: 0, size: curve + Number(basis.hasMissing) };
  }
  const curve = basis.knots.length;
  const trends = curve < 2 ? 0 : trendsAt(basis.knots).length;
  return { curve, trends, size: curve + trends + Number(basis.hasMissing) };
}

/** How many entries a row has for a field at most. */
function entriesOf({ basis, trends }: DesignField): number {
  if (basis.kind === 'number') return 2 + trends;
  return basis.kind === 'levels' ? 1 : MOST_WORDS;
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
) {
  design.ridge.fill(CURVE_RIDGE, first, first + curve);
  design.step.fill(CURVE_STEP, first, first + Math.max(0, curve - 1));
  const lines = trends === 0 ? [] : trendsAt(knots);
  for (let row = 0; row < design.rowCount; row++) {
    const entry = row * design.stride + slot;
    const value = finiteNumber(values[row] as number);
    if (Number.isNaN(value)) {
      if (hasMissing) setEntry(design, entry, first + size - 1, 1);
      continue;
    }
    if (knots.length === 0) continue;
    const { index, share } = locate(knots, value);
    setEntry(design, entry, first + index, 1 - share);
    if (share > 0) setEntry(design, entry + 1, first + index + 1, share);
    lines.forEach((line, trend) => {
      const at = line[index] as number;
      const height = share === 0 ? at : at + share * ((line[index + 1] as number) - at);
      setEntry(design, entry + 2 + trend, first + curve + trend, height);
    });
  }
  scaleTrends(design, { first: first + curve, trends, slot: slot + 2 });
}

/** Makes the penalty of a trend one of its slope per standard deviation: ranges are made by outliers. */
function scaleTrends(
  { rowCount, stride, columns, weights, ridge }: SlottedDesign,
  { first, trends, slot }: { first: number; trends: number; slot: number },
) {
  for (let trend = 0; trend < trends; trend++) {
    let count = 0;
    let sum = 0;
    let squares = 0;
    for (let row = 0; row < rowCount; row++) {
      const entry = row * stride + slot + trend;
      if (columns[entry] !== first + trend) continue;
      const height = weights[entry] as number;
      count++;
      sum += height;
      squares += height * height;
    }
    const variance = Math.max(1e-6, squares / count - (sum / count) ** 2);
    ridge[first + trend] = (trend === 0 ? VALUE_RIDGE : RANK_RIDGE) * variance;
  }
}

function fillLevels(
  design: SlottedDesign,
  { first, size }: DesignField,
  { levels, hasOther, hasMissing }: FieldBasis & { kind: 'levels' },
  values: (string | undefined)[],
  slot: number,
) {
  const columnOf = new Map(levels.map((level, index) => [level, first + index]));
  const other = hasOther ? first + levels.length : -1;
  const missing = hasMissing ? first + size - 1 : -1;
  for (let row = 0; row < design.rowCount; row++) {
    const value = values[row];
    const column = value === undefined ? missing : (columnOf.get(value) ?? other);
    setEntry(design, row * design.stride + slot, column, 1);
  }
}

function fillWords(
  design: SlottedDesign,
  { first }: DesignField,
  { words, wording }: FieldBasis & { kind: 'words' },
  values: (string | undefined)[],
  slot: number,
) {
  const columnOf = new Map(words.map((word, index) => [word, first + index]));
  for (let row = 0; row < design.rowCount; row++) {
    const value = values[row];
    if (value === undefined) continue;
    readWords(value, wording).forEach((word, index) => {
      setEntry(design, row * design.stride + slot + index, columnOf.get(word) ?? -1, 1);
    });
  }
}
