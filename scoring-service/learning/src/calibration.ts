import { fitMarginScale, totalLogLoss } from './platt-scaling.ts';

/**
 * Beta calibration (Kull, Silva Filho and Flach 2017) on the margin scale, with p the uncalibrated probability:
 * log odds = low * ln(p) - high * ln(1 - p) + shift. Where low = high it is Platt's scaling of the margin. Both are 0
 * or more, so that a higher margin never gives a lower probability.
 */
export type Calibration = { low: number; high: number; shift: number };

/** Leaves margins as they are. */
export const IDENTITY: Calibration = { low: 1, high: 1, shift: 0 };

/** The calibrated log odds of a margin. */
export function calibrateMargin({ low, high, shift }: Calibration, margin: number): number {
  return low * -softplus(-margin) + high * softplus(margin) + shift;
}

/** The probability that belongs to log odds. */
export function toProbability(margin: number): number {
  return 1 / (1 + Math.exp(-margin));
}

/**
 * Learns the calibration from margins that were predicted for rows the model had not seen. A gentle pull towards the
 * identity keeps small data in bounds; a thousand rows outweigh it. Where one end would be turned round Platt's scaling
 * is used, and where even that is against the margins every row gets the base rate. On these rows the log loss is never
 * worse than the base rate's: where the pull would make it so, the scale is free.
 */
export function fitCalibration(margins: Float64Array, labels: Uint8Array): Calibration {
  const constant = toCalibration(0, 0, fitLogistic([], labels).shift);
  const bound = lossOf(constant, margins, labels);
  const pulled = fitPulled(margins, labels);
  if (pulled && lossOf(pulled, margins, labels) <= bound) return pulled;
  const { slope, shift } = fitMarginScale(margins, labels);
  const free = toCalibration(slope, slope, shift);
  return slope > 0 && lossOf(free, margins, labels) <= bound ? free : constant;
}

const lossOf = (calibration: Calibration, margins: Float64Array, labels: Uint8Array): number =>
  totalLogLoss(
    margins.map((margin) => calibrateMargin(calibration, margin)),
    labels,
  );

/** Beta calibration, or Platt's scaling; undefined where both are against the margins. */
function fitPulled(margins: Float64Array, labels: Uint8Array): Calibration | undefined {
  const low = margins.map((margin) => -softplus(-margin));
  const high = margins.map(softplus);
  const beta = fitLogistic([low, high], labels);
  if (beta.slopes.every((slope) => slope >= 0)) return toCalibration(beta.slopes[0], beta.slopes[1], beta.shift);
  const platt = fitLogistic([margins], labels);
  const slope = platt.slopes[0] ?? 0;
  return slope >= 0 ? toCalibration(slope, slope, platt.shift) : undefined;
}

const toCalibration = (low = 1, high = 1, shift = 0): Calibration => ({ low, high, shift });

const softplus = (value: number): number => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));

/** The inverse variance of the slopes. 20 was better than 1 and 5 on 500 to 3,000 rows and made no difference beyond. */
const PULL_TO_IDENTITY = 20;
const NEWTON_STEPS = 100;

/** A logistic regression on one or two columns by damped Newton steps; the slopes are pulled towards 1. */
function fitLogistic(columns: Float64Array[], labels: Uint8Array): { slopes: number[]; shift: number } {
  const size = columns.length + 1;
  let current = [...columns.map(() => 1), 0];
  let loss = objective(columns, labels, current);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const { gradient, hessian } = derivatives(columns, labels, current);
    if (gradient.every((value) => Math.abs(value) < 1e-9 * labels.length)) break;
    const direction = solveSymmetric(hessian, gradient, size);
    let length = 1;
    let next = current;
    let nextLoss = Number.POSITIVE_INFINITY;
    while (length > 1e-6 && !(nextLoss < loss)) {
      const scale = length;
      next = current.map((value, index) => value - scale * (direction[index] as number));
      nextLoss = objective(columns, labels, next);
      length /= 2;
    }
    if (!(nextLoss < loss)) break;
    current = next;
    loss = nextLoss;
  }
  return { slopes: current.slice(0, -1), shift: current.at(-1) as number };
}

function marginOf(columns: Float64Array[], coefficients: number[], row: number): number {
  return columns.reduce(
    (sum, column, index) => sum + (coefficients[index] as number) * (column[row] as number),
    coefficients.at(-1) as number,
  );
}

function objective(columns: Float64Array[], labels: Uint8Array, coefficients: number[]): number {
  let loss = 0;
  for (let row = 0; row < labels.length; row++) {
    const margin = marginOf(columns, coefficients, row);
    loss += softplus(margin) - margin * (labels[row] as number);
  }
  return coefficients.slice(0, -1).reduce((sum, slope) => sum + (PULL_TO_IDENTITY / 2) * (slope - 1) ** 2, loss);
}

function derivatives(columns: Float64Array[], labels: Uint8Array, coefficients: number[]) {
  const size = columns.length + 1;
  const gradient = new Array<number>(size).fill(0);
  const hessian = new Array<number>(size * size).fill(0);
  const inputs = new Array<number>(size).fill(1);
  for (let row = 0; row < labels.length; row++) {
    columns.forEach((column, index) => {
      inputs[index] = column[row] as number;
    });
    const probability = toProbability(marginOf(columns, coefficients, row));
    const weight = Math.max(1e-12, probability * (1 - probability));
    for (let i = 0; i < size; i++) {
      const input = inputs[i] as number;
      gradient[i] = (gradient[i] as number) + input * (probability - (labels[row] as number));
      for (let j = 0; j < size; j++) {
        hessian[i * size + j] = (hessian[i * size + j] as number) + weight * input * (inputs[j] as number);
      }
    }
  }
  for (let i = 0; i < columns.length; i++) {
    gradient[i] = (gradient[i] as number) + PULL_TO_IDENTITY * ((coefficients[i] as number) - 1);
    hessian[i * size + i] = (hessian[i * size + i] as number) + PULL_TO_IDENTITY;
  }
  return { gradient, hessian };
}

/** Gaussian elimination; the matrix is positive definite, so no pivoting is needed. */
function solveSymmetric(matrix: number[], right: number[], size: number): number[] {
  const left = [...matrix];
  const solution = [...right];
  for (let pivot = 0; pivot < size; pivot++) {
    for (let row = pivot + 1; row < size; row++) {
      const factor = (left[row * size + pivot] as number) / (left[pivot * size + pivot] as number);
      for (let column = pivot; column < size; column++) {
        left[row * size + column] =
          (left[row * size + column] as number) - factor * (left[pivot * size + column] as number);
      }
      solution[row] = (solution[row] as number) - factor * (solution[pivot] as number);
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let column = row + 1; column < size; column++) {
      solution[row] = (solution[row] as number) - (left[row * size + column] as number) * (solution[column] as number);
    }
    solution[row] = (solution[row] as number) / (left[row * size + row] as number);
  }
  return solution;
}
