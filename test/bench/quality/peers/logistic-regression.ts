import { marginLogLoss, sigmoid } from '@plumbline/learning';
import { fitOneHot } from './one-hot.ts';
import type { Peer } from './peer.ts';

const STEPS = 60;
const MEMORY = 8;

/** Logistic regression as in many notebooks: one-hot categories, scaled numbers, an L2 penalty of 1 (C = 1), by L-BFGS. */
export const logisticRegression: Peer = {
  name: 'logistic regression',
  fit({ table, labels }) {
    const encoder = fitOneHot(table, 'scaled', 2000);
    const rows = toSparse(encoder.encode(table), encoder.columnCount);
    const weights = minimise(rows, labels, encoder.columnCount + 1);
    return Promise.resolve((unseen) => {
      const margins = marginsOf(toSparse(encoder.encode(unseen), encoder.columnCount), weights);
      return margins.map(sigmoid);
    });
  },
};

type SparseRows = { starts: Uint32Array; columns: Uint32Array; values: Float32Array };

function toSparse(matrix: Float32Array, columnCount: number): SparseRows {
  const rowCount = matrix.length / columnCount;
  const starts = new Uint32Array(rowCount + 1);
  const entries = matrix.reduce((count, value) => count + Number(value !== 0), 0);
  const columns = new Uint32Array(entries);
  const values = new Float32Array(entries);
  let entry = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let column = 0; column < columnCount; column++) {
      const value = matrix[row * columnCount + column] as number;
      if (value === 0) continue;
      columns[entry] = column;
      values[entry++] = value;
    }
    starts[row + 1] = entry;
  }
  return { starts, columns, values };
}

function marginsOf({ starts, columns, values }: SparseRows, weights: Float64Array): Float64Array {
  const margins = new Float64Array(starts.length - 1).fill(weights.at(-1) ?? 0);
  for (let row = 0; row < margins.length; row++) {
    for (let entry = starts[row] ?? 0; entry < (starts[row + 1] ?? 0); entry++) {
      margins[row] = (margins[row] ?? 0) + (values[entry] ?? 0) * (weights[columns[entry] ?? 0] ?? 0);
    }
  }
  return margins;
}

function objective(rows: SparseRows, labels: Uint8Array, weights: Float64Array) {
  const margins = marginsOf(rows, weights);
  const gradient = weights.slice();
  gradient[weights.length - 1] = 0;
  let loss = gradient.reduce((sum, weight) => sum + weight ** 2 / 2, 0);
  for (let row = 0; row < labels.length; row++) {
    const margin = margins[row] ?? 0;
    const residual = sigmoid(margin) - (labels[row] ?? 0);
    loss += marginLogLoss(margin, labels[row] ?? 0);
    gradient[weights.length - 1] = (gradient[weights.length - 1] ?? 0) + residual;
    for (let entry = rows.starts[row] ?? 0; entry < (rows.starts[row + 1] ?? 0); entry++) {
      const column = rows.columns[entry] ?? 0;
      gradient[column] = (gradient[column] ?? 0) + residual * (rows.values[entry] ?? 0);
    }
  }
  return { loss, gradient };
}

/** L-BFGS with halved steps. */
function minimise(rows: SparseRows, labels: Uint8Array, size: number): Float64Array {
  let weights = new Float64Array(size);
  let current = objective(rows, labels, weights);
  const past: { step: Float64Array; change: Float64Array; curvature: number }[] = [];
  for (let iteration = 0; iteration < STEPS; iteration++) {
    const direction = quasiNewton(current.gradient, past);
    let length = past.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(current.gradient, current.gradient))) : 1;
    let moved = weights;
    let next = current;
    for (; length > 1e-10; length /= 2) {
      const by = length;
      moved = weights.map((weight, index) => weight - by * (direction[index] ?? 0));
      next = objective(rows, labels, moved);
      if (next.loss < current.loss) break;
    }
    if (!(next.loss < current.loss - 1e-9 * Math.abs(current.loss))) break;
    const step = moved.map((weight, index) => weight - (weights[index] ?? 0));
    const before = current.gradient;
    const change = next.gradient.map((value, index) => value - (before[index] ?? 0));
    const curvature = dot(step, change);
    if (curvature > 1e-12) past.push({ step, change, curvature });
    if (past.length > MEMORY) past.shift();
    weights = moved;
    current = next;
  }
  return weights;
}

function quasiNewton(
  gradient: Float64Array,
  past: { step: Float64Array; change: Float64Array; curvature: number }[],
): Float64Array {
  const direction = gradient.slice();
  const shares = past.toReversed().map(({ step, change, curvature }) => {
    const share = dot(step, direction) / curvature;
    addTo(direction, change, -share);
    return share;
  });
  const last = past.at(-1);
  if (last) {
    const scale = last.curvature / dot(last.change, last.change);
    direction.forEach((value, index) => (direction[index] = value * scale));
  }
  past.forEach(({ step, change, curvature }, index) => {
    addTo(direction, step, (shares.at(-1 - index) ?? 0) - dot(change, direction) / curvature);
  });
  return direction;
}

function addTo(target: Float64Array, other: Float64Array, factor: number): void {
  for (let index = 0; index < target.length; index++) {
    target[index] = (target[index] ?? 0) + factor * (other[index] ?? 0);
  }
}

const dot = (one: Float64Array, other: Float64Array): number =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
