import type { Matrix } from '../training/booster.ts';
import type { TreeExplainer } from './tree-shap.ts';

/** Rows explained ahead where rows are asked for one after the other: the tables of a tree then stay in the cache. */
const AHEAD = 128;

/**
 * Contributions of the trees, one row at a time: `fieldCount` numbers that stay valid until the next row is asked for.
 * A row that follows the one before brings the next ones with it; a row out of turn is explained alone.
 */
export function createRowReader(explainer: TreeExplainer, matrix: Matrix): (row: number) => Float64Array {
  const { fieldCount } = explainer;
  const single = new Float64Array(fieldCount);
  let first = 0;
  let block: Float64Array = new Float64Array();
  let previous = Number.NaN;

  return (row) => {
    const isNext = row === previous + 1;
    previous = row;
    const isInBlock = row >= first && (row - first) * fieldCount < block.length;
    if (!isInBlock && !isNext) {
      explainer.contributions(matrix.values, row * matrix.columnCount, single);
      return single;
    }
    if (!isInBlock) {
      first = row;
      block = explainer.matrixContributions(rowsOf(matrix, row, Math.min(matrix.rowCount, row + AHEAD)));
    }
    return block.subarray((row - first) * fieldCount, (row - first + 1) * fieldCount);
  };
}

const rowsOf = ({ columnCount, values }: Matrix, from: number, to: number): Matrix => ({
  ...{ rowCount: to - from, columnCount },
  values: values.subarray(from * columnCount, to * columnCount),
});
