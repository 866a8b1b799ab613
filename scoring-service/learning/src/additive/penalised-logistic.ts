import { countPositives, dot, marginLogLoss, norm, sigmoid, smoothedLogOdds } from '../numerics.ts';
import { createPreconditioner, gatherGram } from './preconditioner.ts';
import type { Gram, Preconditioner } from './preconditioner.ts';
import { addRow, rowTimes } from './sparse-matrix.ts';
import type { SparseDesign } from './sparse-matrix.ts';

export type LogisticCoefficients = { intercept: number; coefficients: Float64Array };

const NEWTON_STEPS = 30;

/** The norm of the gradient per row of the rarer class. `exact` gives margins to about 0.001; `rough` is enough to compare. */
const GRADIENT_TOLERANCE = { exact: 2e-4, rough: 2e-3 };

export type Exactness = keyof typeof GRADIENT_TOLERANCE;

/**
 * Penalised logistic regression: minimises Σ logLoss(xᵣ·b + b₀, yᵣ) + lambda·penalty(b) by Newton's method, each step
 * solved by preconditioned conjugate gradients, so that the cost grows with the entries and not with the square of the
 * columns. The intercept is not penalised. `start` is the fit of a similar problem, `gram` the matrix of similar rows.
 */
export function fitPenalisedLogistic(
  design: SparseDesign,
  labels: Uint8Array,
  {
    lambda,
    start,
    gram,
    exactness = 'exact',
  }: { lambda: number; start?: LogisticCoefficients; gram?: Gram; exactness?: Exactness },
): LogisticCoefficients {
  // The intercept is the last coefficient.
  const size = design.columnCount + 1;
  const current = new Float64Array(size);
  if (start) current.set(start.coefficients);
  current[size - 1] = start?.intercept ?? smoothedLogOdds(labels);

  const positives = countPositives(labels);
  const rarer = Math.max(1, Math.min(positives, labels.length - positives));
  let objective = evaluateObjective(design, labels, current, lambda);
  const precondition = createPreconditioner(design, gram ?? gatherGram(design, objective.curvature), lambda);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const { gradient, curvature } = objective;
    const length = norm(gradient);
    if (length <= GRADIENT_TOLERANCE[exactness] * rarer) break;
    // Rough steps far from the minimum, exact ones near it: the forcing term of Eisenstat and Walker (1996).
    const tolerance = Math.min(0.1, Math.sqrt(length / rarer)) * length;
    const direction = solve(design, curvature, lambda, gradient, { tolerance, precondition });
    const next = lineSearch(design, labels, current, direction, lambda, objective.loss, dot(gradient, direction));
    if (!next) break;
    current.set(next.coefficients);
    objective = next.objective;
  }
  return { intercept: current[size - 1], coefficients: current.slice(0, size - 1) };
}

/** p·(1 − p), the second derivative of the log loss by the margin, bounded away from 0. */
const curvatureOf = (probability: number): number => Math.max(1e-9, probability * (1 - probability));

/** The curvature of every row's loss at a fit: the weights W of X′WX. w = σ(m)·(1 − σ(m)). */
export function rowCurvatures(design: SparseDesign, { intercept, coefficients }: LogisticCoefficients): Float64Array {
  const curvatures = new Float64Array(design.rowCount);
  for (let row = 0; row < curvatures.length; row++) {
    curvatures[row] = curvatureOf(sigmoid(rowTimes(design, row, coefficients, intercept)));
  }
  return curvatures;
}

type Objective = { loss: number; gradient: Float64Array; curvature: Float64Array };

/** One pass over the rows: each is read once for its margin and for its part of the gradient. */
function evaluateObjective(
  design: SparseDesign,
  labels: Uint8Array,
  coefficients: Float64Array,
  lambda: number,
): Objective {
  const { rowCount, columnCount } = design;
  const gradient = penaltyGradient(design, coefficients, lambda);
  const penalty = dot(gradient, coefficients) / 2;
  const curvature = new Float64Array(rowCount);
  const intercept = coefficients[columnCount];
  let loss = 0;
  let residuals = 0;
  for (let row = 0; row < rowCount; row++) {
    const margin = rowTimes(design, row, coefficients, intercept);
    const probability = sigmoid(margin);
    const residual = probability - labels[row];
    loss += marginLogLoss(margin, labels[row]);
    curvature[row] = curvatureOf(probability);
    residuals += residual;
    addRow(design, row, residual, gradient);
  }
  gradient[columnCount] = residuals;
  return { loss: loss + penalty, gradient, curvature };
}

/** Halves the step until the objective falls enough (Armijo 1966); undefined where no step does. */
function lineSearch(
  design: SparseDesign,
  labels: Uint8Array,
  from: Float64Array,
  direction: Float64Array,
  lambda: number,
  loss: number,
  slope: number,
): { coefficients: Float64Array; objective: Objective } | undefined {
  for (let size = 1; size > 1e-4; size /= 2) {
    const coefficients = from.map((value, index) => value - size * direction[index]);
    const objective = evaluateObjective(design, labels, coefficients, lambda);
    if (objective.loss <= loss - 1e-4 * size * slope) return { coefficients, objective };
  }
  return undefined;
}

/** Preconditioned conjugate gradients (Hestenes and Stiefel 1952) for (X′WX + lambda·P) x = right. */
function solve(
  design: SparseDesign,
  curvature: Float64Array,
  lambda: number,
  right: Float64Array,
  { tolerance, precondition }: { tolerance: number; precondition: Preconditioner },
): Float64Array {
  const solution = new Float64Array(right.length);
  const residual = right.slice();
  let scaled = precondition(residual);
  const direction = scaled.slice();
  let product = dot(residual, scaled);
  for (let step = 0; step < 2 * right.length && norm(residual) > tolerance; step++) {
    const image = hessianTimes(design, curvature, lambda, direction);
    const size = product / dot(direction, image);
    for (let index = 0; index < right.length; index++) {
      solution[index] += size * direction[index];
      residual[index] -= size * image[index];
    }
    scaled = precondition(residual);
    const next = dot(residual, scaled);
    for (let index = 0; index < right.length; index++) {
      direction[index] = scaled[index] + (next / product) * direction[index];
    }
    product = next;
  }
  return solution;
}

/** (X′WX + lambda·P) times a vector, reading each row once. */
function hessianTimes(design: SparseDesign, curvature: Float64Array, lambda: number, vector: Float64Array) {
  const { rowCount, columnCount } = design;
  const result = penaltyGradient(design, vector, lambda);
  const intercept = vector[columnCount];
  let images = 0;
  for (let row = 0; row < rowCount; row++) {
    const image = curvature[row] * rowTimes(design, row, vector, intercept);
    images += image;
    addRow(design, row, image, result);
  }
  result[columnCount] = images;
  return result;
}

/** lambda·P·v, the gradient of the penalty; 0 for the intercept. */
function penaltyGradient({ columnCount, l2, smoothness }: SparseDesign, vector: Float64Array, lambda: number) {
  const gradient = new Float64Array(columnCount + 1);
  for (let column = 0; column < columnCount; column++) {
    const value = vector[column];
    gradient[column] += lambda * l2[column] * value;
    if (smoothness[column] === 0) continue;
    const pull = lambda * smoothness[column] * (vector[column + 1] - value);
    gradient[column] -= pull;
    gradient[column + 1] += pull;
  }
  return gradient;
}
