import { createTrainer } from '../../../scoring-service/src/adapters/trainer/trainer.ts';
import { scoreTable } from '../../../scoring-service/src/domain/scoring/score-table.ts';
import { areaUnderCurve } from '../../../scoring-service/src/domain/training/area-under-curve.ts';
import type { AreaUnderCurve } from '../../../scoring-service/src/domain/training/area-under-curve.ts';
import { chooseParameters } from '../../../scoring-service/src/domain/training/choose-parameters.ts';
import { stratifiedFolds } from '../../../scoring-service/src/domain/training/folds.ts';
import type { LabelledRows } from '../../../scoring-service/src/domain/training/labelled-rows.ts';
import { describeChoice } from '../../../scoring-service/src/domain/training/model-evaluation.ts';
import { probabilityMetrics } from '../../../scoring-service/src/domain/training/probability-metrics.ts';
import type { ProbabilityMetrics } from '../../../scoring-service/src/domain/training/probability-metrics.ts';
import { rowsWhere, selectRows } from '../../../scoring-service/src/domain/training/select-rows.ts';
import { splitRows } from '../../../scoring-service/src/domain/training/split-rows.ts';
import { learn } from '../../../scoring-service/src/operations/fit-model.ts';
import { BenchError } from './bench-error.ts';

const FOLDS = 5;
const SEED = 1;

/** One training and what it predicted for rows it had not seen. */
export type Part = { trainRows: number; testRows: number; auc: number; logLoss: number; choice: string };

/** Figures over all predicted rows together (`auc`, and the rest), and each training's own. */
export type Measurement = ProbabilityMetrics & {
  auc: AreaUnderCurve;
  split: 'five stratified folds' | 'newest 20 %';
  predictedRows: number;
  parts: Part[];
};

/** Trains as the product does, calibration included, and predicts rows that the training has not seen. */
export async function measure(rows: LabelledRows, onProgress: (share: number) => void): Promise<Measurement> {
  const isTimed = !rows.times.some((time) => Number.isNaN(time));
  const splits = isTimed ? [splitRows(rows, { seed: SEED })] : foldSplits(rows);
  if (isTimed && splits[0]?.by !== 'time') {
    throw new BenchError('The time column has one value only: give another one with --time.');
  }

  const parts: Part[] = [];
  const predictedRows = splits.reduce((sum, { test }) => sum + test.length, 0);
  const probabilities = new Float64Array(predictedRows);
  const labels = new Uint8Array(predictedRows);
  let offset = 0;
  for (const [index, { train, test }] of splits.entries()) {
    const training = selectRows(rows, train);
    const unseen = selectRows(rows, test);
    const parameters = chooseParameters(training.labels, SEED);
    const total = parameters.trees * (FOLDS + 1);
    const { model, validation } = await learn({ trainer: createTrainer() }, training, parameters, {
      onTree: (done) => {
        onProgress((index + done / total) / splits.length);
      },
    });
    const predicted = scoreTable(model, unseen.table).probabilities;
    probabilities.set(predicted, offset);
    labels.set(unseen.labels, offset);
    offset += test.length;
    parts.push({
      trainRows: train.length,
      testRows: test.length,
      auc: areaUnderCurve(predicted, unseen.labels).auc,
      logLoss: probabilityMetrics(predicted, unseen.labels).logLoss,
      choice: describeChoice(validation.contenders, validation.plan.treeWeight).reason,
    });
  }
  return {
    auc: areaUnderCurve(probabilities, labels),
    ...probabilityMetrics(probabilities, labels),
    split: isTimed ? 'newest 20 %' : 'five stratified folds',
    predictedRows,
    parts,
  };
}

function foldSplits(rows: LabelledRows): { by: 'folds'; train: Uint32Array; test: Uint32Array }[] {
  const folds = stratifiedFolds(rows, FOLDS, SEED);
  return Array.from({ length: FOLDS }, (_, fold) => ({
    by: 'folds',
    train: rowsWhere(folds.length, (row) => folds[row] !== fold),
    test: rowsWhere(folds.length, (row) => folds[row] === fold),
  }));
}
