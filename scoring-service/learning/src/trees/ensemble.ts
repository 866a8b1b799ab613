import type { Matrix } from '../booster.ts';

/**
 * Boosted trees as flat arrays, children adjacent (right = left + 1).
 * `feature` is the matrix column, or -1 at a leaf; `threshold` is the condition, or the leaf's value;
 * a row goes left when float32(x) < threshold, and to `missing` when x is NaN; `cover` is the sum of hessians.
 */
export type TreeEnsemble = {
  baseMargin: number;
  columnCount: number;
  roots: Int32Array;
  feature: Int32Array;
  threshold: Float32Array;
  left: Int32Array;
  missing: Int32Array;
  cover: Float32Array;
};

/** Adds tree by tree in the model's own order, in doubles; `values` is a matrix, `offset` the start of the row in it. */
export function treeMargin(ensemble: TreeEnsemble, values: Float32Array, offset: number): number {
  const { roots } = ensemble;
  let margin = ensemble.baseMargin;
  for (let tree = 0; tree < roots.length; tree++) margin += leafValue(ensemble, roots[tree] as number, values, offset);
  return margin;
}

/** Margins of all rows from the first `treeCount` trees (all trees by default). */
export function treeMargins(ensemble: TreeEnsemble, matrix: Matrix, treeCount = ensemble.roots.length): Float64Array {
  return prefixMargins(treeCount < ensemble.roots.length ? truncateTrees(ensemble, treeCount) : ensemble, matrix);
}

/**
 * Calls `onTree` after each tree with the margins of all rows so far, so that every prefix of the ensemble is
 * evaluated for the price of one. The array is reused from call to call; the margins of all trees are returned.
 */
export function prefixMargins(
  ensemble: TreeEnsemble,
  matrix: Matrix,
  onTree?: (treeIndex: number, margins: Float64Array) => void,
): Float64Array {
  const { rowCount, columnCount, values } = matrix;
  if (columnCount !== ensemble.columnCount) {
    throw new RangeError(`The matrix has ${columnCount} columns, the model ${ensemble.columnCount}.`);
  }
  const margins = new Float64Array(rowCount).fill(ensemble.baseMargin);
  for (let tree = 0; tree < ensemble.roots.length; tree++) {
    const root = ensemble.roots[tree] as number;
    for (let row = 0; row < rowCount; row++) {
      margins[row] = (margins[row] as number) + leafValue(ensemble, root, values, row * columnCount);
    }
    onTree?.(tree, margins);
  }
  return margins;
}

/** The first `treeCount` trees as an ensemble of its own; shares no memory with the original. */
export function truncateTrees(ensemble: TreeEnsemble, treeCount: number): TreeEnsemble {
  const { roots, feature } = ensemble;
  if (!Number.isInteger(treeCount) || treeCount < 0 || treeCount > roots.length) {
    throw new RangeError(`Cannot keep ${treeCount} of ${roots.length} trees.`);
  }
  // Trees lie one after the other, so the first tree left out begins where the nodes to keep end.
  const nodeCount = treeCount === roots.length ? feature.length : (roots[treeCount] as number);
  return {
    ...ensemble,
    roots: roots.slice(0, treeCount),
    feature: feature.slice(0, nodeCount),
    threshold: ensemble.threshold.slice(0, nodeCount),
    left: ensemble.left.slice(0, nodeCount),
    missing: ensemble.missing.slice(0, nodeCount),
    cover: ensemble.cover.slice(0, nodeCount),
  };
}

/** The value of the leaf that the row falls into. */
export function leafValue(
  { feature, threshold, left, missing }: TreeEnsemble,
  root: number,
  values: Float32Array,
  offset: number,
): number {
  let node = root;
  let column = feature[node] as number;
  while (column >= 0) {
    const value = values[offset + column] as number;
    const child = left[node] as number;
    if (value < (threshold[node] as number)) node = child;
    else node = Number.isNaN(value) ? (missing[node] as number) : child + 1;
    column = feature[node] as number;
  }
  return threshold[node] as number;
}
