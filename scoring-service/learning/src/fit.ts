import { ScoringError } from '../../src/domain/scoring-error.ts';
import type { ScoreRule } from '../../src/domain/scoring/score.ts';
import type { Trainer } from '../../src/ports/training.ts';
import type { BoosterParameters } from './booster.ts';
import { fitLearners } from './candidate-trees.ts';
import type { PartWatch } from './candidate-trees.ts';
import { crossValidate } from './cross-validation.ts';
import type { CrossValidation } from './cross-validation.ts';
import { describeChoice } from './evaluation-report.ts';
import type { ModelEvaluation, RowCounts } from './evaluation-report.ts';
import { evaluateModel } from './evaluation.ts';
import { searchParameters } from './parameter-search.ts';
import type { SearchBudget } from './parameter-search.ts';
import type { ModelField, ScoringModel } from './scoring-model.ts';
import { splitRows } from './splits.ts';
import { selectRows } from './table.ts';
import type { LabelledRows } from './table.ts';
import { chooseWindow, withinWindow } from './training-window.ts';
import type { TrainingWindow } from './training-window.ts';
import { chooseParameters, chooseShapes } from './trees/parameters.ts';

export type FitOptions = {
  seed: number;
  /** Between training and test, so that no training row's timeframe reaches into the test. */
  gapMs?: number;
  testShare?: number;
  /** Instead of the defaults that go by the number of positives; `trees` is the most that are tried. */
  parameters?: Partial<BoosterParameters>;
  /** Whether the published model has learned from all rows, the test's included, or is the very one that was tested. */
  refit?: 'all rows' | 'none';
  /** Tunes first, within the training part, by forward-chained validation. */
  search?: SearchBudget;
  /** By which the test's scores and bands are told. */
  rule?: ScoreRule;
  /** Work done and work in all. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
};

/** A model ready to score with, and what it did on rows that it had not seen. */
export type FittedModel = { model: ScoringModel; evaluation: ModelEvaluation };

/**
 * Folds up to so many rows. A model of nine tenths of the rows is more like the one of all than a model of four fifths,
 * so that what is settled by it fits better; many rows are told apart as well by fewer folds, which take less time.
 */
const FOLDS = [
  { upTo: 10_000, folds: 10 },
  { upTo: 30_000, folds: 5 },
  { upTo: Number.POSITIVE_INFINITY, folds: 3 },
];

const PROGRESS_STEPS = 1000;

/** The part of the whole work that a search is. */
const SEARCH_SHARE = 0.6;

/**
 * Learns a model and measures it honestly: what is to be trained and the calibration are settled within the training
 * part, the figures come from the test part, and only then the published model is trained on the test rows too. Its
 * calibration and percentile reference stay those of the training part: the test rows' own would have to be predicted
 * by models that were never measured. Throws ScoringError `training.too-little` where a part lacks what it needs.
 */
export async function fitModel(
  { trainer }: { trainer: Trainer },
  rows: LabelledRows,
  { seed, gapMs = 0, testShare, parameters, search, rule, refit = 'all rows', onProgress, signal }: FitOptions,
): Promise<FittedModel> {
  const split = splitRows(rows, { testShare, gapMs, seed });
  const train = selectRows(rows, split.train);
  const test = selectRows(rows, split.test);

  const stages = progressOf(onProgress);
  const learnFrom = search ? SEARCH_SHARE : 0;
  const found =
    search &&
    (await searchParameters({ trainer }, train, { ...search, seed, gapMs, onShare: stages(0, learnFrom), signal }));
  const refitFrom = refit === 'none' ? 1 : 0.85;
  const trained = await learn({ trainer }, train, seed, {
    parameters: found?.parameters ?? parameters,
    gapMs,
    onShare: stages(learnFrom, refitFrom),
    signal,
  });
  const evaluated = evaluateModel(trained.model, test, rule);

  const model =
    refit === 'none'
      ? trained.model
      : await learnAgain({ trainer }, withinWindow(rows, trained.window), trained, {
          onShare: stages(refitFrom, 1),
          signal,
        });
  stages(1, 1)(1);
  const { validation, window } = trained;
  const { plan, contenders, calibration } = validation;
  const learnedFrom = countRows(withinWindow(train, window));
  return {
    model,
    evaluation: {
      splitBy: split.by,
      train: learnedFrom,
      test: { ...countRows(test), ...evaluated },
      leftOut: rows.labels.length - learnedFrom.rows - test.labels.length,
      ...(window && { window }),
      choice: { ...describeChoice(contenders, plan.weights), contenders, ...plan, calibration },
      ...(found && { trials: found.trials }),
    },
  };
}

/** The parts of a whole that are told as one: only ever more, in thousandths. */
function progressOf(onProgress: FitOptions['onProgress']): (from: number, to: number) => (share: number) => void {
  let last = -1;
  return (from, to) => (share) => {
    const done = Math.floor(PROGRESS_STEPS * (from + (to - from) * Math.min(1, share)));
    if (done <= last) return;
    last = done;
    onProgress?.(done, PROGRESS_STEPS);
  };
}

export type LearnOptions = PartWatch & {
  /** Between rows to learn from and later ones that show whether old rows mislead. */
  gapMs?: number;
  /** Instead of shapes that are compared; `trees` is the most that are tried. */
  parameters?: Partial<BoosterParameters>;
};

/** What was learned, the cross-validation it rests on, and the part of the history it was confined to. */
export type Lesson = { model: ScoringModel; validation: CrossValidation; window?: TrainingWindow };

/** A calibrated model of the given rows, or of the newest of them where older ones mislead. */
export async function learn(
  { trainer }: { trainer: Trainer },
  all: LabelledRows,
  seed: number,
  { parameters, gapMs = 0, onShare, signal }: LearnOptions = {},
): Promise<Lesson> {
  const window = chooseWindow(all, { gapMs, seed });
  const rows = withinWindow(all, window);
  const foldCount = countFolds(rows);
  const shapes = parameters
    ? [{ ...chooseParameters(rows.labels, seed), ...parameters }]
    : chooseShapes(rows.labels, seed);
  const validation = await crossValidate(
    { trainer },
    rows,
    { shapes, foldCount, seed },
    { onShare: (share) => onShare?.(0.8 * share), signal },
  );
  const model = await learnAgain(
    { trainer },
    rows,
    { validation },
    { onShare: (share) => onShare?.(0.8 + 0.2 * share), signal },
  );
  return { model, validation, ...(window && { window }) };
}

/** Trains what cross-validation has settled on the given rows. */
async function learnAgain(
  { trainer }: { trainer: Trainer },
  rows: LabelledRows,
  { validation: { plan, calibration, reference } }: { validation: CrossValidation },
  { onShare, signal }: PartWatch,
): Promise<ScoringModel> {
  const onTree = (done: number): void => onShare?.(done / plan.parameters.trees);
  const learners = await fitLearners({ trainer }, rows, plan, { onTree, signal });
  const fields = rows.table.columns.map(({ name, kind }): ModelField => ({ name, kind }));
  return { fields, ...learners, calibration, reference };
}

/** As many folds as the number of rows asks for, but no more than there are groups of the rarer class to put into each. */
function countFolds({ labels, groups }: LabelledRows): number {
  const groupsWith = (label: number) => new Set(groups.filter((_, row) => labels[row] === label)).size;
  const most = FOLDS.find(({ upTo }) => labels.length <= upTo)?.folds ?? 0;
  const folds = Math.min(most, groupsWith(0), groupsWith(1));
  if (folds >= 2) return folds;
  throw new ScoringError('training.too-little', {
    actions: ['Collect at least two records of each outcome, forty or more that reached the goal for a useful model.'],
  });
}

function countRows({ labels }: LabelledRows): RowCounts {
  return { rows: labels.length, positives: labels.reduce((sum, label) => sum + label, 0) };
}
