import { fitMarginScale } from './platt-scaling.ts';

/** The learners that compete. */
export const LEARNERS = ['trees', 'additive', 'bayes'] as const;
export type LearnerName = (typeof LEARNERS)[number];

/** How a contender did on rows it had not seen. */
export type Contender = { name: LearnerName | 'blend'; logLoss: number };

/** The share of each learner in the margin; they add up to 1. */
export type LearnerWeights = Record<LearnerName, number>;

/** The blend that is published, and what each learner and the best blend reached. */
export type BlendChoice = { weights: LearnerWeights; contenders: Contender[] };

const WEIGHT_STEPS = 10;

/** Nats of log loss in total by which mixtures are hardly told apart. */
const NEAR = 2;

/**
 * Nats by which trees and naive Bayes must be better than the additive model to count as its equals: where the rows
 * cannot tell them apart it was mostly the best of the three (on 29 of 34 made-up sets, AUC). Half as many nats cost up to
 * 0.003 AUC on 300 rows; half as many again gain as much there and lose it elsewhere.
 */
const PROOF = 8;

/** A smaller share is not worth a learner. */
const SMALLEST_SHARE = 0.1;
const SHARE_STEPS = 20;

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
 * Weighs the learners by the log loss of margins that were predicted out of fold, each mixture put on the scale of the
 * outcomes first as calibration will do: what tells best wins, not what boasts least. Mixtures that are hardly told apart
 * share: many rows leave one, few or weak ones an average, which was never far behind the best on made-up data where the
 * seemingly best one was by 0.02 AUC. A learner without margins does not compete.
 */
export function chooseBlend(margins: Partial<Record<LearnerName, Float64Array>>, labels: Uint8Array): BlendChoice {
  const lossOf = (weights: LearnerWeights): number =>
    fitMarginScale(weighMargins(weights, margins, labels.length), labels).loss;
  const competing = LEARNERS.filter((name) => margins[name] !== undefined);
  const contenders = competing.map((name): Contender => ({
    name,
    logLoss: lossOf(onlyLearner(name)) / labels.length,
  }));
  const weights = averageOf(mixtures(competing), lossOf);
  const isBlend = Math.max(...LEARNERS.map((name) => weights[name])) < 1;
  if (!isBlend) return { weights, contenders };
  return { weights, contenders: [...contenders, { name: 'blend', logLoss: lossOf(weights) / labels.length }] };
}

/** The mean of mixtures, each with the credit of its loss, in round shares. */
function averageOf(mixed: LearnerWeights[], lossOf: (weights: LearnerWeights) => number): LearnerWeights {
  const losses = mixed.map((weights) => lossOf(weights) + PROOF * (1 - weights.additive));
  const least = Math.min(...losses);
  const credits = losses.map((loss) => Math.exp((least - loss) / NEAR));
  const all = credits.reduce((sum, credit) => sum + credit, 0);
  const mean = LEARNERS.map((name) =>
    mixed.reduce((sum, weights, index) => sum + (weights[name] * (credits[index] as number)) / all, 0),
  );
  const kept = mean.map((share) => (share < SMALLEST_SHARE ? 0 : share));
  const whole = kept.reduce((sum, share) => sum + share, 0);
  const steps = kept.map((share) => Math.round((SHARE_STEPS * share) / whole));
  // What rounding has added or lost is the largest's.
  const largest = steps.indexOf(Math.max(...steps));
  steps[largest] = (steps[largest] as number) + SHARE_STEPS - steps.reduce((sum, step) => sum + step, 0);
  const [trees = 0, additive = 0, bayes = 0] = steps.map((step) => step / SHARE_STEPS);
  return { trees, additive, bayes };
}

/** All mixtures in steps of a tenth, the learners alone among them. */
function mixtures(competing: LearnerName[]): LearnerWeights[] {
  const steps = (name: LearnerName): number[] =>
    competing.includes(name) ? Array.from({ length: WEIGHT_STEPS + 1 }, (_, step) => step) : [0];
  return steps('trees').flatMap((trees) =>
    steps('additive').flatMap((additive) =>
      steps('bayes').flatMap((bayes) => {
        if (trees + additive + bayes !== WEIGHT_STEPS) return [];
        return [{ trees: trees / WEIGHT_STEPS, additive: additive / WEIGHT_STEPS, bayes: bayes / WEIGHT_STEPS }];
      }),
    ),
  );
}
