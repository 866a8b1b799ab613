import { calibrateMargin } from '../calibration/beta-calibration.ts';
import type { Calibration } from '../calibration/beta-calibration.ts';
import type { FeatureColumn, FeatureTable } from '../features/feature-table.ts';
import { encodeTable } from '../training/encoder.ts';
import type { Encoder } from '../training/encoder.ts';
import { additiveMargins } from './additive-model.ts';
import type { AdditiveModel } from './additive-model.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';
import { treeMargins } from './tree-margin.ts';

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
