import { sum } from '../numerics.ts';
import { weightedSquares } from './sparse-matrix.ts';
import type { SparseDesign } from './sparse-matrix.ts';

/**
 * X′WX of the densest columns, and the diagonal of the others. It is computed once for many fits to the same rows: the
 * curvatures of similar models are similar, and a few more conjugate gradient steps make up for the difference.
 */
export type Gram = {
  /** Design columns in the dense part, rising; the intercept is the last column. */
  columns: Int32Array;
  /** Row-major square of the dense part, its lower triangle. */
  dense: Float64Array;
  diagonal: Float64Array;
};

/** Applies the inverse of an approximate Hessian. */
export type Preconditioner = (vector: Float64Array) => Float64Array;

/** A square of this many columns is factorised in a tenth of a second. */
const MAX_DENSE = 600;

/** About how many multiplications with the design one factorised square saves in a fit. */
const SAVED_PRODUCTS = 20;

/** The Gram matrix X′WX of a design, W = diag(curvature). */
export function gatherGram(design: SparseDesign, curvature: Float64Array): Gram {
  const { rowCount, columnCount, rowStarts, columns, weights } = design;
  const diagonal = new Float64Array(columnCount + 1);
  diagonal.set(weightedSquares(design, curvature));
  diagonal[columnCount] = sum(curvature);
  const chosen = densestColumns(design, diagonal);
  const placeOf = new Int32Array(columnCount + 1).fill(-1);
  chosen.forEach((column, place) => {
    placeOf[column] = place;
  });
  let longestRow = 0;
  for (let row = 0; row < rowCount; row++) longestRow = Math.max(longestRow, rowStarts[row + 1] - rowStarts[row]);
  const size = chosen.length;
  const dense = new Float64Array(size * size);
  const places = new Int32Array(longestRow + 1);
  const rowWeights = new Float64Array(longestRow + 1);
  for (let row = 0; row < rowCount; row++) {
    let count = 0;
    const end = rowStarts[row + 1];
    for (let entry = rowStarts[row]; entry < end; entry++) {
      const place = placeOf[columns[entry]];
      if (place < 0) continue;
      places[count] = place;
      rowWeights[count++] = weights[entry];
    }
    places[count] = placeOf[columnCount];
    rowWeights[count++] = 1;
    for (let one = 0; one < count; one++) {
      const weight = curvature[row] * rowWeights[one];
      const place = places[one];
      for (let other = 0; other <= one; other++) {
        const second = places[other];
        const at = place > second ? place * size + second : second * size + place;
        dense[at] += weight * rowWeights[other];
      }
    }
  }
  return { columns: chosen, dense, diagonal };
}

/** Columns that smoothness ties together, then those with the most rows, as many as pay off, and the intercept. */
function densestColumns({ columnCount, columns, smoothness }: SparseDesign, diagonal: Float64Array): Int32Array {
  const worthwhile = Math.ceil(Math.cbrt(6 * SAVED_PRODUCTS * 4 * columns.length));
  const isTied = (column: number): boolean => smoothness[column] !== 0 || (column > 0 && smoothness[column - 1] !== 0);
  const order = Int32Array.from({ length: columnCount }, (_, column) => column).sort(
    (a, b) => Number(isTied(b)) - Number(isTied(a)) || diagonal[b] - diagonal[a] || a - b,
  );
  return Int32Array.of(...order.slice(0, Math.min(worthwhile, MAX_DENSE) - 1).sort(), columnCount);
}

/** (X′WX + lambda·P)⁻¹, exact in the dense part of the Gram matrix and diagonal elsewhere. */
export function createPreconditioner(
  { columnCount, l2, smoothness }: SparseDesign,
  { columns, dense, diagonal }: Gram,
  lambda: number,
): Preconditioner {
  const size = columns.length;
  const matrix = dense.slice();
  const inverse = diagonal.map((value, column) => {
    if (column >= columnCount) return 1 / (value + 1e-9);
    const ties = smoothness[column] + (column > 0 ? smoothness[column - 1] : 0);
    return 1 / (value + lambda * (l2[column] + ties) + 1e-9);
  });
  for (let place = 0; place < size; place++) {
    const column = columns[place];
    const at = place * size + place;
    matrix[at] = 1 / inverse[column];
    if (column >= columnCount || columns[place + 1] !== column + 1 || column + 1 === columnCount) continue;
    matrix[at + size] -= lambda * smoothness[column];
  }
  factorise(matrix, size);
  const part = new Float64Array(size);
  return (vector) => {
    const result = vector.map((value, index) => value * inverse[index]);
    for (let place = 0; place < size; place++) part[place] = vector[columns[place]];
    substitute(matrix, size, part);
    for (let place = 0; place < size; place++) result[columns[place]] = part[place];
    return result;
  };
}

/**
 * Cholesky's factor in place of the lower triangle: each row is solved against the rows above it. The matrix is positive
 * definite: every column has an L2 penalty.
 */
function factorise(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    const at = row * size;
    solveForward(matrix, size, matrix, at, row);
    let rest = matrix[at + row];
    for (let index = 0; index < row; index++) rest -= matrix[at + index] * matrix[at + index];
    matrix[at + row] = Math.sqrt(Math.max(rest, 1e-12));
  }
}

/** Solves LL′x = vector by forward and back substitution, in place. */
function substitute(factor: Float64Array, size: number, vector: Float64Array): void {
  solveForward(factor, size, vector, 0, size);
  for (let row = size - 1; row >= 0; row--) {
    const value = vector[row] / factor[row * size + row];
    vector[row] = value;
    for (let index = 0; index < row; index++) vector[index] -= value * factor[row * size + index];
  }
}

/**
 * Solves Lx = b in place for the first `count` rows of L, with b from `at` on in `vector`. Each subtraction waits for the
 * one before it, so four rows are solved at a time: their chains run side by side.
 */
function solveForward(factor: Float64Array, size: number, vector: Float64Array, at: number, count: number): void {
  let row = 0;
  for (; row + 3 < count; row += 4) {
    const first = row * size;
    const second = first + size;
    const third = second + size;
    const fourth = third + size;
    let a = vector[at + row];
    let b = vector[at + row + 1];
    let c = vector[at + row + 2];
    let d = vector[at + row + 3];
    for (let index = 0; index < row; index++) {
      const value = vector[at + index];
      a -= value * factor[first + index];
      b -= value * factor[second + index];
      c -= value * factor[third + index];
      d -= value * factor[fourth + index];
    }
    a /= factor[first + row];
    b = (b - a * factor[second + row]) / factor[second + row + 1];
    c = (c - a * factor[third + row] - b * factor[third + row + 1]) / factor[third + row + 2];
    d = d - a * factor[fourth + row] - b * factor[fourth + row + 1] - c * factor[fourth + row + 2];
    d /= factor[fourth + row + 3];
    vector[at + row] = a;
    vector[at + row + 1] = b;
    vector[at + row + 2] = c;
    vector[at + row + 3] = d;
  }
  for (; row < count; row++) {
    let rest = vector[at + row];
    for (let index = 0; index < row; index++) rest -= vector[at + index] * factor[row * size + index];
    vector[at + row] = rest / factor[row * size + row];
  }
}
