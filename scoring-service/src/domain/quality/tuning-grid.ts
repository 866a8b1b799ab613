import type { BoosterParameters } from '../training/booster.ts';

/**
 * Other ways to learn the same data, each far from the others and from the parameters that gave a low AUC: simpler
 * trees, stiffer ones, slower ones, trees that see more interactions, and trees that see less data each.
 */
export function tuningGrid({
  trees,
  maxDepth,
  learningRate,
  minChildWeight,
  lambda,
}: BoosterParameters): Partial<BoosterParameters>[] {
  return [
    { maxDepth: 2, trees: 2 * trees, columnSample: 0.8 },
    { minChildWeight: 8 * Math.max(1, minChildWeight), lambda: 10 * Math.max(1, lambda), gamma: 1 },
    { learningRate: learningRate / 3, trees: 3 * trees, subsample: 0.6 },
    {
      maxDepth: maxDepth + 3,
      minChildWeight: 4 * Math.max(1, minChildWeight),
      learningRate: learningRate / 2,
      trees: 2 * trees,
    },
    { subsample: 0.5, columnSample: 0.25, lambda: 3 * Math.max(1, lambda) },
  ];
}
