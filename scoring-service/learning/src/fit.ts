import { fitLinear } from './additive/linear-learners.ts';
import { chooseBlend, describeChoice, weighMargins } from './blend.ts';
import type { LearnerWeights } from './blend.ts';
import { chooseParameters, treeConfigurations } from './booster.ts';
import type { Booster, BoosterParameters } from './booster.ts';
import { calibrateMargins, fitCalibration } from './calibration.ts';
import type { TaskOptions } from './concurrency.ts';
import { crossValidate } from './cross-validation.ts';
import type { LearnerSettings } from './cross-validation.ts';
import { evaluateModel } from './evaluation.ts';
import type { LearnerChoice, ModelEvaluation, RowCounts } from './evaluation.ts';
import { searchParameters } from './hyperparameter-search.ts';
import type { SearchBudget } from './hyperparameter-search.ts';
import { countPositives, sigmoid } from './numerics.ts';
import { freezeReference } from './scoring-model.ts';
import type { ModelField, ScoringModel } from './scoring-model.ts';
import { splitRows } from './splits.ts';
import { selectRows } from './table.ts';
import type { LabelledRows } from './table.ts';
import { chooseTrainingWindow, withinTrainingWindow } from './training-window.ts';
import type { TrainingWindow } from './training-window.ts';
import { fitTrees } from './tree-learner.ts';

/** The rows lack what a fit needs: at least two groups of each class in the training part. */
export class InsufficientDataError extends Error {
  override readonly name = 'InsufficientDataError';
}

export type FitOptions = Pick<TaskOptions, 'pause' | 'signal'> & {
  seed: number;
  /** Between training and test, so that no training row's timeframe reaches into the test. */
  gapMs?: number;
  testShare?: number;
  /** Instead of the defaults for the number of positives; `trees` is the most that are tried. */
  parameters?: Partial<BoosterParameters>;
  /** Whether the published model is refitted on all rows, the test's included, or is the one that was tested. */
  refit?: 'all rows' | 'none';
  /** Searches the parameters first, within the training part. */
  search?: SearchBudget;
  /** Called with whole numbers, only ever larger ones. */
  onProgress?: (done: number, total: number) => void;
};

/** The parts of the progress: a search ends at the first share, the fit of the training part at the second. */
const SEARCHED_SHARE = 0.6;
const FITTED_SHARE = 0.85;

/**
 * Fits a model and evaluates it on rows held out from the whole fit. The figures are those of the model of the training
 * part; the published model is then refitted on all rows with the same settings. Its calibration and percentile
 * reference stay those of the training part: those of the test rows would need predictions of models that were never
 * evaluated. Throws an InsufficientDataError where a class is too rare. The README has the method in a page with its sources.
 */
export async function fit(
  rows: LabelledRows,
  booster: Booster,
  { seed, gapMs = 0, testShare, parameters, search, refit = 'all rows', onProgress, pause, signal }: FitOptions,
): Promise<{ model: ScoringModel; evaluation: ModelEvaluation }> {
  const stage = progressStages(onProgress);
  const searchedShare = search ? SEARCHED_SHARE : 0;
  const fittedShare = refit === 'none' ? 1 : FITTED_SHARE;

  // 1. Split off the test rows.
  const split = splitRows(rows, { testShare, gapMs, seed });
  const train = selectRows(rows, split.train);
  const test = selectRows(rows, split.test);

  // 2. Search the tree parameters, if asked to.
  const searchOptions = { seed, gapMs, onShare: stage(0, searchedShare), signal };
  const found = search && (await searchParameters(train, booster, { ...search, ...searchOptions }));

  // 3. Fit the training part: window, cross-validation, blend, calibration, refit.
  const fitted = await fitModel(train, booster, {
    ...{ seed, gapMs, pause, signal },
    parameters: found?.parameters ?? parameters,
    onShare: stage(searchedShare, fittedShare),
  });

  // 4. Evaluate on the test rows.
  const tested = evaluateModel(fitted.model, test);

  // 5. Refit the settings on all rows.
  const refitOptions = { onShare: stage(fittedShare, 1), signal };
  const model =
    refit === 'none'
      ? fitted.model
      : await refitModel(withinTrainingWindow(rows, fitted.window), booster, fitted.plan, refitOptions);
  stage(1, 1)(1);

  const trained = countRows(withinTrainingWindow(train, fitted.window));
  return {
    model,
    evaluation: {
      splitBy: split.by,
      train: trained,
      test: { ...countRows(test), ...tested },
      leftOut: rows.labels.length - trained.rows - test.labels.length,
      ...(fitted.window && { window: fitted.window }),
      choice: fitted.choice,
      ...(found && { trials: found.trials }),
    },
  };
}

