import { createPreconditioner, gatherGram } from './preconditioner.ts';
import type { Gram, Preconditioner } from './preconditioner.ts';
import { addRow, rowTimes } from './sparse-matrix.ts';
import type { SparseDesign } from './sparse-matrix.ts';

export type LogisticCoefficients = { intercept: number; coefficients: Float64Array };

const NEWTON_STEPS = 30;

/** Of the rows of the rarer outcome: margins are then right to about 0.001. Ten times rougher is enough to compare. */
const GRADIENT_TOLERANCE = { exact: 2e-4, rough: 2e-3 };

export type Exactness = keyof typeof GRADIENT_TOLERANCE;

/**
 * Penalised logistic regression by Newton's method, each step solved by conjugate gradients, so that the cost grows
 * with the entries and not with the square of the columns. `strength` scales the whole penalty; the intercept, kept as
 * the last coefficient inside, is not penalised. `start` shortens the way from a similar fit, `gram` from similar rows.
 */
export function fitPenalisedLogistic(
  design: SparseDesign,
  labels: Uint8Array,
  {
    strength,
    start,
    gram,
    exactness = 'exact',
  }: { strength: number; start?: LogisticCoefficients; gram?: Gram; exactness?: Exactness },
): LogisticCoefficients {
  const size = design.columnCount + 1;
  const current = new Float64Array(size);
  if (start) current.set(start.coefficients);
  current[size - 1] = start?.intercept ?? logOdds(labels);

  const positives = countPositives(labels);
  const rarer = Math.max(1, Math.min(positives, labels.length - positives));
  let objective = evaluate(design, labels, current, strength);
  const precondition = createPreconditioner(design, gram ?? gatherGram(design, objective.curvature), strength);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const { gradient, curvature } = objective;
    const length = norm(gradient);
    if (length <= GRADIENT_TOLERANCE[exactness] * rarer) break;
    // Rough steps far from the goal, exact ones near it (Eisenstat and Walker's forcing term).
    const tolerance = Math.min(0.1, Math.sqrt(length / rarer)) * length;
    const direction = solve(design, curvature, strength, gradient, { tolerance, precondition });
    const next = stepDown(design, labels, current, direction, strength, objective.loss, dot(gradient, direction));
    if (!next) break;
    current.set(next.coefficients);
    objective = next.objective;
  }
  return { intercept: current[size - 1] as number, coefficients: current.slice(0, size - 1) };
}

/** How much each row tells, by the model: the curvature of its loss. */
export function rowCurvatures(design: SparseDesign, coefficients: LogisticCoefficients): Float64Array {
  return designMargins(design, coefficients).map((margin) => {
    const probability = 1 / (1 + Math.exp(-margin));
    return Math.max(1e-9, probability * (1 - probability));
  });
}

/** Margins (log odds) of the design's rows. */
export function designMargins(design: SparseDesign, { intercept, coefficients }: LogisticCoefficients): Float64Array {
  const margins = new Float64Array(design.rowCount);
  for (let row = 0; row < margins.length; row++) margins[row] = rowTimes(design, row, coefficients, intercept);
  return margins;
}

type Objective = { loss: number; gradient: Float64Array; curvature: Float64Array };

/** One pass over the rows: each is read once for its margin and for what it adds to the gradient. */
function evaluate(design: SparseDesign, labels: Uint8Array, coefficients: Float64Array, strength: number): Objective {
  const { rowCount, columnCount } = design;
  const gradient = penaltyGradient(design, coefficients, strength);
  const penalty = dot(gradient, coefficients) / 2;
  const curvature = new Float64Array(rowCount);
  const intercept = coefficients[columnCount] as number;
  let loss = 0;
  let sum = 0;
  for (let row = 0; row < rowCount; row++) {
    const margin = rowTimes(design, row, coefficients, intercept);
    const label = labels[row] as number;
    const probability = 1 / (1 + Math.exp(-margin));
    const residual = probability - label;
    loss += Math.max(margin, 0) - margin * label + Math.log1p(Math.exp(-Math.abs(margin)));
    curvature[row] = Math.max(1e-9, probability * (1 - probability));
    sum += residual;
    addRow(design, row, residual, gradient);
  }
  gradient[columnCount] = sum;
  return { loss: loss + penalty, gradient, curvature };
}

