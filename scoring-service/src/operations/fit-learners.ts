import type { Learners, TreeLearner } from '../domain/model/scoring-model.ts';
import type { BoosterParameters } from '../domain/training/booster.ts';
import { encodeOutOfFold, fitEncoder } from '../domain/training/encoder-fit.ts';
import { stratifiedFolds } from '../domain/training/folds.ts';
import type { LabelledRows } from '../domain/training/labelled-rows.ts';
import { fitLinear } from '../domain/training/linear-contenders.ts';
import type { LinearPlan } from '../domain/training/linear-contenders.ts';
import type { Trainer } from '../ports.ts';

/** What cross-validation has settled; `parameters.trees` is the number of trees to train. */
export type LearnerPlan = LinearPlan & { parameters: BoosterParameters };

/** `onTree` is told after each tree how many are done. */
export type FitWatch = { onTree?: (treesDone: number) => void; signal?: AbortSignal };

const ENCODING_FOLDS = 5;

/** Trains the learners that have weight in the plan, on all given rows. */
export async function fitLearners(
  { trainer }: { trainer: Trainer },
  rows: LabelledRows,
  plan: LearnerPlan,
  watch: FitWatch = {},
): Promise<Learners> {
  const treeWeight = plan.weights.trees;
  const trees = treeWeight > 0 ? await fitTrees({ trainer }, rows, plan.parameters, watch) : undefined;
  const additive = treeWeight < 1 ? fitLinear(rows, plan) : undefined;
  return { treeWeight, trees, additive };
}

/** Trains the trees, each row encoded without its own label; undefined where no field varies. */
export async function fitTrees(
  { trainer }: { trainer: Trainer },
  rows: LabelledRows,
  parameters: BoosterParameters,
  { onTree, signal }: FitWatch,
): Promise<TreeLearner | undefined> {
  const { table, labels } = rows;
  const encoder = fitEncoder(table, labels);
  if (encoder.fields.length === 0) return undefined;
  const folds = stratifiedFolds(rows, ENCODING_FOLDS, parameters.seed);
  const matrix = encodeOutOfFold(encoder, table, labels, folds);
  const ensemble = await trainer.train(matrix, labels, parameters, { signal, onProgress: onTree });
  return { encoder, ensemble };
}
