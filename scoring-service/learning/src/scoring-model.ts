import { additiveMargins } from './additive/model.ts';
import type { AdditiveModel } from './additive/model.ts';
import { calibrateMargins } from './calibration.ts';
import type { Calibration } from './calibration.ts';
import { encodeTable } from './encoder.ts';
import type { Encoder } from './encoder.ts';
import { countWhile, sigmoid } from './numerics.ts';
import type { FeatureColumn, FeatureTable } from './table.ts';
import { treeMargins } from './trees/ensemble.ts';
import type { TreeEnsemble } from './trees/ensemble.ts';

/** A field of the table that the model was trained on, in the table's order. */
export type ModelField = { name: string; kind: FeatureColumn['kind'] };

/** Boosted trees with the encoder of their matrix. */
export type TreeLearner = { encoder: Encoder; ensemble: TreeEnsemble };

/**
 * What turns a feature table into scores:
 * margin = treeWeight · trees + (1 − treeWeight) · additive, then calibrated; a learner without weight is absent.
 * `reference` holds rising calibrated out-of-fold probabilities, evenly spaced by rank, that percentiles are ranks in.
 * `baseRate` is the share of positives (0 to 1) among all training rows; absent from models of earlier versions.
 */
export type ScoringModel = {
  fields: ModelField[];
  treeWeight: number;
  trees?: TreeLearner;
  additive?: AdditiveModel;
  calibration: Calibration;
  reference: number[];
  baseRate?: number;
};

/**
 * The weighted sum of the learners' margins; an absent learner counts 0. m = Σ weight · margin (stacking, Wolpert
 * 1992).
 */
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

/** How many probabilities a reference holds at most. */
const REFERENCE_SIZE = 1000;

/**
 * The rising values that represent all given ones: evenly spaced by rank, all of them where they are few. Value i is
 * that of rank ⌊(i + ½)·n / count⌋.
 */
export function freezeReference(probabilities: Float64Array): number[] {
  const sorted = probabilities.slice().sort();
  const size = Math.min(REFERENCE_SIZE, sorted.length);
  return Array.from({ length: size }, (_, index) => sorted[Math.floor(((index + 0.5) * sorted.length) / size)]);
}

/**
 * The percentile rank, 1 to 100, of a probability in the reference: ⌈100 · (below + ½ equal) / n⌉. It does not change when
 * other records arrive.
 */
export function percentileAmong(reference: number[], probability: number): number {
  const below = countWhile(reference, (value) => value < probability);
  const upTo = countWhile(reference, (value) => value <= probability);
  const share = reference.length === 0 ? 0.5 : (below + upTo) / 2 / reference.length;
  return Math.min(100, Math.max(1, Math.ceil(100 * share)));
}

/**
 * One value per row: the log odds before calibration (`uncalibrated`) and after it (`margins`), the probability of
 * reaching the goal, and the percentile rank (1 to 100) in the model's reference.
 */
export type ScoredTable = {
  uncalibrated: Float64Array;
  margins: Float64Array;
  probabilities: Float64Array;
  percentiles: Uint8Array;
};

/**
 * Scores every row of a table that has at least the model's fields. p = σ(calibrated margin); percentile = ⌈100 ·
 * (below + ½ equal) / n⌉ in the reference.
 */
export function scoreTable(model: ScoringModel, table: FeatureTable): ScoredTable {
  const { treeWeight, trees, additive, calibration, reference } = model;
  const uncalibrated = blendMargins(
    treeWeight,
    trees && treeMargins(trees.ensemble, encodeTable(trees.encoder, table)),
    additive && additiveMargins(additive, table),
    table.rowCount,
  );
  const margins = calibrateMargins(calibration, uncalibrated);
  const probabilities = margins.map(sigmoid);
  return {
    uncalibrated,
    margins,
    probabilities,
    percentiles: Uint8Array.from(probabilities, (probability) => percentileAmong(reference, probability)),
  };
}
