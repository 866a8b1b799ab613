import type { PenaltyShare } from './additive/linear-learners.ts';
import { LEARNERS } from './blend.ts';
import type { Contender, LearnerWeights } from './blend.ts';
import type { BoosterParameters } from './booster.ts';
import type { Calibration } from './calibration.ts';
import type { TestResult } from './evaluation.ts';
import type { MarginScale } from './platt-scaling.ts';
import type { TrainingWindow } from './training-window.ts';

export type RowCounts = { rows: number; positives: number };

/** What was published and why: `contenders` are compared by log loss on rows they had not seen, within training. */
export type LearnerChoice = {
  winner: Contender['name'];
  contenders: Contender[];
  reason: string;
  /** The share of each learner in the margin. */
  weights: LearnerWeights;
  /** With the number of trees that early stopping chose. */
  parameters: BoosterParameters;
  /** The penalties of the additive logistic model, which is the average of theirs by their shares. */
  penalties: PenaltyShare[];
  /** Rows that naive Bayes gives every value beforehand, and the scale that its margins need. */
  smoothing: number;
  temper: MarginScale;
  calibration: Calibration;
};

/** One way to learn and how it did on later rows: `logLoss` is the mean over `validationRows`. */
export type Trial = { parameters: BoosterParameters; logLoss: number; validationRows: number };

/** The model card's figures: all of `test` were measured on rows held back from everything that was learned. */
export type ModelEvaluation = {
  /** Newest rows as test (`time`), or whole groups drawn by chance where the times are unknown. */
  splitBy: 'time' | 'chance';
  train: RowCounts;
  test: RowCounts & TestResult;
  /** Rows in neither part: in the gap before the test, of a group that is in the test, or older than the window. */
  leftOut: number;
  /** What learning was confined to, where older rows mislead. */
  window?: TrainingWindow;
  choice: LearnerChoice;
  /** What tuning tried, the best first; absent where nothing was tuned. */
  trials?: Trial[];
};

/** A learner as a reader knows it. */
export const learnerWords: Record<Contender['name'], string> = {
  trees: 'boosted trees',
  additive: 'additive logistic model',
  bayes: 'naive Bayes',
  blend: 'blend',
};

/** The winner and the sentence that says why. */
export function describeChoice(
  contenders: Contender[],
  weights: LearnerWeights,
): Pick<LearnerChoice, 'winner' | 'reason'> {
  const winner = LEARNERS.find((name) => weights[name] === 1) ?? 'blend';
  if (contenders.length === 0) return { winner, reason: 'No field varies: every row gets the base rate.' };
  const ranking = contenders.map(({ name, logLoss }) => `${learnerWords[name]} ${logLoss.toFixed(4)}`).join(', ');
  const verb = winner === 'trees' ? 'are' : 'is';
  const said =
    winner === 'blend'
      ? `A blend of ${describeWeights(weights)} is published: none of them alone was certainly better`
      : `The ${learnerWords[winner]} alone ${verb} published: nothing of another made it certainly better`;
  return { winner, reason: `${said} (log loss out of fold: ${ranking}).` };
}

/** "60 % boosted trees and 40 % naive Bayes". */
export function describeWeights(weights: LearnerWeights): string {
  const shares = LEARNERS.filter((name) => weights[name] > 0).map(
    (name) => `${Math.round(100 * weights[name])} % ${learnerWords[name]}`,
  );
  return shares.length < 2 ? shares.join('') : `${shares.slice(0, -1).join(', ')} and ${shares.at(-1)}`;
}