/** Halves the step until the objective falls enough; undefined where no step helps any more. */
function stepDown(
  design: SparseDesign,
  labels: Uint8Array,
  from: Float64Array,
  direction: Float64Array,
  strength: number,
  loss: number,
  slope: number,
): { coefficients: Float64Array; objective: Objective } | undefined {
  for (let size = 1; size > 1e-4; size /= 2) {
    const coefficients = from.map((value, index) => value - size * (direction[index] as number));
    const objective = evaluate(design, labels, coefficients, strength);
    if (objective.loss <= loss - 1e-4 * size * slope) return { coefficients, objective };
  }
  return undefined;
}

/** Preconditioned conjugate gradients for (X'WX + penalty) x = right. */
function solve(
  design: SparseDesign,
  curvature: Float64Array,
  strength: number,
  right: Float64Array,
  { tolerance, precondition }: { tolerance: number; precondition: Preconditioner },
): Float64Array {
  const solution = new Float64Array(right.length);
  const residual = right.slice();
  let scaled = precondition(residual);
  const direction = scaled.slice();
  let product = dot(residual, scaled);
  for (let step = 0; step < 2 * right.length && norm(residual) > tolerance; step++) {
    const image = hessianTimes(design, curvature, strength, direction);
    const size = product / dot(direction, image);
    for (let index = 0; index < right.length; index++) {
      solution[index] = (solution[index] as number) + size * (direction[index] as number);
      residual[index] = (residual[index] as number) - size * (image[index] as number);
    }
    scaled = precondition(residual);
    const next = dot(residual, scaled);
    for (let index = 0; index < right.length; index++) {
      direction[index] = (scaled[index] as number) + (next / product) * (direction[index] as number);
    }
    product = next;
  }
  return solution;
}

/** (X'WX + penalty) times a vector, reading each row once. */
function hessianTimes(design: SparseDesign, curvature: Float64Array, strength: number, vector: Float64Array) {
  const { rowCount, columnCount } = design;
  const result = penaltyGradient(design, vector, strength);
  const intercept = vector[columnCount] as number;
  let sum = 0;
  for (let row = 0; row < rowCount; row++) {
    const image = (curvature[row] as number) * rowTimes(design, row, vector, intercept);
    sum += image;
    addRow(design, row, image, result);
  }
  result[columnCount] = sum;
  return result;
}

function penaltyGradient(
  { columnCount, ridge, step }: SparseDesign,
  vector: Float64Array,
  strength: number,
): Float64Array {
  const gradient = new Float64Array(columnCount + 1);
  for (let column = 0; column < columnCount; column++) {
    const value = vector[column] as number;
    gradient[column] = (gradient[column] as number) + strength * (ridge[column] as number) * value;
    const stiffness = step[column] as number;
    if (stiffness === 0) continue;
    const pull = strength * stiffness * ((vector[column + 1] as number) - value);
    gradient[column] = (gradient[column] as number) - pull;
    gradient[column + 1] = (gradient[column + 1] as number) + pull;
  }
  return gradient;
}

function logOdds(labels: Uint8Array): number {
  const positives = countPositives(labels);
  return Math.log((positives + 0.5) / (labels.length - positives + 0.5));
}

const countPositives = (labels: Uint8Array): number => labels.reduce((sum, label) => sum + label, 0);

function dot(first: Float64Array, second: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < first.length; index++) sum += (first[index] as number) * (second[index] as number);
  return sum;
}

const norm = (vector: Float64Array): number => Math.sqrt(dot(vector, vector));
