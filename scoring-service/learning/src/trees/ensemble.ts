import type { Matrix } from '../table.ts';

/**
 * Boosted trees as flat arrays, one element per node, the children of a node adjacent (right = left + 1).
 * `feature` is the matrix column, or −1 at a leaf; `threshold` is the split condition, or the leaf's value; a row goes left
 * where float32(x) < threshold, and to `missing` where x is NaN; `cover` is the sum of hessians. `roots` has an element per
 * tree. The margin of a row is `baseMargin` plus the values of its leaves.
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

/** baseMargin + Σ leaf values, tree by tree in doubles; the row begins at `offset` of the row-major `values`. */
export function treeMargin(ensemble: TreeEnsemble, values: Float32Array, offset: number): number {
  const { roots } = ensemble;
  let margin = ensemble.baseMargin;
  for (let tree = 0; tree < roots.length; tree++) margin += leafValue(ensemble, roots[tree], values, offset);
  return margin;
}

/**
 * Margins of all rows from the first `treeCount` trees (all trees by default). Throws a RangeError for another matrix.
 * m = base + Σ leaf of each tree.
 */
export function treeMargins(ensemble: TreeEnsemble, matrix: Matrix, treeCount = ensemble.roots.length): Float64Array {
  return stagedMargins(treeCount < ensemble.roots.length ? truncateTrees(ensemble, treeCount) : ensemble, matrix);
}

/**
 * Calls `onTree` after each tree with the margins of all rows so far, so that one pass evaluates every number of trees.
 * The array is reused from call to call; the margins of all trees are returned. After tree t: m = base + Σ leaves of
 * trees 1 to t.
 */
export function stagedMargins(
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
    const root = ensemble.roots[tree];
    for (let row = 0; row < rowCount; row++) {
      margins[row] += leafValue(ensemble, root, values, row * columnCount);
    }
    onTree?.(tree, margins);
  }
  return margins;
}

/** The first `treeCount` trees as a new ensemble that shares no memory with the original. */
export function truncateTrees(ensemble: TreeEnsemble, treeCount: number): TreeEnsemble {
  const { roots, feature } = ensemble;
  if (!Number.isInteger(treeCount) || treeCount < 0 || treeCount > roots.length) {
    throw new RangeError(`Cannot keep ${treeCount} of ${roots.length} trees.`);
  }
  // Trees lie one after the other, so the first tree left out begins where the nodes to keep end.
  const nodeCount = treeCount === roots.length ? feature.length : roots[treeCount];
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

/**
 * The value of the leaf of one tree that the row falls into. Left where float32(x) < condition; missing takes the
 * default side.
 */
export function leafValue(
  { feature, threshold, left, missing }: TreeEnsemble,
  root: number,
  values: Float32Array,
  offset: number,
): number {
  let node = root;
  let column = feature[node];
  while (column >= 0) {
    const value = values[offset + column];
    const child = left[node];
    if (value < threshold[node]) node = child;
    else node = Number.isNaN(value) ? missing[node] : child + 1;
    column = feature[node];
  }
  return threshold[node];
}
