import type { BoosterParameters, Matrix } from '@plumbline/learning';
import { plural } from '../../domain/figures.ts';

/** Codes are float32 integers, exact up to here. */
const MAX_ROWS = 2 ** 24;

/** By measurement 2.5 million rows of 40 columns (1.2 GB by this estimate) fill the 2 GB that WebAssembly can address. */
const MAX_TRAINING_BYTES = 1.5e9;

/** The package holds a cell twice: as it was passed (4 bytes) and in its own sparse rows (8 bytes). */
const BYTES_PER_CELL = 12;

/** The input is invalid; the training did not fail. */
export class UnfitInput extends Error {}

/**
 * Why this input cannot be trained on, as a sentence, or undefined. The package itself trains on one class, reads beyond
 * the end of too few labels and ignores surplus columns, so all input is checked before.
 */
export function findInputFault(matrix: Matrix, labels: Uint8Array, parameters: BoosterParameters): string | undefined {
  return findShapeFault(matrix) ?? findLabelFault(matrix, labels) ?? findParameterFault(parameters);
}

function findShapeFault({ rowCount, columnCount, values }: Matrix): string | undefined {
  if (!isWithin(rowCount, 2, MAX_ROWS)) return `Training needs 2 to ${MAX_ROWS} rows, not ${rowCount}.`;
  if (!isWithin(columnCount, 1, 2 ** 31)) return `Training needs at least one column, not ${columnCount}.`;
  if (values.length !== rowCount * columnCount) {
    return `A matrix of ${plural(rowCount, 'row')} and ${plural(columnCount, 'column')} cannot hold ${plural(values.length, 'value')}.`;
  }
  const bytes = values.length * BYTES_PER_CELL;
  if (bytes <= MAX_TRAINING_BYTES) return undefined;
  const gigabytes = (bytes / 1e9).toFixed(1);
  const size = `${plural(rowCount, 'row')} of ${plural(columnCount, 'column')}`;
  return `${size}: ${gigabytes} GB are needed; training can use ${MAX_TRAINING_BYTES / 1e9} GB.`;
}

function findLabelFault({ rowCount }: Matrix, labels: Uint8Array): string | undefined {
  if (labels.length !== rowCount)
    return `Every row needs a label: ${plural(rowCount, 'row')}, ${plural(labels.length, 'label')}.`;
  const strange = labels.find((label) => label > 1);
  if (strange !== undefined) return `A label is 0 or 1, not ${strange}.`;
  if (!labels.includes(0)) return 'Every row is positive: there is nothing to tell apart.';
  if (!labels.includes(1)) return 'Every row is negative: there is nothing to tell apart.';
  return undefined;
}

function findParameterFault(parameters: BoosterParameters): string | undefined {
  const { trees, maxDepth, learningRate, subsample, columnSample, seed } = parameters;
  const { minChildWeight, gamma, lambda, alpha } = parameters;
  if (!isWithin(trees, 1, 100_000)) return `The number of trees must be 1 to 100000, not ${trees}.`;
  if (!isWithin(maxDepth, 1, 16)) return `The depth must be 1 to 16, not ${maxDepth}.`;
  if (!isWithin(seed, 0, 2 ** 31 - 1)) return `The seed must be a 31-bit integer, not ${seed}.`;
  for (const [name, share] of Object.entries({ learningRate, subsample, columnSample })) {
    if (!(share > 0 && share <= 1)) return `${name} must be above 0 and at most 1, not ${share}.`;
  }
  for (const [name, amount] of Object.entries({ minChildWeight, gamma, lambda, alpha })) {
    if (!(amount >= 0 && amount < Infinity)) return `${name} must be 0 or more, not ${amount}.`;
  }
  return undefined;
}

const isWithin = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;
