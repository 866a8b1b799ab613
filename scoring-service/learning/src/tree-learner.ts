import type { Booster, BoosterOptions, BoosterParameters } from './booster.ts';
import { maxTrees } from './booster.ts';
import { mapConcurrently } from './concurrency.ts';
import type { TaskOptions } from './concurrency.ts';
import { encodeTable } from './encoder.ts';
import { encodeOutOfFold, fitEncoder } from './fit-encoder.ts';
import { indexOfMin, sum, totalLogLoss } from './numerics.ts';
import type { TreeLearner } from './scoring-model.ts';
import { stratifiedFolds } from './splits.ts';
import type { LabelledRows, Matrix } from './table.ts';
import { stagedMargins } from './trees/ensemble.ts';
import type { TreeEnsemble } from './trees/ensemble.ts';

const ENCODING_FOLDS = 5;

/**
 * Trains the trees, each row target-encoded without its own label; undefined where no field varies. (Chen and Guestrin
 * 2016; target encoding: Micci-Barreca 2001.)
 */
export async function fitTrees(
  rows: LabelledRows,
  booster: Booster,
  parameters: BoosterParameters,
  options: BoosterOptions,
): Promise<TreeLearner | undefined> {
  const { table, labels } = rows;
  const encoder = fitEncoder(table, labels);
  if (encoder.fields.length === 0) return undefined;
  const folds = stratifiedFolds(rows, ENCODING_FOLDS, parameters.seed);
  const matrix = encodeOutOfFold(encoder, table, labels, folds);
  return { encoder, ensemble: await booster(matrix, labels, parameters, options) };
}

/** Rows to train on, and rows to validate on. */
export type Fold = { training: LabelledRows; validation: LabelledRows };

/**
 * Trees of a fold and the matrix of its validation rows; `losses` is the total log loss there by number of trees,
 * infinite at numbers that were skipped.
 */
type FoldTrees = { ensemble: TreeEnsemble; matrix: Matrix; losses: Float64Array };

/**
 * Trains trees on every fold and evaluates all numbers of trees; undefined where no field varies in a fold. The loss of
 * t trees is Σ over folds of ln(1 + e^m) − y·m with the margins after t trees.
 */
export async function evaluateTrees(
  folds: Fold[],
  booster: Booster,
  parameters: BoosterParameters,
  { onShare, signal }: TaskOptions = {},
): Promise<FoldTrees[] | undefined> {
  const treesDone = new Array<number>(folds.length).fill(0);
  const evaluated = await mapConcurrently(folds, signal, async ({ training, validation }, abort, index) => {
    const onTree = (done: number): void => {
      treesDone[index] = done;
      onShare?.(sum(treesDone) / (folds.length * parameters.trees));
    };
    const learner = await fitTrees(training, booster, parameters, { onTree, signal: abort });
    if (!learner) return undefined;
    const { encoder, ensemble } = learner;
    const matrix = encodeTable(encoder, validation.table);
    return { ensemble, matrix, losses: stagedLosses(ensemble, matrix, validation.labels) };
  });
  const trees = evaluated.filter((ofFold) => ofFold !== undefined);
  return trees.length === folds.length ? trees : undefined;
}

/**
 * The number of trees that is best over all folds (early stopping), and its log loss in nats in total. argmin over t of
 * Σ loss of t trees over the folds (early stopping, Prechelt 1998).
 */
export function bestIteration(folds: FoldTrees[]): { trees: number; loss: number } {
  const length = Math.min(...folds.map(({ losses }) => losses.length));
  const totals = Float64Array.from({ length }, (_, tree) => sum(folds.map(({ losses }) => losses[tree])));
  const index = indexOfMin(totals);
  return { trees: index + 1, loss: totals[index] };
}

/** At most so many numbers of trees are compared. */
const MAX_STAGES = 120;

function stagedLosses(ensemble: TreeEnsemble, matrix: Matrix, labels: Uint8Array): Float64Array {
  const count = ensemble.roots.length;
  const every = Math.ceil(count / MAX_STAGES);
  const losses = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  stagedMargins(ensemble, matrix, (tree, margins) => {
    if ((tree + 1) % every === 0 || tree + 1 === count) losses[tree] = totalLogLoss(margins, labels);
  });
  return losses;
}

/** Folds on which tree configurations are compared before the best one is trained on all. */
const PROBE_FOLDS = 2;

/** Where the best number of trees is this near to the limit, twice as many are tried. */
const NEAR_LIMIT = 0.9;

/** The iteration headroom of the other folds over the best number of trees on the probe folds, which theirs is near. */
const ITERATION_HEADROOM = 1.25;

/**
 * Compares tree configurations on the probe folds and trains the best on the others too. The parameters that are
 * returned have the number of trees that is best over all folds. Undefined where no field varies. (Cross-validation:
 * Stone 1974.)
 */
export async function evaluateTreeConfigurations(
  folds: Fold[],
  booster: Booster,
  configurations: BoosterParameters[],
  { onShare, signal }: TaskOptions,
): Promise<{ parameters: BoosterParameters; folds: FoldTrees[] } | undefined> {
  const probes = folds.slice(0, PROBE_FOLDS);
  const others = folds.slice(PROBE_FOLDS);
  const total = configurations.length * probes.length + others.length;
  // A single configuration means small data, which keeps to its small models.
  const isExtensible = ({ trees, maxDepth }: BoosterParameters): boolean =>
    configurations.length > 1 && trees < maxTrees(maxDepth);
  let best: { parameters: BoosterParameters; folds: FoldTrees[]; loss: number } | undefined;
  for (const [index, configuration] of configurations.entries()) {
    const before = index * probes.length;
    const options = { signal, onShare: (share: number) => onShare?.((before + share * probes.length) / total) };
    let parameters = configuration;
    let evaluated = await evaluateTrees(probes, booster, parameters, options);
    while (evaluated && bestIteration(evaluated).trees >= NEAR_LIMIT * parameters.trees && isExtensible(parameters)) {
      parameters = { ...parameters, trees: Math.min(maxTrees(parameters.maxDepth), 2 * parameters.trees) };
      evaluated = await evaluateTrees(probes, booster, parameters, options);
    }
    if (!evaluated) return undefined;
    const { loss } = bestIteration(evaluated);
    if (!best || loss < best.loss) best = { parameters, folds: evaluated, loss };
  }
  if (!best) return undefined;
  const before = total - others.length;
  const enough = Math.ceil(ITERATION_HEADROOM * bestIteration(best.folds).trees);
  const trimmed = { ...best.parameters, trees: Math.min(best.parameters.trees, enough) };
  const rest = await evaluateTrees(others, booster, trimmed, {
    signal,
    onShare: (share) => onShare?.((before + share * others.length) / total),
  });
  if (!rest) return undefined;
  const all = [...best.folds, ...rest];
  return { folds: all, parameters: { ...best.parameters, trees: bestIteration(all).trees } };
}
