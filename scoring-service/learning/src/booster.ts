import { countPositives, seededRandom } from './numerics.ts';
import type { Matrix } from './table.ts';
import type { TreeEnsemble } from './trees/ensemble.ts';

/**
 * Parameters of gradient boosting by their usual names (Chen and Guestrin 2016): `trees` is the number of boosting
 * rounds, `columnSample` is colsample_bytree, `lambda` and `alpha` are the L2 and L1 penalties of leaf values.
 */
export type BoosterParameters = {
  trees: number;
  maxDepth: number;
  learningRate: number;
  minChildWeight: number;
  gamma: number;
  lambda: number;
  alpha: number;
  subsample: number;
  columnSample: number;
  seed: number;
};

/** `onTree` is called after each boosting round with the number of trees so far; an aborted `signal` rejects. */
export type BoosterOptions = { onTree?: (treesDone: number) => void; signal?: AbortSignal };

/**
 * Trains boosted trees on log loss. The package has no booster of its own: callers pass one, and with it the choice of
 * library, thread and timeout. `labels` are 0 or 1, one per row. The same arguments must give the same trees.
 */
export type Booster = (
  matrix: Matrix,
  labels: Uint8Array,
  parameters: BoosterParameters,
  options?: BoosterOptions,
) => Promise<TreeEnsemble>;

/** Below this number of positives only small models are tried: larger ones overfit. */
const SMALL_POSITIVES = 300;

/** From this number of positives a lower learning rate costs minutes and gains nothing. */
const LARGE_POSITIVES = 5000;

const DEEP = 7;
const MAX_TREES = 1000;
const MAX_LEAVES = 32_000;

/** Whether the positives are so few that only small models may be tried. */
const isSmallData = (labels: Uint8Array): boolean => countPositives(labels) < SMALL_POSITIVES;

const isLargeData = (labels: Uint8Array): boolean => countPositives(labels) >= LARGE_POSITIVES;

/**
 * The default parameters for a number of positives; `trees` is the most that early stopping may choose from. XGBoost:
 * Chen and Guestrin 2016; the values are those of the quality bench.
 */
export function chooseParameters(labels: Uint8Array, seed: number): BoosterParameters {
  const isSmall = isSmallData(labels);
  const isLarge = isLargeData(labels);
  return {
    trees: isSmall ? 100 : 400,
    maxDepth: isSmall ? 3 : 4,
    // A lower rate is better where it can be afforded (X Education: AUC 0.9064 instead of 0.9056 of the trees alone).
    learningRate: isSmall ? 0.07 : isLarge ? 0.1 : 0.045,
    minChildWeight: 3,
    gamma: 0,
    lambda: 1,
    alpha: 0,
    subsample: 0.8,
    columnSample: 0.5,
    seed,
  };
}

/**
 * The tree configurations that cross-validation compares: the default, and with enough positives a deep one for
 * interactions of many fields. (Friedman 2001: depth bounds the order of interactions.)
 */
export function treeConfigurations(labels: Uint8Array, seed: number): BoosterParameters[] {
  const usual = chooseParameters(labels, seed);
  if (isSmallData(labels)) return [usual];
  const deep = {
    ...usual,
    maxDepth: DEEP,
    minChildWeight: 5,
    columnSample: 0.8,
    learningRate: isLargeData(labels) ? 0.1 : 0.07,
  };
  return [usual, { ...deep, trees: Math.min(usual.trees, maxTrees(DEEP)) }];
}

/**
 * The most trees of a depth that are explained from tables, at thousands of records a second; more take ten times as
 * long. min(1000, 32,000 / 2^depth).
 */
export const maxTrees = (maxDepth: number): number => Math.min(MAX_TREES, Math.floor(MAX_LEAVES / 2 ** maxDepth));

/** The training budget: learning rate times number of trees. A lower rate gets more trees. */
const TRAINING_BUDGET = 15;
const MAX_SEARCHED_TREES = 600;
const SMALL_TREES = 100;

/**
 * `count` configurations for a random search (Bergstra and Bengio 2012), drawn with the seed: rates and penalties on a
 * logarithmic scale, the default first. Few positives keep to at most 100 trees of depth 3.
 */
export function drawParameters(
  labels: Uint8Array,
  { count, seed }: { count: number; seed: number },
): BoosterParameters[] {
  const random = seededRandom(seed);
  const usual = chooseParameters(labels, seed);
  const isSmall = isSmallData(labels);
  const between = (low: number, high: number): number => low + (high - low) * random();
  const byMagnitude = (low: number, high: number): number => Math.exp(between(Math.log(low), Math.log(high)));
  const drawn = Array.from({ length: Math.max(0, count - 1) }, (): BoosterParameters => {
    const learningRate = byMagnitude(isSmall ? 0.03 : 0.02, 0.2);
    const trees = Math.ceil(TRAINING_BUDGET / learningRate);
    const maxDepth = Math.floor(isSmall ? between(1, 4) : between(2, 9));
    return {
      trees: Math.min(trees, isSmall ? SMALL_TREES : MAX_SEARCHED_TREES, maxTrees(maxDepth)),
      maxDepth,
      learningRate,
      minChildWeight: byMagnitude(1, 64),
      gamma: random() < 0.5 ? 0 : byMagnitude(0.05, 3),
      lambda: byMagnitude(0.3, 30),
      alpha: random() < 0.5 ? 0 : byMagnitude(0.05, 5),
      subsample: between(0.5, 1),
      columnSample: between(0.2, 1),
      seed: usual.seed,
    };
  });
  return [usual, ...drawn];
}
