import { regularizationPath } from './additive/fit.ts';
import { evaluateLinearCandidates, smoothingPath, weighPenalties } from './additive/linear-learners.ts';
import type { LinearCandidates, LinearPlan, PenaltyWeight, ValidationPredictions } from './additive/linear-learners.ts';
import type { LearnerMargins } from './blend.ts';
import type { Booster, BoosterParameters } from './booster.ts';
import { fitPlattScaling } from './calibration.ts';
import { mapConcurrently } from './concurrency.ts';
import type { TaskOptions } from './concurrency.ts';
import { indexOfMin, sum } from './numerics.ts';
import { splitsOfFolds, stratifiedFolds } from './splits.ts';
import { selectRows } from './table.ts';
import type { LabelledRows } from './table.ts';
import { bestIteration, evaluateTreeConfigurations } from './tree-learner.ts';
import type { Fold } from './tree-learner.ts';
import { treeMargins } from './trees/ensemble.ts';

/** The settings of the learners that cross-validation has chosen; `parameters.trees` is the number of trees to train. */
export type LearnerSettings = Omit<LinearPlan, 'weights'> & { parameters: BoosterParameters };

/** Out-of-fold margins of every row by learner, and the settings to refit the learners with. */
type CrossValidation = { margins: LearnerMargins; settings: LearnerSettings };

/** A fold with the numbers of its validation rows among all. */
type RowFold = Fold & { rows: Uint32Array };

/**
 * Cross-validation (Stone 1974): predicts every row by learners that have not seen it, and chooses the settings by these
 * predictions: tree configuration and number of trees, penalties, smoothing. The settings that predict a fold are chosen
 * by the other folds alone (nested, Varma and Simon 2006): with its own outcomes, learners of many settings would look
 * better than they are. Without trees where no field varies.
 */
export async function crossValidate(
  rows: LabelledRows,
  booster: Booster,
  { configurations, foldCount, seed }: { configurations: BoosterParameters[]; foldCount: number; seed: number },
  options: TaskOptions = {},
): Promise<CrossValidation> {
  const { labels } = rows;
  const folds = cutFolds(rows, foldCount, seed);
  const { trees, linear } = await evaluateCandidates(folds, booster, configurations, options);
  const gather = (marginsOf: (fold: number) => Float64Array): Float64Array =>
    gatherMargins(labels.length, folds, marginsOf);

  const penaltiesBy = (by: LinearCandidates[]) => weighPenalties(totalLosses(by.map(({ additive }) => additive)));
  const smoothingBy = (by: LinearCandidates[]) => indexOfMin(totalLosses(by.map(({ bayes }) => bayes)));
  const bayes = gather((fold) => linear[fold].bayes[smoothingBy(othersThan(linear, fold))].margins);
  const { slope, intercept } = fitPlattScaling(bayes, labels);
  const margins = {
    ...(trees && {
      trees: gather((fold) => {
        const { ensemble, matrix } = trees.folds[fold];
        return treeMargins(ensemble, matrix, bestIteration(othersThan(trees.folds, fold)).trees);
      }),
    }),
    additive: gather((fold) => averageMargins(linear[fold].additive, penaltiesBy(othersThan(linear, fold)))),
    bayes: bayes.map((margin) => slope * margin + intercept),
  };
  return {
    margins,
    settings: {
      parameters: trees?.parameters ?? configurations[0],
      penalties: penaltiesBy(linear),
      smoothing: smoothingPath[smoothingBy(linear)],
      plattScaling: { slope, intercept },
    },
  };
}

const othersThan = <T>(folds: readonly T[], fold: number): T[] => folds.filter((_, index) => index !== fold);

const cutFolds = (rows: LabelledRows, foldCount: number, seed: number): RowFold[] =>
  splitsOfFolds(stratifiedFolds(rows, foldCount, seed), foldCount).map(({ training, validation }) => ({
    rows: validation,
    training: selectRows(rows, training),
    validation: selectRows(rows, validation),
  }));

type Candidates = {
  trees: Awaited<ReturnType<typeof evaluateTreeConfigurations>>;
  linear: LinearCandidates[];
};

/** Evaluates the candidates of all learners: the linear ones in this thread, while the booster trains the trees. */
async function evaluateCandidates(
  folds: RowFold[],
  booster: Booster,
  configurations: BoosterParameters[],
  { onShare, pause, signal }: TaskOptions,
): Promise<Candidates> {
  const candidates: Candidates = { trees: undefined, linear: [] };
  await mapConcurrently(['trees', 'linear'], signal, async (learners, abort) => {
    if (learners === 'trees') {
      candidates.trees = await evaluateTreeConfigurations(folds, booster, configurations, { onShare, signal: abort });
      return;
    }
    for (const { training, validation } of folds) {
      abort.throwIfAborted();
      candidates.linear.push(evaluateLinearCandidates(training, validation));
      await pause?.();
    }
  });
  return { ...candidates, linear: keepTriedInAll(candidates.linear) };
}

/** A penalty that one fold has skipped is out for all: that fold's rows would lack its share in the average. */
const keepTriedInAll = (folds: LinearCandidates[]): LinearCandidates[] =>
  folds.map(({ additive, bayes }) => ({
    additive: additive.map((tried, index) => (folds.every((fold) => fold.additive[index]) ? tried : undefined)),
    bayes,
  }));

/** The log loss of every setting in total over all folds; infinite where a fold has not tried it. */
const totalLosses = (folds: (ValidationPredictions | undefined)[][]): Float64Array =>
  Float64Array.from(folds[0], (_, setting) =>
    sum(folds.map((tried) => tried[setting]?.loss ?? Number.POSITIVE_INFINITY)),
  );

/** The average of the penalties' margins by their shares; `tried` is in the order of `regularizationPath`. */
function averageMargins(tried: (ValidationPredictions | undefined)[], penalties: PenaltyWeight[]): Float64Array {
  const average = new Float64Array(tried.find((one) => one !== undefined)?.margins.length ?? 0);
  regularizationPath.forEach(({ lambda, penaltyType }, index) => {
    const own = penalties.find((penalty) => penalty.lambda === lambda && penalty.penaltyType === penaltyType);
    const margins = tried[index]?.margins;
    if (!own || !margins) return;
    for (let row = 0; row < average.length; row++) average[row] += own.share * margins[row];
  });
  return average;
}

/** Puts the folds' margins back into the order of the rows. */
function gatherMargins(rowCount: number, folds: RowFold[], marginsOf: (fold: number) => Float64Array): Float64Array {
  const gathered = new Float64Array(rowCount);
  folds.forEach(({ rows }, fold) => {
    const margins = marginsOf(fold);
    rows.forEach((row, index) => {
      gathered[row] = margins[index];
    });
  });
  return gathered;
}
