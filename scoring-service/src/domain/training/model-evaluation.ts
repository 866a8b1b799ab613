import type { Calibration } from '../calibration/beta-calibration.ts';
import type { BoosterParameters } from './booster.ts';
import type { Contender } from './choose-learner.ts';
import type { TestResult } from './evaluate-model.ts';

export type RowCounts = { rows: number; positives: number };

/** What was published and why: `contenders` are compared by log loss on rows they had not seen, within training. */
export type LearnerChoice = {
  winner: Contender['name'];
  contenders: Contender[];
  reason: string;
  /** The share of the trees in the margin; the additive logistic model has the rest. */
  treeWeight: number;
  /** With the number of trees that early stopping chose. */
  parameters: BoosterParameters;
  /** The penalty of the additive model. */
  strength: number;
  calibration: Calibration;
};

/** The model card's figures: all of `test` were measured on rows held back from everything that was learned. */
export type ModelEvaluation = {
  /** Newest rows as test (`time`), or whole groups drawn by chance where the times are unknown. */
  splitBy: 'time' | 'chance';
  train: RowCounts;
  test: RowCounts & TestResult;
  /** Rows in neither part: in the gap before the test, or of a group that is in the test. */
  leftOut: number;
  choice: LearnerChoice;
};

/** The winner and the sentence that says why. */
export function describeChoice(contenders: Contender[], treeWeight: number): Pick<LearnerChoice, 'winner' | 'reason'> {
  const winner = treeWeight === 1 ? 'trees' : treeWeight === 0 ? 'additive' : 'blend';
  if (contenders.length === 0) return { winner, reason: 'No field varies: every row gets the base rate.' };
  const ranking = contenders.map(({ name, logLoss }) => `${name} ${logLoss.toFixed(4)}`).join(', ');
  const share = Math.round(100 * treeWeight);
  const words = {
    trees: 'Trees alone are published: no blend was better by 0.0001',
    additive: 'The additive model alone is published: no blend was better by 0.0001',
    blend: `A blend of ${share} % trees and ${100 - share} % additive model is published: it was best`,
  };
  return { winner, reason: `${words[winner]} (log loss out of fold: ${ranking}).` };
}
