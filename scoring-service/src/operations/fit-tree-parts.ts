import { prefixMargins } from '../domain/model/tree-margin.ts';
import type { TreeEnsemble } from '../domain/model/tree-ensemble.ts';
import type { BoosterParameters, Matrix } from '../domain/training/booster.ts';
import { indexOfLeast } from '../domain/training/choose-learner.ts';
import { encodeTable } from '../domain/training/encoder.ts';
import type { LabelledRows } from '../domain/training/labelled-rows.ts';
import { totalLogLoss } from '../domain/training/margin-scale.ts';
import type { Trainer } from '../ports.ts';
import { fitTrees } from './fit-learners.ts';
import { mapWithLimit } from './map-with-limit.ts';

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