/** A calibrated model, why it was chosen, and the part of the history it was trained on where older rows mislead. */
type FitResult = { model: ScoringModel; choice: LearnerChoice; window?: TrainingWindow; plan: RefitPlan };

/** Everything that cross-validation has settled, to refit the model on other rows. */
type RefitPlan = LearnerSettings & Pick<ScoringModel, 'calibration' | 'reference'> & { weights: LearnerWeights };

/**
 * Fits a calibrated model to all given rows, without a test: chooses the training window, cross-validates the
 * candidates, blends the learners, calibrates the blend by its out-of-fold margins and refits the learners on all rows
 * of the window. `gapMs` lies between older rows and the later ones that decide the window. Cross-validation: Stone
 * 1974; the other steps have their sources in the README.
 */
export async function fitModel(
  all: LabelledRows,
  booster: Booster,
  {
    seed,
    gapMs = 0,
    parameters,
    onShare,
    pause,
    signal,
  }: Pick<FitOptions, 'seed' | 'gapMs' | 'parameters'> & TaskOptions,
): Promise<FitResult> {
  const window = chooseTrainingWindow(all, { gapMs, seed });
  const rows = withinTrainingWindow(all, window);
  const { labels } = rows;

  const configurations = parameters
    ? [{ ...chooseParameters(labels, seed), ...parameters }]
    : treeConfigurations(labels, seed);
  const { margins, settings } = await crossValidate(
    rows,
    booster,
    { configurations, foldCount: countFolds(rows), seed },
    { onShare: (share) => onShare?.(0.8 * share), pause, signal },
  );

  const { weights, contenders } = chooseBlend(margins, labels);
  const blended = weighMargins(weights, margins, labels.length);
  const calibration = fitCalibration(blended, labels);
  const reference = freezeReference(calibrateMargins(calibration, blended).map(sigmoid));

  const plan = { ...settings, weights, calibration, reference };
  const model = await refitModel(rows, booster, plan, { onShare: (share) => onShare?.(0.8 + 0.2 * share), signal });
  // Without trees no field varies: there is nothing to compare.
  const compared = margins.trees ? contenders : [];
  const choice = { ...describeChoice(compared, weights), contenders: compared, ...settings, weights, calibration };
  return { model, choice, plan, ...(window && { window }) };
}

/** Trains the learners that have weight, with the settled parameters, on the given rows. */
async function refitModel(
  rows: LabelledRows,
  booster: Booster,
  plan: RefitPlan,
  { onShare, signal }: TaskOptions,
): Promise<ScoringModel> {
  const { parameters, weights, calibration, reference } = plan;
  const onTree = (done: number): void => onShare?.(done / parameters.trees);
  const fields = rows.table.columns.map(({ name, kind }): ModelField => ({ name, kind }));
  const trees = weights.trees > 0 ? await fitTrees(rows, booster, parameters, { onTree, signal }) : undefined;
  const additive = weights.trees < 1 ? fitLinear(rows, plan) : undefined;
  return { fields, treeWeight: weights.trees, trees, additive, calibration, reference };
}

/**
 * Folds up to a number of rows. The settings of a model of nine tenths of the rows fit all rows better than those of four
 * fifths; with many rows fewer folds compare as well and take less time.
 */
const FOLDS = [
  { upTo: 10_000, folds: 10 },
  { upTo: 30_000, folds: 5 },
  { upTo: Number.POSITIVE_INFINITY, folds: 3 },
];

/** The number of folds for the rows, but no more than there are groups of the rarer class to put into each. */
function countFolds({ labels, groups }: LabelledRows): number {
  const groupsWith = (label: number) => new Set(groups.filter((_, row) => labels[row] === label)).size;
  const most = FOLDS.find(({ upTo }) => labels.length <= upTo)?.folds ?? 0;
  const folds = Math.min(most, groupsWith(0), groupsWith(1));
  if (folds >= 2) return folds;
  throw new InsufficientDataError('A fit needs at least two groups of rows of each class.');
}

const countRows = ({ labels }: LabelledRows): RowCounts => ({ rows: labels.length, positives: countPositives(labels) });

const PROGRESS_STEPS = 1000;

/** Reports the parts of the whole as one number that only grows, in thousandths. */
function progressStages(onProgress: FitOptions['onProgress']): (from: number, to: number) => (share: number) => void {
  let last = -1;
  return (from, to) => (share) => {
    const done = Math.floor(PROGRESS_STEPS * (from + (to - from) * Math.min(1, share)));
    if (done <= last) return;
    last = done;
    onProgress?.(done, PROGRESS_STEPS);
  };
}
