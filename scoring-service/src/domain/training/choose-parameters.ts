import type { BoosterParameters } from './booster.ts';

/** Below this number of positives only small models are tried. */
const SMALL_POSITIVES = 300;

/** Training parameters for data like this; `trees` is the most that early stopping may choose from. */
export function chooseParameters(labels: Uint8Array, seed: number): BoosterParameters {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const isSmall = positives < SMALL_POSITIVES;
  return {
    trees: isSmall ? 100 : 250,
    maxDepth: isSmall ? 3 : 4,
    learningRate: 0.07,
    minChildWeight: 3,
    gamma: 0,
    lambda: 1,
    alpha: 0,
    subsample: 0.8,
    columnSample: 0.5,
    seed,
  };
}
