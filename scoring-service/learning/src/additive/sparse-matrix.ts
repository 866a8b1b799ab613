/**
 * A design matrix X in compressed sparse row format (CSR): row r has the entries rowStarts[r] to rowStarts[r + 1] − 1,
 * each with a column and a weight. With it stands the penalty of coefficients b:
 * ½ Σ l2ⱼ·bⱼ² + ½ Σ smoothnessⱼ·(bⱼ₊₁ − bⱼ)², where smoothness is 0 between columns that are not neighbouring knots.
 */
export type SparseDesign = {
  rowCount: number;
  columnCount: number;
  rowStarts: Int32Array;
  columns: Int32Array;
  weights: Float64Array;
  l2: Float64Array;
  smoothness: Float64Array;
};

/** start + xᵣ·v: a row times a vector. */
export function rowTimes(
  { rowStarts, columns, weights }: SparseDesign,
  row: number,
  vector: Float64Array,
  start: number,
): number {
  const end = rowStarts[row + 1];
  let product = start;
  for (let entry = rowStarts[row]; entry < end; entry++) product += weights[entry] * vector[columns[entry]];
  return product;
}

/** v += times·xᵣ: adds a multiple of a row to a vector, in place. */
export function addRow(
  { rowStarts, columns, weights }: SparseDesign,
  row: number,
  times: number,
  vector: Float64Array,
): void {
  const end = rowStarts[row + 1];
  for (let entry = rowStarts[row]; entry < end; entry++) vector[columns[entry]] += weights[entry] * times;
}

/** diag(X′WX): Σᵣ wᵣ·xᵣⱼ² for every column j. */
export function weightedSquares(design: SparseDesign, rowWeights: Float64Array): Float64Array {
  const { rowCount, columnCount, rowStarts, columns, weights } = design;
  const squares = new Float64Array(columnCount);
  for (let row = 0; row < rowCount; row++) {
    const rowWeight = rowWeights[row];
    const end = rowStarts[row + 1];
    for (let entry = rowStarts[row]; entry < end; entry++) squares[columns[entry]] += rowWeight * weights[entry] ** 2;
  }
  return squares;
}
