/**
 * Sparse rows: row r has the entries rowStarts[r] to rowStarts[r + 1] - 1, each a column and a weight.
 * The penalty of coefficients b is half of sum(ridge[j] b[j]^2) + sum(step[j] (b[j + 1] - b[j])^2).
 */
export type SparseDesign = {
  rowCount: number;
  columnCount: number;
  rowStarts: Int32Array;
  columns: Int32Array;
  weights: Float64Array;
  ridge: Float64Array;
  step: Float64Array;
};
