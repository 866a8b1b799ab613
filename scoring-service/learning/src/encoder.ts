import type { FeatureColumn, FeatureTable, Matrix } from './table.ts';
import { tokenize } from './tokens.ts';
import type { Tokenizer } from './tokens.ts';

/**
 * How one field becomes matrix columns of the trees.
 * `presence`: 1 where there is a value, else 0.
 * `number`: the value, NaN where missing.
 * `one-hot`: a 0/1 column per category, then one for any other value (`hasOther`), then one for missing (`hasMissing`).
 * `tokens`: a 0/1 column per token that the value contains, beside the encoding of the value as a whole.
 * `target`: the smoothed share of positives of the category, then 0/1 columns as with `one-hot` for the `oneHotCount` most
 * frequent categories; `unseenShare` stands for categories that are not listed, `missingShare` for no value.
 */
export type FieldEncoder =
  | { kind: 'presence'; field: string }
  | { kind: 'number'; field: string }
  | { kind: 'one-hot'; field: string; categories: string[]; hasOther: boolean; hasMissing: boolean }
  | { kind: 'tokens'; field: string; tokenizer: Tokenizer; tokens: string[] }
  | {
      kind: 'target';
      field: string;
      categories: string[];
      shares: number[];
      unseenShare: number;
      missingShare: number;
      oneHotCount: number;
      hasMissing: boolean;
    };

/** Turns feature tables into matrices, always with the same columns. Plain JSON. */
export type Encoder = { fields: FieldEncoder[] };

/** How many matrix columns a field has. */
export function columnsOf(field: FieldEncoder): number {
  if (field.kind === 'one-hot') return field.categories.length + Number(field.hasOther) + Number(field.hasMissing);
  if (field.kind === 'tokens') return field.tokens.length;
  if (field.kind === 'target') return 1 + field.oneHotCount + Number(field.hasMissing);
  return 1;
}

/** For each matrix column the position of its field in `encoder.fields`. */
export function fieldOfColumn(encoder: Encoder): Int32Array {
  return Int32Array.from(encoder.fields.flatMap((field, index) => new Array<number>(columnsOf(field)).fill(index)));
}

/** The matrix of a table. Throws a RangeError where the table lacks a field or has it as another kind. */
export function encodeTable(encoder: Encoder, table: FeatureTable): Matrix {
  const columnCount = encoder.fields.reduce((count, field) => count + columnsOf(field), 0);
  const matrix = { rowCount: table.rowCount, columnCount, values: new Float32Array(table.rowCount * columnCount) };
  let firstColumn = 0;
  for (const field of encoder.fields) {
    encodeField(field, requireColumn(table, field), matrix, firstColumn);
    firstColumn += columnsOf(field);
  }
  return matrix;
}

/** The table's column of that name and kind. Throws a RangeError where there is none. */
export function requireColumn(table: FeatureTable, { field, kind }: { field: string; kind: string }): FeatureColumn {
  const column = table.columns.find(({ name }) => name === field);
  if (!column) throw new RangeError(`The table has no column "${field}", which the model reads.`);
  const isFitting = kind === 'presence' || (kind === 'number') === (column.kind === 'number');
  if (!isFitting) throw new RangeError(`Column "${field}" is a ${column.kind}, the model reads it as ${kind}.`);
  return column;
}

/** The number, or NaN (missing) where float32 cannot hold it. */
export function finiteNumber(value: number): number {
  return Number.isFinite(Math.fround(value)) ? value : Number.NaN;
}

function encodeField(field: FieldEncoder, column: FeatureColumn, matrix: Matrix, first: number): void {
  const { columnCount, values, rowCount } = matrix;
  if (column.kind === 'number') {
    for (let row = 0; row < rowCount; row++) {
      const value = finiteNumber(column.values[row]);
      values[row * columnCount + first] = field.kind === 'presence' ? Number(!Number.isNaN(value)) : value;
    }
    return;
  }
  if (field.kind === 'presence') {
    for (let row = 0; row < rowCount; row++) {
      values[row * columnCount + first] = Number(column.values[row] !== undefined);
    }
    return;
  }
  if (field.kind === 'number') return;
  if (field.kind === 'tokens') {
    encodeTokens(field, column.values, matrix, first);
    return;
  }
  const positions = new Map(field.categories.map((category, index) => [category, index]));
  for (let row = 0; row < rowCount; row++) {
    const offset = row * columnCount + first;
    const category = column.values[row];
    const position = category === undefined ? undefined : (positions.get(category) ?? field.categories.length);
    if (field.kind === 'target') values[offset] = shareOf(field, position);
    const oneHot = oneHotColumn(field, position);
    if (oneHot !== undefined) values[offset + oneHot] = 1;
  }
}

function encodeTokens(
  { tokens, tokenizer }: FieldEncoder & { kind: 'tokens' },
  texts: (string | undefined)[],
  { columnCount, values, rowCount }: Matrix,
  first: number,
): void {
  const positions = new Map(tokens.map((token, index) => [token, index]));
  for (let row = 0; row < rowCount; row++) {
    for (const token of tokenize(texts[row] ?? '', tokenizer)) {
      const position = positions.get(token);
      if (position !== undefined) values[row * columnCount + first + position] = 1;
    }
  }
}

function shareOf(field: FieldEncoder & { kind: 'target' }, position: number | undefined): number {
  return position === undefined ? field.missingShare : (field.shares[position] ?? field.unseenShare);
}

/** The 0/1 column, counted from the field's first, that a value sets; undefined where it sets none. */
function oneHotColumn(field: FieldEncoder & { kind: 'one-hot' | 'target' }, position: number | undefined) {
  if (position === undefined) return field.hasMissing ? columnsOf(field) - 1 : undefined;
  if (field.kind === 'one-hot') return position < field.categories.length || field.hasOther ? position : undefined;
  return position < field.oneHotCount ? 1 + position : undefined;
}
