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
