import { blendMargins } from '../model/scoring-model.ts';
import { toProbability } from '../calibration/beta-calibration.ts';
import { logLoss } from './probability-metrics.ts';

/** How a contender did on rows it had not seen. */
export type Contender = { name: 'trees' | 'additive' | 'blend'; logLoss: number };

/** The blend that is published: the share of the trees, and what each learner and the blend reached. */
export type BlendChoice = { treeWeight: number; contenders: Contender[] };

/** A blend must be better by this much (log loss) to be worth two learners. */
const WORTH_BLENDING = 1e-4;

const WEIGHT_STEPS = 10;

/** Where the smallest value is; the first of equals. */
export function indexOfLeast(values: ArrayLike<number>): number {
  let least = 0;
  for (let index = 1; index < values.length; index++) {
    if ((values[index] as number) < (values[least] as number)) least = index;
  }
  return least;
}

/** Adds up log losses (not their mean) of margins. */
export function totalLogLoss(margins: Float64Array, labels: Uint8Array): number {
  let sum = 0;
  for (let row = 0; row < margins.length; row++) {
    const margin = margins[row] as number;
    sum += Math.max(margin, 0) - margin * (labels[row] as number) + Math.log1p(Math.exp(-Math.abs(margin)));
  }
  return sum;
}

/** Chooses trees, additive model or a blend of both by the log loss of their out-of-fold margins. */
export function chooseBlend(trees: Float64Array, additive: Float64Array, labels: Uint8Array): BlendChoice {
  const losses = Array.from({ length: WEIGHT_STEPS + 1 }, (_, step) => {
    const margins = blendMargins(step / WEIGHT_STEPS, trees, additive, labels.length);
    return logLoss(margins.map(toProbability), labels);
  });
  const onlyAdditive = losses[0] as number;
  const onlyTrees = losses[WEIGHT_STEPS] as number;
  const best = indexOfLeast(losses);
  const bestLoss = losses[best] as number;
  const contenders: Contender[] = [
    { name: 'trees', logLoss: onlyTrees },
    { name: 'additive', logLoss: onlyAdditive },
    { name: 'blend', logLoss: bestLoss },
  ];
  if (Math.min(onlyAdditive, onlyTrees) - bestLoss >= WORTH_BLENDING)
    return { treeWeight: best / WEIGHT_STEPS, contenders };
  return { treeWeight: onlyTrees <= onlyAdditive ? 1 : 0, contenders };
}
