import type { Matrix } from './booster.ts';
import type { FeatureColumn, FeatureTable } from './table.ts';
import { readWords } from './tokens.ts';
import type { Wording } from './tokens.ts';

/**
 * How one field becomes matrix columns.
 * `presence`: 1 where there is a value, else 0.
 * `number`: as it is, NaN where missing.
 * `levels`: a 0/1 column a level, then one for values that are not among the levels (where `hasOther`), then one for
 * missing (where `hasMissing`).
 * `words`: a 0/1 column a word that the value has, beside the encoding of the value as a whole.
 * `target`: the smoothed share of positives of the level, then 0/1 columns as with `levels` for the `shownLevels` most
 * frequent levels; `rest` is the share of values that are not among the levels, `missing` that of no value.
 */
export type FieldEncoder =
  | { kind: 'presence'; field: string }
  | { kind: 'number'; field: string }
  | { kind: 'levels'; field: string; levels: string[]; hasOther: boolean; hasMissing: boolean }
  | { kind: 'words'; field: string; wording: Wording; words: string[] }
  | {
      kind: 'target';
      field: string;
      levels: string[];
      shares: number[];
      rest: number;
      missing: number;
      shownLevels: number;
      hasMissing: boolean;
    };

/** Turns feature tables into matrices, always with the same columns. Plain JSON. */
export type Encoder = { fields: FieldEncoder[] };

/** How many matrix columns a field has. */
export function columnsOf(field: FieldEncoder): number {
  if (field.kind === 'levels') return field.levels.length + Number(field.hasOther) + Number(field.hasMissing);
  if (field.kind === 'words') return field.words.length;
  if (field.kind === 'target') return 1 + field.shownLevels + Number(field.hasMissing);
  return 1;
}

/** For each matrix column the position of its field in `encoder.fields`. */
export function fieldOfColumn(encoder: Encoder): Int32Array {
  return Int32Array.from(encoder.fields.flatMap((field, index) => new Array<number>(columnsOf(field)).fill(index)));
}

/** The matrix of a table; throws a RangeError where the table lacks a field or has it as another kind. */
export function encodeTable(encoder: Encoder, table: FeatureTable): Matrix {
  const columnCount = encoder.fields.reduce((sum, field) => sum + columnsOf(field), 0);
  const matrix = { rowCount: table.rowCount, columnCount, values: new Float32Array(table.rowCount * columnCount) };
  let firstColumn = 0;
  for (const field of encoder.fields) {
    encodeField(field, requireColumn(table, field), matrix, firstColumn);
    firstColumn += columnsOf(field);
  }
  return matrix;
}

/** The table's column of that name and kind; throws a RangeError where there is none. */
export function requireColumn(table: FeatureTable, { field, kind }: { field: string; kind: string }): FeatureColumn {
  const column = table.columns.find(({ name }) => name === field);
  if (!column) throw new RangeError(`The table has no column "${field}", which the model reads.`);
  const isCategory = kind === 'levels' || kind === 'target' || kind === 'words';
  if (kind !== 'presence' && isCategory !== (column.kind === 'category')) {
    throw new RangeError(`Column "${field}" is a ${column.kind}, the model reads it as ${kind}.`);
  }
  return column;
}

/** A number that float32 can hold, else NaN (missing). */
export function finiteNumber(value: number): number {
  return Number.isFinite(Math.fround(value)) ? value : Number.NaN;
}

function encodeField(
  field: FieldEncoder,
  column: FeatureColumn,
  { columnCount, values, rowCount }: Matrix,
  first: number,
) {
  if (column.kind === 'number') {
    for (let row = 0; row < rowCount; row++) {
      const value = finiteNumber(column.values[row] as number);
      values[row * columnCount + first] = field.kind === 'presence' ? Number(!Number.isNaN(value)) : value;
    }
    return;
  }
  if (field.kind === 'presence') {
    for (let row = 0; row < rowCount; row++)
      values[row * columnCount + first] = Number(column.values[row] !== undefined);
    return;
  }
  if (field.kind === 'number') return;
  if (field.kind === 'words') {
    encodeWords(field, column.values, { columnCount, values, rowCount }, first);
    return;
  }
  const positions = new Map(field.levels.map((level, index) => [level, index]));
  for (let row = 0; row < rowCount; row++) {
    const offset = row * columnCount + first;
    const level = column.values[row];
    const position = level === undefined ? undefined : (positions.get(level) ?? field.levels.length);
    if (field.kind === 'target') values[offset] = shareOf(field, position);
    const shown = shownColumn(field, position);
    if (shown !== undefined) values[offset + shown] = 1;
  }
}

function encodeWords(
  { words, wording }: FieldEncoder & { kind: 'words' },
  texts: (string | undefined)[],
  { columnCount, values, rowCount }: Matrix,
  first: number,
) {
  const positions = new Map(words.map((word, index) => [word, index]));
  for (let row = 0; row < rowCount; row++) {
    for (const word of readWords(texts[row] ?? '', wording)) {
      const position = positions.get(word);
      if (position !== undefined) values[row * columnCount + first + position] = 1;
    }
  }
}

function shareOf(field: FieldEncoder & { kind: 'target' }, position: number | undefined): number {
  return position === undefined ? field.missing : (field.shares[position] ?? field.rest);
}

/** The 0/1 column, counted from the field's first, that a value sets; undefined where it sets none. */
function shownColumn(field: FieldEncoder & { kind: 'levels' | 'target' }, position: number | undefined) {
  if (position === undefined) return field.hasMissing ? columnsOf(field) - 1 : undefined;
  if (field.kind === 'levels') return position < field.levels.length || field.hasOther ? position : undefined;
  return position < field.shownLevels ? 1 + position : undefined;
}
