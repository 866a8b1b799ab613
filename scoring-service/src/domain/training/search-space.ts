import type { BoosterParameters } from './booster.ts';
import { chooseParameters, isSmallData, mostTrees } from './choose-parameters.ts';
import { seededRandom } from './seeded-random.ts';

/** Steps that a slow model is given to arrive: learning rate times trees. */
const WAY = 15;
const MOST_TREES = 600;
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
      trees: Math.min(trees, isSmall ? SMALL_TREES : MOST_TREES, mostTrees(maxDepth)),
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
