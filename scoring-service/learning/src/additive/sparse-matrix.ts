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

/** A row times a vector, added to `start`. */
export function rowTimes(
  { rowStarts, columns, weights }: SparseDesign,
  row: number,
  vector: Float64Array,
  start: number,
): number {
  const end = rowStarts[row + 1] as number;
  let sum = start;
  for (let entry = rowStarts[row] as number; entry < end; entry++) {
    sum += (weights[entry] as number) * (vector[columns[entry] as number] as number);
  }
  return sum;
}

/** Adds so many times a row to a vector. */
export function addRow(
  { rowStarts, columns, weights }: SparseDesign,
  row: number,
  times: number,
  vector: Float64Array,
): void {
  const end = rowStarts[row + 1] as number;
  for (let entry = rowStarts[row] as number; entry < end; entry++) {
    const column = columns[entry] as number;
    vector[column] = (vector[column] as number) + (weights[entry] as number) * times;
  }
}
