import { toProbability, calibrateMargin, fitCalibration } from '../domain/calibration/beta-calibration.ts';
import type { Calibration } from '../domain/calibration/beta-calibration.ts';
import { additiveMargins } from '../domain/model/additive-model.ts';
import { blendMargins } from '../domain/model/scoring-model.ts';
import { prefixMargins, treeMargins } from '../domain/model/tree-margin.ts';
import type { TreeEnsemble } from '../domain/model/tree-ensemble.ts';
import { freezeReference } from '../domain/scoring/percentile.ts';
import { additivePath } from '../domain/training/additive-fit.ts';
import type { BoosterParameters, Matrix } from '../domain/training/booster.ts';
import { chooseBlend, indexOfLeast, totalLogLoss } from '../domain/training/choose-learner.ts';
import type { Contender } from '../domain/training/choose-learner.ts';
import { encodeTable } from '../domain/training/encoder.ts';
import { stratifiedFolds } from '../domain/training/folds.ts';
import type { LabelledRows } from '../domain/training/labelled-rows.ts';
import { rowsWhere, selectRows } from '../domain/training/select-rows.ts';
import type { Trainer } from '../ports.ts';
import { fitTrees } from './fit-learners.ts';
import type { FitWatch, LearnerPlan } from './fit-learners.ts';

/** What was learned from predicting rows out of their fold. */
export type CrossValidation = {
  plan: LearnerPlan;
  contenders: Contender[];
  calibration: Calibration;
  /** Calibrated probabilities that later scores are ranked among. */
  reference: number[];
};

/** Penalties of the additive model to choose from, the stiffest first. */
const STRENGTHS = [30, 10, 3, 1, 0.3];

/** Trainings at the same time: a service is expected to have two cores for them. */
const CONCURRENCY = 2;

/**
 * Predicts every row by learners that have not seen it, and settles by these predictions what is to be trained: the
 * number of trees, the penalty of the additive model, the weights of both, the calibration.
 */
export async function crossValidate(
  { trainer }: { trainer: Trainer },
  rows: LabelledRows,
  { parameters, foldCount }: { parameters: BoosterParameters; foldCount: number },
  { onTree, signal }: FitWatch = {},
): Promise<CrossValidation> {
  const folds = stratifiedFolds(rows, foldCount, parameters.seed);
  const treesDone = new Array<number>(foldCount).fill(0);
  const results = await mapWithLimit(CONCURRENCY, [...treesDone.keys()], signal, (fold, abort) => {
    const report = (done: number) => {
      treesDone[fold] = done;
      onTree?.(treesDone.reduce((sum, count) => sum + count, 0));
    };
    return fitFold({ trainer }, rows, folds, fold, parameters, { onTree: report, signal: abort });
  });
  return settle(rows.labels, results, parameters);
}

/** One fold's validation rows with what each learner says about them. */
type FoldResult = {
  rows: Uint32Array;
  trees: { ensemble: TreeEnsemble; matrix: Matrix; losses: Float64Array } | undefined;
  additive: { margins: Float64Array; loss: number }[];
};

async function fitFold(
  { trainer }: { trainer: Trainer },
  all: LabelledRows,
  folds: Uint8Array,
  fold: number,
  parameters: BoosterParameters,
  watch: FitWatch,
): Promise<FoldResult> {
  const training = selectRows(
    all,
    rowsWhere(folds.length, (row) => folds[row] !== fold),
  );
  const validationRows = rowsWhere(folds.length, (row) => folds[row] === fold);
  const { table, labels } = selectRows(all, validationRows);

  const learner = await fitTrees({ trainer }, training, parameters, watch);
  const additive = followPath(training, { table, labels });
  if (!learner) return { rows: validationRows, trees: undefined, additive };

  const matrix = encodeTable(learner.encoder, table);
  const losses = new Float64Array(parameters.trees);
  prefixMargins(learner.ensemble, matrix, (tree, margins) => {
    losses[tree] = totalLogLoss(margins, labels);
  });
  return { rows: validationRows, trees: { ensemble: learner.ensemble, matrix, losses }, additive };
}

/** Additive models from stiff to loose, until one is worse on the validation rows than the one before. */
function followPath(training: LabelledRows, { table, labels }: Pick<LabelledRows, 'table' | 'labels'>) {
  const path: FoldResult['additive'] = [];
  for (const model of additivePath(training.table, training.labels, STRENGTHS)) {
    const margins = additiveMargins(model, table);
    const loss = totalLogLoss(margins, labels);
    const isWorse = loss > (path.at(-1)?.loss ?? Number.POSITIVE_INFINITY);
    path.push({ margins, loss });
    if (isWorse) break;
  }
  return path;
}

function settle(labels: Uint8Array, results: FoldResult[], parameters: BoosterParameters): CrossValidation {
  const treeLosses = sumOf(results.map(({ trees }) => trees?.losses ?? new Float64Array(parameters.trees)));
  const treeCount = indexOfLeast(treeLosses) + 1;
  const additiveLosses = sumOf(results.map(({ additive }) => Float64Array.from(additive, ({ loss }) => loss)));
  const strengthIndex = indexOfLeast(additiveLosses);

  const treePart = gather(
    labels.length,
    results,
    ({ trees }) => trees && treeMargins(trees.ensemble, trees.matrix, treeCount),
  );
  const additivePart = gather(labels.length, results, ({ additive }) => additive[strengthIndex]?.margins);
  const hasTrees = results.every(({ trees }) => trees !== undefined);
  const { treeWeight, contenders } = hasTrees
    ? chooseBlend(treePart, additivePart, labels)
    : { treeWeight: 0, contenders: [] };

  const margins = blendMargins(treeWeight, treePart, additivePart, labels.length);
  const calibration = fitCalibration(margins, labels);
  const probabilities = margins.map((margin) => toProbability(calibrateMargin(calibration, margin)));
  return {
    plan: { parameters: { ...parameters, trees: treeCount }, strength: STRENGTHS[strengthIndex] ?? 1, treeWeight },
    contenders,
    calibration,
    reference: freezeReference(probabilities),
  };
}

/** Puts the folds' margins back into the order of the rows. */
function gather(rowCount: number, results: FoldResult[], marginsOf: (result: FoldResult) => Float64Array | undefined) {
  const gathered = new Float64Array(rowCount);
  for (const result of results) {
    const margins = marginsOf(result);
    result.rows.forEach((row, index) => {
      gathered[row] = margins?.[index] ?? 0;
    });
  }
  return gathered;
}

/** Element by element, as far as all arrays reach. */
function sumOf(arrays: Float64Array[]): Float64Array {
  const sum = new Float64Array(Math.min(...arrays.map(({ length }) => length)));
  for (const array of arrays) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (array[i] as number);
  return sum;
}

/** Works on up to `limit` items at a time, results in the items' order; the first failure aborts the others. */
async function mapWithLimit<Item, Result>(
  limit: number,
  items: Item[],
  signal: AbortSignal | undefined,
  work: (item: Item, abort: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const failure = new AbortController();
  const abort = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  const queue = items.entries();
  const results: Result[] = [];
  const takeTurns = async () => {
    for (const [index, item] of queue) {
      abort.throwIfAborted();
      results[index] = await work(item, abort);
    }
  };
  try {
    await Promise.all(Array.from({ length: limit }, takeTurns));
  } finally {
    failure.abort();
  }
  return results;
}
