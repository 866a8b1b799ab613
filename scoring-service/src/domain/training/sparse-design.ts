/**
 * Sparse rows: row r has the entries r * stride to (r + 1) * stride - 1, each a column (-1 for no entry) and a weight.
 * The penalty of coefficients b is half of sum(ridge[j] b[j]^2) + sum(step[j] (b[j + 1] - b[j])^2).
 */
export type SparseDesign = {
  rowCount: number;
  columnCount: number;
  stride: number;
  columns: Int32Array;
  weights: Float64Array;
  ridge: Float64Array;
  step: Float64Array;
};
