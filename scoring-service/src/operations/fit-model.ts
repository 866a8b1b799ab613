import type { ModelField, ScoringModel } from '../domain/model/scoring-model.ts';
import { ScoringError } from '../domain/scoring-error.ts';
import type { BoosterParameters } from '../domain/training/booster.ts';
import { chooseParameters } from '../domain/training/choose-parameters.ts';
import { evaluateModel } from '../domain/training/evaluate-model.ts';
import type { LabelledRows } from '../domain/training/labelled-rows.ts';
import { describeChoice } from '../domain/training/model-evaluation.ts';
import type { ModelEvaluation, RowCounts } from '../domain/training/model-evaluation.ts';
import { selectRows } from '../domain/training/select-rows.ts';
import { splitRows } from '../domain/training/split-rows.ts';
import type { Trainer } from '../ports.ts';
import { crossValidate } from './fit-cross-validated.ts';
import type { CrossValidation } from './fit-cross-validated.ts';
import { fitLearners } from './fit-learners.ts';

export type FitOptions = {
  seed: number;
  /** Between training and test, so that no training row's timeframe reaches into the test. */
  gapMs?: number;
  testShare?: number;
  /** Instead of the defaults that go by the number of positives; `trees` is the most that are tried. */
  parameters?: Partial<BoosterParameters>;
  /** Whether the published model has learned from all rows, the test's included, or is the very one that was tested. */
  refit?: 'all rows' | 'none';
  /** Work done and work in all, in trees. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
};

/** A model ready to score with, and what it did on rows that it had not seen. */
export type FittedModel = { model: ScoringModel; evaluation: ModelEvaluation };

const FOLDS = 5;

/**
 * Learns a model and measures it honestly: what is to be trained and the calibration are settled within the training
 * part, the figures come from the test part, and only then the published model is trained on all rows. Its calibration
 * and percentile reference stay those of the training part: the test rows' own would have to be predicted by models
 * that were never measured. Throws ScoringError `training.too-little` where a part lacks what it needs.
 */
export async function fitModel(
  { trainer }: { trainer: Trainer },
  rows: LabelledRows,
  { seed, gapMs, testShare, parameters, refit = 'all rows', onProgress, signal }: FitOptions,
): Promise<FittedModel> {
  const split = splitRows(rows, { testShare, gapMs, seed });
  const train = selectRows(rows, split.train);
  const test = selectRows(rows, split.test);

  const limits = { ...chooseParameters(train.labels, seed), ...parameters };
  const total = limits.trees * (FOLDS + (refit === 'none' ? 1 : 2));
  const trained = await learn({ trainer }, train, limits, { onTree: (done) => onProgress?.(done, total), signal });
  const evaluated = evaluateModel(trained.model, test);

  const model = refit === 'none' ? trained.model : await learnAgain({ trainer }, rows, trained, { signal });
  onProgress?.(total, total);
  return {
    model,
    evaluation: {
      splitBy: split.by,
      train: countRows(train),
      test: { ...countRows(test), ...evaluated },
      leftOut: split.leftOut,
      choice: {
        ...describeChoice(trained.validation.contenders, trained.validation.plan.treeWeight),
        contenders: trained.validation.contenders,
        ...trained.validation.plan,
        calibration: trained.validation.calibration,
      },
    },
  };
}

/** A calibrated model of exactly the given rows, with the cross-validation it rests on. */
export async function learn(
  { trainer }: { trainer: Trainer },
  rows: LabelledRows,
  parameters: BoosterParameters,
  { onTree, signal }: { onTree?: (treesDone: number) => void; signal?: AbortSignal } = {},
): Promise<{ model: ScoringModel; validation: CrossValidation }> {
  const foldCount = countFolds(rows);
  const validation = await crossValidate({ trainer }, rows, { parameters, foldCount }, { onTree, signal });
  const before = parameters.trees * FOLDS;
  const model = await learnAgain(
    { trainer },
    rows,
    { validation },
    { onTree: (done) => onTree?.(before + done), signal },
  );
  return { model, validation };
}

/** Trains what cross-validation has settled on the given rows. */
async function learnAgain(
  { trainer }: { trainer: Trainer },
  rows: LabelledRows,
  { validation: { plan, calibration, reference } }: { validation: CrossValidation },
  watch: { onTree?: (treesDone: number) => void; signal?: AbortSignal },
): Promise<ScoringModel> {
  const learners = await fitLearners({ trainer }, rows, plan, watch);
  const fields = rows.table.columns.map(({ name, kind }): ModelField => ({ name, kind }));
  return { fields, ...learners, calibration, reference };
}

/** As many folds as there are rows of the rarer class to put into each, five at most. */
function countFolds({ labels, groups }: LabelledRows): number {
  const groupsWith = (label: number) => new Set(groups.filter((_, row) => labels[row] === label)).size;
  const folds = Math.min(FOLDS, groupsWith(0), groupsWith(1));
  if (folds >= 2) return folds;
  throw new ScoringError('training.too-little', {
    actions: ['Collect at least two records of each outcome, forty or more that reached the goal for a useful model.'],
  });
}

function countRows({ labels }: LabelledRows): RowCounts {
  return { rows: labels.length, positives: labels.reduce((sum, label) => sum + label, 0) };
}
