import { fitMarginScale } from './margin-scale.ts';

/** The learners that compete. */
export const LEARNERS = ['trees', 'additive', 'bayes'] as const;
export type LearnerName = (typeof LEARNERS)[number];

/** How a contender did on rows it had not seen. */
export type Contender = { name: LearnerName | 'blend'; logLoss: number };

/** The share of each learner in the margin; they add up to 1. */
export type LearnerWeights = Record<LearnerName, number>;

/** The blend that is published, and what each learner and the best blend reached. */
export type BlendChoice = { weights: LearnerWeights; contenders: Contender[] };

/** A blend must be better by this much (log loss) to be worth several learners. */
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

/** The learner alone. */
export const onlyLearner = (name: LearnerName): LearnerWeights => ({ trees: 0, additive: 0, bayes: 0, [name]: 1 });

/** The weighted sum of the learners' margins. */
export function weighMargins(
  weights: LearnerWeights,
  margins: Partial<Record<LearnerName, Float64Array>>,
  rowCount: number,
): Float64Array {
  const sum = new Float64Array(rowCount);
  for (const name of LEARNERS) {
    const own = margins[name];
    if (!own || weights[name] === 0) continue;
    for (let row = 0; row < rowCount; row++) sum[row] = (sum[row] as number) + weights[name] * (own[row] as number);
  }
  return sum;
}

/**
 * Chooses one learner or a blend by the log loss of margins that were predicted out of fold, each put on the scale of
 * the outcomes first as calibration will do: what tells best wins, not what boasts least. A learner without margins
 * does not compete.
 */
export function chooseBlend(margins: Partial<Record<LearnerName, Float64Array>>, labels: Uint8Array): BlendChoice {
  const lossOf = (weights: LearnerWeights): number =>
    fitMarginScale(weighMargins(weights, margins, labels.length), labels).loss / labels.length;
  const competing = LEARNERS.filter((name) => margins[name] !== undefined);
  const contenders = competing.map((name): Contender => ({ name, logLoss: lossOf(onlyLearner(name)) }));
  const best = contenders[indexOfLeast(contenders.map(({ logLoss }) => logLoss))];
  if (best === undefined || best.name === 'blend') return { weights: onlyLearner('additive'), contenders };

  const blends = mixtures(competing);
  const losses = blends.map(lossOf);
  const index = indexOfLeast(losses);
  const blend = blends[index];
  const blendLoss = losses[index];
  if (blend === undefined || blendLoss === undefined) return { weights: onlyLearner(best.name), contenders };
  const isWorth = best.logLoss - blendLoss >= WORTH_BLENDING;
  return {
    weights: isWorth ? blend : onlyLearner(best.name),
    contenders: [...contenders, { name: 'blend', logLoss: Math.min(best.logLoss, blendLoss) }],
  };
}

/** All mixtures of at least two learners in steps of a tenth. */
function mixtures(competing: LearnerName[]): LearnerWeights[] {
  const steps = (name: LearnerName): number[] =>
    competing.includes(name) ? Array.from({ length: WEIGHT_STEPS + 1 }, (_, step) => step) : [0];
  return steps('trees').flatMap((trees) =>
    steps('additive').flatMap((additive) =>
      steps('bayes').flatMap((bayes) => {
        const isWhole = trees + additive + bayes === WEIGHT_STEPS;
        const isMixed = Math.max(trees, additive, bayes) < WEIGHT_STEPS;
        const share = (step: number): number => step / WEIGHT_STEPS;
        return isWhole && isMixed ? [{ trees: share(trees), additive: share(additive), bayes: share(bayes) }] : [];
      }),
    ),
  );
}
