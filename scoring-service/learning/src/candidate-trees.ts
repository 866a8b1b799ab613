import type { Trainer } from '../../src/ports/training.ts';
import { fitLinear } from './additive/linear-learners.ts';
import type { LinearPlan } from './additive/linear-learners.ts';
import { indexOfLeast } from './blend.ts';
import type { BoosterParameters, Matrix } from './booster.ts';
import { mapWithLimit } from './concurrency.ts';
import { encodeOutOfFold, fitEncoder } from './encoder-fit.ts';
import { encodeTable } from './encoder.ts';
import { totalLogLoss } from './platt-scaling.ts';
import type { Learners, TreeLearner } from './scoring-model.ts';
import { stratifiedFolds } from './splits.ts';
import type { LabelledRows } from './table.ts';
import { prefixMargins } from './trees/ensemble.ts';
import type { TreeEnsemble } from './trees/ensemble.ts';

/** Rows to learn from and rows to be heard on. */
export type Part = { training: LabelledRows; validation: LabelledRows };

/** Trees of a part; `losses` is the total log loss on its validation rows by number of trees, sparse ones infinite. */
export type HeardTrees = { ensemble: TreeEnsemble; matrix: Matrix; losses: Float64Array };

export type PartWatch = { onShare?: (share: number) => void; signal?: AbortSignal };

/** Trainings at the same time: a service is expected to have two cores for them. */
export const CONCURRENCY = 2;

/** More prefixes than this need not be told apart. */
const PREFIXES = 120;

/** Trains trees on every part and hears all their prefixes; undefined where no field varies. */
export async function hearTrees(
  { trainer }: { trainer: Trainer },
  parts: Part[],
  parameters: BoosterParameters,
  { onShare, signal }: PartWatch = {},
): Promise<HeardTrees[] | undefined> {
  const treesDone = new Array<number>(parts.length).fill(0);
  const heard = await mapWithLimit(CONCURRENCY, [...parts.entries()], signal, async ([index, part], abort) => {
    const onTree = (done: number): void => {
      treesDone[index] = done;
      onShare?.(treesDone.reduce((sum, count) => sum + count, 0) / (parts.length * parameters.trees));
    };
    const learner = await fitTrees({ trainer }, part.training, parameters, { onTree, signal: abort });
    if (!learner) return undefined;
    const matrix = encodeTable(learner.encoder, part.validation.table);
    return {
      ensemble: learner.ensemble,
      matrix,
      losses: prefixLosses(learner.ensemble, matrix, part.validation.labels),
    };
  });
  const whole = heard.filter((trees) => trees !== undefined);
  return whole.length === parts.length ? whole : undefined;
}

/** The number of trees that is best over all parts, and its log loss in total. */
export function bestPrefix(heard: HeardTrees[]): { trees: number; loss: number } {
  const length = Math.min(...heard.map(({ losses }) => losses.length));
  const sums = Float64Array.from({ length }, (_, tree) =>
    heard.reduce((sum, { losses }) => sum + (losses[tree] as number), 0),
  );
  const index = indexOfLeast(sums);
  return { trees: index + 1, loss: sums[index] as number };
}

function prefixLosses(ensemble: TreeEnsemble, matrix: Matrix, labels: Uint8Array): Float64Array {
  const count = ensemble.roots.length;
  const every = Math.ceil(count / PREFIXES);
  const losses = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  prefixMargins(ensemble, matrix, (tree, margins) => {
    if ((tree + 1) % every === 0 || tree + 1 === count) losses[tree] = totalLogLoss(margins, labels);
  });
  return losses;
}

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
