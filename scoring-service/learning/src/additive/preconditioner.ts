import type { SparseDesign } from './sparse-matrix.ts';

/**
 * X'WX of the columns that say most, dense, and the diagonal of the others. It is computed once for many fits to the same
 * rows: curvatures of similar models are similar, and what differs is made up for by a few more steps.
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

/** A square of so many columns is factorised in a tenth of a second. */
const MOST_DENSE = 600;

/** Multiplications with the design that a factorised square saves in one fit, about. */
const SAVED_PRODUCTS = 20;

/** Gathers the Gram matrix of a design whose rows weigh as `curvature` says. */
export function gatherGram(design: SparseDesign, curvature: Float64Array): Gram {
  const { rowCount, columnCount, rowStarts, columns, weights } = design;
  const diagonal = new Float64Array(columnCount + 1);
  let longest = 0;
  for (let row = 0; row < rowCount; row++) {
    const weight = curvature[row] as number;
    diagonal[columnCount] = (diagonal[columnCount] as number) + weight;
    const end = rowStarts[row + 1] as number;
    longest = Math.max(longest, end - (rowStarts[row] as number));
    for (let entry = rowStarts[row] as number; entry < end; entry++) {
      const column = columns[entry] as number;
      diagonal[column] = (diagonal[column] as number) + weight * (weights[entry] as number) ** 2;
    }
  }
  const chosen = densest(design, diagonal);
  const placeOf = new Int32Array(columnCount + 1).fill(-1);
  chosen.forEach((column, place) => {
    placeOf[column] = place;
  });
  const size = chosen.length;
  const dense = new Float64Array(size * size);
  const places = new Int32Array(longest + 1);
  const heights = new Float64Array(longest + 1);
  for (let row = 0; row < rowCount; row++) {
    let count = 0;
    const end = rowStarts[row + 1] as number;
    for (let entry = rowStarts[row] as number; entry < end; entry++) {
      const place = placeOf[columns[entry] as number] as number;
      if (place < 0) continue;
      places[count] = place;
      heights[count++] = weights[entry] as number;
    }
    places[count] = placeOf[columnCount] as number;
    heights[count++] = 1;
    const weight = curvature[row] as number;
    for (let one = 0; one < count; one++) {
      const height = weight * (heights[one] as number);
      const place = places[one] as number;
      for (let other = 0; other <= one; other++) {
        const second = places[other] as number;
        const at = place > second ? place * size + second : second * size + place;
        dense[at] = (dense[at] as number) + height * (heights[other] as number);
      }
    }
  }
  return { columns: chosen, dense, diagonal };
}

/** Columns that hang together by steps and those with the most rows, as many as are worth it, and the intercept. */
function densest({ columnCount, columns, step }: SparseDesign, diagonal: Float64Array): Int32Array {
  const worthwhile = Math.ceil(Math.cbrt(6 * SAVED_PRODUCTS * 4 * columns.length));
  const isStepped = (column: number): boolean => step[column] !== 0 || (column > 0 && step[column - 1] !== 0);
  const order = Int32Array.from({ length: columnCount }, (_, column) => column).sort(
    (a, b) => Number(isStepped(b)) - Number(isStepped(a)) || (diagonal[b] as number) - (diagonal[a] as number) || a - b,
  );
  return Int32Array.of(...order.slice(0, Math.min(worthwhile, MOST_DENSE) - 1).sort(), columnCount);
}

/** The approximate inverse Hessian of a design with its penalty. */
export function createPreconditioner(
  { columnCount, ridge, step }: SparseDesign,
  { columns, dense, diagonal }: Gram,
  strength: number,
): Preconditioner {
  const size = columns.length;
  const matrix = dense.slice();
  const inverse = diagonal.map((value, column) => {
    const steps = column < columnCount ? (step[column] as number) + (column > 0 ? (step[column - 1] as number) : 0) : 0;
    return 1 / (value + strength * ((column < columnCount ? (ridge[column] as number) : 0) + steps) + 1e-9);
  });
  for (let place = 0; place < size; place++) {
    const column = columns[place] as number;
    const at = place * size + place;
    matrix[at] = 1 / (inverse[column] as number);
    if (column >= columnCount || columns[place + 1] !== column + 1 || column + 1 === columnCount) continue;
    const pull = strength * (step[column] as number);
    matrix[at + size] = (matrix[at + size] as number) - pull;
  }
  factorise(matrix, size);
  const part = new Float64Array(size);
  return (vector) => {
    const result = new Float64Array(vector.length);
    for (let index = 0; index < vector.length; index++) {
      result[index] = (vector[index] as number) * (inverse[index] as number);
    }
    for (let place = 0; place < size; place++) part[place] = vector[columns[place] as number] as number;
    substitute(matrix, size, part);
    for (let place = 0; place < size; place++) result[columns[place] as number] = part[place] as number;
    return result;
  };
}

/** Cholesky's factor in place of the lower triangle. The matrix is positive definite: every column has a ridge. */
function factorise(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    const rowAt = row * size;
    for (let column = 0; column <= row; column++) {
      const columnAt = column * size;
      let sum = matrix[rowAt + column] as number;
      for (let index = 0; index < column; index++) {
        sum -= (matrix[rowAt + index] as number) * (matrix[columnAt + index] as number);
      }
      matrix[rowAt + column] =
        row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (matrix[columnAt + column] as number);
    }
  }
}

/** Solves by the factor, in place. */
function substitute(factor: Float64Array, size: number, vector: Float64Array): void {
  for (let row = 0; row < size; row++) {
    let sum = vector[row] as number;
    for (let index = 0; index < row; index++) sum -= (factor[row * size + index] as number) * (vector[index] as number);
    vector[row] = sum / (factor[row * size + row] as number);
  }
  for (let row = size - 1; row >= 0; row--) {
    const value = (vector[row] as number) / (factor[row * size + row] as number);
    vector[row] = value;
    for (let index = 0; index < row; index++) {
      vector[index] = (vector[index] as number) - value * (factor[row * size + index] as number);
    }
  }
}
