import type { BoosterParameters } from '../booster.ts';
import { seededRandom } from '../seeded-random.ts';

/** Below this number of positives only small models are tried: bigger ones learn the sample by heart. */
const SMALL_POSITIVES = 300;

/** From this number of positives on a slower way to the same end costs minutes and tells the same. */
const LARGE_POSITIVES = 5000;

const DEEP = 7;
const MOST_TREES = 1000;
const MOST_LEAVES = 32_000;

/** Training parameters for data like this; `trees` is the most that early stopping may choose from. */
export function chooseParameters(labels: Uint8Array, seed: number): BoosterParameters {
  const isSmall = isSmallData(labels);
  const isLarge = isLargeData(labels);
  return {
    trees: isSmall ? 100 : 400,
    maxDepth: isSmall ? 3 : 4,
    // Slower is better where it can be afforded (X Education: AUC 0.9064 instead of 0.9056 of the trees alone).
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
 * Shapes of trees worth comparing: the usual one, and where there are positives enough one that sees what only many
 * fields together tell.
 */
export function chooseShapes(labels: Uint8Array, seed: number): BoosterParameters[] {
  const usual = chooseParameters(labels, seed);
  if (isSmallData(labels)) return [usual];
  const deep = {
    ...usual,
    maxDepth: DEEP,
    minChildWeight: 5,
    columnSample: 0.8,
    learningRate: isLargeData(labels) ? 0.1 : 0.07,
  };
  return [usual, { ...deep, trees: Math.min(usual.trees, mostTrees(DEEP)) }];
}

/** So many trees of a depth are explained from tables, at thousands of records a second; more would be at hundreds. */
export const mostTrees = (maxDepth: number): number => Math.min(MOST_TREES, Math.floor(MOST_LEAVES / 2 ** maxDepth));

const countPositives = (labels: Uint8Array): number => labels.reduce((sum, label) => sum + label, 0);

/** Whether the positives are so few that only small models may be tried. */
export const isSmallData = (labels: Uint8Array): boolean => countPositives(labels) < SMALL_POSITIVES;

const isLargeData = (labels: Uint8Array): boolean => countPositives(labels) >= LARGE_POSITIVES;

/** Steps that a slow model is given to arrive: learning rate times trees. */
const WAY = 15;
const MOST_SEARCHED_TREES = 600;
const SMALL_TREES = 100;

/**
 * Ways to learn the same data, drawn with the seed from all that acts: the usual parameters first. Few positives keep to
 * trees of depth 3, 100 at most.
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
    const trees = Math.ceil(WAY / learningRate);
    const maxDepth = Math.floor(isSmall ? between(1, 4) : between(2, 9));
    return {
      trees: Math.min(trees, isSmall ? SMALL_TREES : MOST_SEARCHED_TREES, mostTrees(maxDepth)),
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
