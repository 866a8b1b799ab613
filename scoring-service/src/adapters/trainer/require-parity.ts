import { leafValue } from '@plumbline/learning';
import type { TreeEnsemble, Matrix } from '@plumbline/learning';
import { writeCodes } from './column-codes.ts';
import type { CodedColumn } from './column-codes.ts';

/** A model read wrongly shows on a few rows, and the library predicts row by row, which is slow. */
const MAX_ROWS = 500;

/**
 * Throws where an ensemble predicts anything else than the library, on rows spread over the matrix.
 *
 * Scores add the leaves in doubles, the library adds them in float32: the two differ by up to one rounding a tree, 5e-6
 * in the margin after 600 trees, so no fixed tolerance separates a rounding from a wrong leaf. Here the leaves are added
 * as the library adds them, which gives the same bits and needs no tolerance for any number of trees or size of margins.
 * It compares margins, not probabilities, because all large margins have the probability 1.
 */
export function requireParity(
  ensemble: TreeEnsemble,
  { rowCount, columnCount, values }: Matrix,
  coded: CodedColumn[],
  predictMargins: (codes: Float32Array, columnCount: number) => Float32Array,
): void {
  const sampleCount = Math.min(rowCount, MAX_ROWS);
  const sample = new Float32Array(sampleCount * columnCount);
  for (let index = 0; index < sampleCount; index++) {
    const row = Math.floor((index * rowCount) / sampleCount);
    sample.set(values.subarray(row * columnCount, (row + 1) * columnCount), index * columnCount);
  }
  const codes = new Float32Array(sampleCount * coded.length);
  writeCodes({ rowCount: sampleCount, columnCount, values: sample }, coded, codes);
  predictMargins(codes, coded.length).forEach((expected, index) => {
    const margin = singleMargin(ensemble, sample, index * columnCount);
    if (margin !== expected) {
      throw new Error(`Our trees say ${margin} where XGBoost says ${expected}: the model is refused.`);
    }
  });
}

/** The margin in the library's own arithmetic: the leaves in float32 one after the other, then the base. */
function singleMargin(ensemble: TreeEnsemble, values: Float32Array, offset: number): number {
  let sum = 0;
  for (const root of ensemble.roots) sum = Math.fround(sum + leafValue(ensemble, root, values, offset));
  return Math.fround(ensemble.baseMargin + sum);
}
