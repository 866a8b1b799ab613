import { additiveMargins } from './additive/model.ts';
import type { AdditiveModel } from './additive/model.ts';
import { calibrateMargin, toProbability } from './calibration.ts';
import type { Calibration } from './calibration.ts';
import { encodeTable } from './encoder.ts';
import type { Encoder } from './encoder.ts';
import type { FeatureColumn, FeatureTable } from './table.ts';
import { treeMargins } from './trees/ensemble.ts';
import type { TreeEnsemble } from './trees/ensemble.ts';

/** A field of the table that the model was trained on, in the table's order. */
export type ModelField = { name: string; kind: FeatureColumn['kind'] };

/** Boosted trees with the encoding of what they read. */
export type TreeLearner = { encoder: Encoder; ensemble: TreeEnsemble };

/**
 * What turns a feature table into scores. The margin is `treeWeight` times that of the trees plus the rest of 1 times
 * that of the additive model; a learner without weight is left out. `reference` holds rising calibrated probabilities,
 * evenly spaced by rank, of training rows that the model had not seen when it predicted them.
 */
export type ScoringModel = {
  fields: ModelField[];
  treeWeight: number;
  trees?: TreeLearner;
  additive?: AdditiveModel;
  calibration: Calibration;
  reference: number[];
};

/** What the model needs before it is calibrated. */
export type Learners = Pick<ScoringModel, 'treeWeight' | 'trees' | 'additive'>;

/** Margins (log odds) of all rows before calibration. */
export function rawMargins({ treeWeight, trees, additive }: Learners, table: FeatureTable): Float64Array {
  return blendMargins(
    treeWeight,
    trees && treeMargins(trees.ensemble, encodeTable(trees.encoder, table)),
    additive && additiveMargins(additive, table),
    table.rowCount,
  );
}

/** Calibrated log odds of all rows. */
export function modelMargins(model: ScoringModel, table: FeatureTable): Float64Array {
  return rawMargins(model, table).map((margin) => calibrateMargin(model.calibration, margin));
}

/** The weighted sum of the learners' margins; one that is left out counts 0. */
export function blendMargins(
  treeWeight: number,
  trees: Float64Array | undefined,
  additive: Float64Array | undefined,
  rowCount: number,
): Float64Array {
  const margins = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    margins[row] = treeWeight * (trees?.[row] ?? 0) + (1 - treeWeight) * (additive?.[row] ?? 0);
  }
  return margins;
}

/** How many probabilities a frozen reference holds at most. */
const REFERENCE_SIZE = 1000;

/** The rising values that stand for all given ones: evenly spaced by rank, all of them where they are few. */
export function freezeReference(probabilities: Float64Array): number[] {
  const sorted = probabilities.slice().sort();
  const size = Math.min(REFERENCE_SIZE, sorted.length);
  return Array.from(
    { length: size },
    (_, index) => sorted[Math.floor(((index + 0.5) * sorted.length) / size)] as number,
  );
}

/**
 * The rank, 1 to 100, of a probability among the reference, so that it does not move when other records arrive; equal
 * values count half.
 */
export function percentileAmong(reference: number[], probability: number): number {
  const below = countWhile(reference, (value) => value < probability);
  const upTo = countWhile(reference, (value) => value <= probability);
  const share = reference.length === 0 ? 0.5 : (below + upTo) / 2 / reference.length;
  return Math.min(100, Math.max(1, Math.ceil(100 * share)));
}

/** How many values from the start of the rising reference satisfy what no later value satisfies again. */
function countWhile(reference: number[], isInside: (value: number) => boolean): number {
  let low = 0;
  let high = reference.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isInside(reference[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One value a row: calibrated log odds, the probability of reaching the goal, and the rank (1 to 100). */
export type ScoredTable = { margins: Float64Array; probabilities: Float64Array; percentiles: Uint8Array };

/** Scores every row of a table that has at least the model's fields. */
export function scoreTable(model: ScoringModel, table: FeatureTable): ScoredTable {
  const margins = modelMargins(model, table);
  const probabilities = margins.map(toProbability);
  return {
    margins,
    probabilities,
    percentiles: Uint8Array.from(probabilities, (probability) => percentileAmong(model.reference, probability)),
  };
}
