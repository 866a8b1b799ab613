import type { CategoryColumn, FeatureColumn, FeatureTable, NumberColumn } from '../features/feature-table.ts';
import { locate } from '../model/additive-model.ts';
import { countLevels } from './encoder-fit.ts';
import { finiteNumber, requireColumn } from './encoder.ts';
import type { SparseDesign } from './penalised-logistic.ts';

/**
 * The columns of one field in the design: a number has one a knot, a category one a level and one for the rare levels
 * together (where `hasOther`); both have one for missing at the end (where `hasMissing`).
 */
export type FieldBasis =
  | { kind: 'number'; field: string; knots: number[]; hasMissing: boolean }
  | { kind: 'levels'; field: string; levels: string[]; hasOther: boolean; hasMissing: boolean };

const KNOTS = 12;
const MINIMUM_ROWS = 2;
const MAXIMUM_LEVELS = 2000;

/*
 * Beliefs before the data, as inverse variances of effects on the log odds: levels differ by about 1, neighbouring
 * knots by about a half, and a number's effect as a whole is left free.
 */
const LEVEL_RIDGE = 1;
const KNOT_STEP = 4;
const KNOT_RIDGE = 0.1;

/** Knots and levels of every field that is not constant. The order of the rows does not matter. */
export function fitBasis(table: FeatureTable): FieldBasis[] {
  return table.columns.flatMap((column) => fieldBasis(column) ?? []);
}

/** How many design columns a field has. */
export function basisSize(basis: FieldBasis): number {
  const size = basis.kind === 'number' ? basis.knots.length : basis.levels.length + Number(basis.hasOther);
  return size + Number(basis.hasMissing);
}

/** The table as sparse rows with the penalty that belongs to them. */
export function buildDesign(basis: FieldBasis[], table: FeatureTable): SparseDesign {
  const columnCount = basis.reduce((sum, field) => sum + basisSize(field), 0);
  const stride = basis.reduce((sum, { kind }) => sum + (kind === 'number' ? 2 : 1), 0);
  const design: SparseDesign = {
    rowCount: table.rowCount,
    columnCount,
    stride,
    columns: new Int32Array(table.rowCount * stride).fill(-1),
    weights: new Float64Array(table.rowCount * stride),
    ridge: new Float64Array(columnCount).fill(LEVEL_RIDGE),
    step: new Float64Array(columnCount),
  };
  let first = 0;
  let slot = 0;
  for (const field of basis) {
    const column = requireColumn(table, field);
    if (field.kind === 'number') fillNumber(design, field, (column as NumberColumn).values, first, slot);
    else fillLevels(design, field, (column as CategoryColumn).values, first, slot);
    first += basisSize(field);
    slot += field.kind === 'number' ? 2 : 1;
  }
  return design;
}

function fieldBasis(column: FeatureColumn): FieldBasis | undefined {
  if (column.kind === 'number') {
    const known = column.values.map(finiteNumber).filter((value) => !Number.isNaN(value));
    const hasMissing = known.length < column.values.length;
    const knots = quantileKnots(known.sort());
    const isConstant = knots.length + Number(hasMissing) < 2;
    return isConstant ? undefined : { kind: 'number', field: column.name, knots, hasMissing };
  }
  const counted = countLevels(column.values);
  const levels = counted
    .filter(({ count }) => count >= MINIMUM_ROWS)
    .slice(0, MAXIMUM_LEVELS)
    .map(({ level }) => level);
  const hasOther = levels.length < counted.length;
  const hasMissing = column.values.includes(undefined);
  const isConstant = levels.length + Number(hasOther) + Number(hasMissing) < 2;
  return isConstant ? undefined : { kind: 'levels', field: column.name, levels, hasOther, hasMissing };
}

/** Quantiles from the lowest to the highest value, repeated ones once. */
function quantileKnots(sorted: Float64Array): number[] {
  const knots = new Set<number>();
  if (sorted.length === 0) return [];
  for (let knot = 0; knot < KNOTS; knot++) {
    knots.add(sorted[Math.round((knot * (sorted.length - 1)) / (KNOTS - 1))] as number);
  }
  return [...knots];
}

function fillNumber(
  { rowCount, stride, columns, weights, ridge, step }: SparseDesign,
  { knots, hasMissing }: FieldBasis & { kind: 'number' },
  values: Float64Array,
  first: number,
  slot: number,
) {
  ridge.fill(KNOT_RIDGE, first, first + knots.length);
  step.fill(KNOT_STEP, first, first + Math.max(0, knots.length - 1));
  for (let row = 0; row < rowCount; row++) {
    const entry = row * stride + slot;
    const value = finiteNumber(values[row] as number);
    if (Number.isNaN(value)) {
      if (hasMissing) setEntry(entry, first + knots.length, 1);
      continue;
    }
    if (knots.length === 0) continue;
    const { index, share } = locate(knots, value);
    setEntry(entry, first + index, 1 - share);
    if (share > 0) setEntry(entry + 1, first + index + 1, share);
  }

  function setEntry(entry: number, column: number, weight: number) {
    columns[entry] = column;
    weights[entry] = weight;
  }
}

function fillLevels(
  { rowCount, stride, columns, weights }: SparseDesign,
  { levels, hasOther, hasMissing }: FieldBasis & { kind: 'levels' },
  values: (string | undefined)[],
  first: number,
  slot: number,
) {
  const columnOf = new Map(levels.map((level, index) => [level, first + index]));
  const other = hasOther ? first + levels.length : -1;
  const missing = hasMissing ? first + levels.length + Number(hasOther) : -1;
  for (let row = 0; row < rowCount; row++) {
    const value = values[row];
    columns[row * stride + slot] = value === undefined ? missing : (columnOf.get(value) ?? other);
    weights[row * stride + slot] = 1;
  }
}
