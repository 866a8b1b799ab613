import type { Matrix } from '@plumbline/learning';
import { UnfitInput } from './training-input.ts';

/**
 * A column that can split rows: its distinct values in ascending order. The value at index i is passed to the package as
 * the code i + 1.
 *
 * Trees depend on the order of values only, so codes lose nothing and avoid three faults of XGBoost 0.7 with raw numbers:
 * −1 means missing, histograms are wrong where the column's maximum is 0 and rows are missing, and values closer than 2e-5
 * are never separated. A code is at least 1.
 */
export type CodedColumn = { column: number; distinct: Float32Array };

/** The package's code for a missing value. */
export const MISSING_CODE = -1;

/** The columns with more than one state (a value or missing). Throws UnfitInput where a value is infinite. */
export function readCodedColumns({ rowCount, columnCount, values }: Matrix): CodedColumn[] {
  const coded: CodedColumn[] = [];
  const sorted = new Float32Array(rowCount);
  for (let column = 0; column < columnCount; column++) {
    for (let row = 0; row < rowCount; row++) sorted[row] = values[row * columnCount + column] as number;
    sorted.sort(); // NaN last, -0 before 0
    const distinct = distinctValues(sorted);
    if (distinct[0] === -Infinity || distinct.at(-1) === Infinity) {
      throw new UnfitInput(`Column ${column} of the training data holds an infinite value.`);
    }
    const isMissingSomewhere = Number.isNaN(sorted[rowCount - 1]);
    if (distinct.length + (isMissingSomewhere ? 1 : 0) > 1 && distinct.length > 0) coded.push({ column, distinct });
  }
  return coded;
}

/** Writes one code a row and coded column to `target`, row-major. */
export function writeCodes(
  { rowCount, columnCount, values }: Matrix,
  coded: CodedColumn[],
  target: Float32Array,
): void {
  coded.forEach(({ column, distinct }, position) => {
    for (let row = 0; row < rowCount; row++) {
      const value = values[row * columnCount + column] as number;
      target[row * coded.length + position] = Number.isNaN(value) ? MISSING_CODE : codeOf(distinct, value);
    }
  });
}

/**
 * The condition on original values that separates the training rows as `condition` separates their codes: midway
 * between the two neighbouring values. A condition outside the codes separates only present from missing; an infinite one
 * keeps that true for values that training has not seen.
 */
export function decodeCondition({ distinct }: CodedColumn, condition: number): number {
  const below = Math.ceil(condition) - 1;
  if (below <= 0) return -Infinity;
  if (below >= distinct.length) return Infinity;
  const lower = distinct[below - 1] as number;
  const upper = distinct[below] as number;
  const middle = Math.fround((lower + upper) / 2);
  return middle > lower ? middle : upper;
}

function distinctValues(sorted: Float32Array): Float32Array {
  const distinct = new Float32Array(sorted.length);
  let count = 0;
  for (const value of sorted) {
    if (Number.isNaN(value)) break;
    if (count === 0 || distinct[count - 1] !== value) distinct[count++] = value;
  }
  return distinct.slice(0, count);
}

function codeOf(distinct: Float32Array, value: number): number {
  let low = 0;
  let high = distinct.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((distinct[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}
