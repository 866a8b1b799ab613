import { setImmediate } from 'node:timers/promises';
import {
  areaUnderCurve,
  countPositives,
  fitModel,
  logLoss,
  rowsWhere,
  scoreTable,
  selectRows,
  splitRows,
  stratifiedFolds,
} from '@plumbline/learning';
import type { LabelledRows } from '@plumbline/learning';
import { trainTrees } from '../../../scoring-service/src/adapters/trainer/train-trees.ts';
import { measureBands } from './bands.ts';
import type { BasisBands } from './bands.ts';
import { BenchError } from './bench-error.ts';
import { figuresOf } from './figures.ts';
import type { Figures } from './figures.ts';
import { peers } from './peers/peers.ts';

const FOLDS = 5;
const SEED = 1;

/** One training and what it predicted for rows it had not seen. */
export type Part = { trainRows: number; testRows: number; auc: number; logLoss: number; choice: string };

/** The figures of another method on the same rows. */
export type PeerFigures = { name: string; auc: number; logLoss: number; seconds: number };

/** Figures over all predicted rows, those of each training, and those of the peers. */
export type Measurement = Figures & {
  split: 'five stratified folds' | 'newest 20 %';
  predictedRows: number;
  seconds: number;
  parts: Part[];
  peers: PeerFigures[];
  bands: BasisBands[];
};

type Split = { train: Uint32Array; test: Uint32Array };

/** Trains as the product does, calibration included, and predicts rows that the training has not seen; then the peers. */
export async function measure(rows: LabelledRows, onProgress: (share: number) => void): Promise<Measurement> {
  const isTimed = !rows.times.some((time) => Number.isNaN(time));
  const splits = isTimed ? [splitByTime(rows)] : foldSplits(rows);
  const parts: Part[] = [];
  const started = performance.now();
  const product = await predictAll(rows, splits, async (training, unseen, index) => {
    const { model, choice } = await fitModel(training, trainTrees, {
      seed: SEED,
      pause: () => setImmediate(),
      onShare: (share) => {
        onProgress((index + share) / splits.length);
      },
    });
    const predicted = scoreTable(model, unseen.table).probabilities;
    parts.push({
      trainRows: training.labels.length,
      testRows: unseen.labels.length,
      auc: areaUnderCurve(predicted, unseen.labels).auc,
      logLoss: logLoss(predicted, unseen.labels),
      choice: choice.reason,
    });
    return predicted;
  });
  return {
    ...figuresOf(product.probabilities, product.labels),
    split: isTimed ? 'newest 20 %' : 'five stratified folds',
    predictedRows: product.labels.length,
    seconds: (performance.now() - started) / 1000,
    parts,
    peers: await measurePeers(rows, splits),
    bands: measureBands(product, countPositives(rows.labels) / rows.labels.length),
  };
}

async function measurePeers(rows: LabelledRows, splits: Split[]): Promise<PeerFigures[]> {
  const figures: PeerFigures[] = [];
  for (const peer of peers) {
    const started = performance.now();
    const { probabilities, labels } = await predictAll(rows, splits, async (training, unseen) =>
      (await peer.fit(training))(unseen.table),
    );
    figures.push({
      name: peer.name,
      auc: areaUnderCurve(probabilities, labels).auc,
      logLoss: logLoss(probabilities, labels),
      seconds: (performance.now() - started) / 1000,
    });
  }
  return figures;
}

/** The predictions for the test rows of all splits, with their labels. */
async function predictAll(
  rows: LabelledRows,
  splits: Split[],
  predict: (training: LabelledRows, unseen: LabelledRows, index: number) => Promise<Float64Array>,
): Promise<{ probabilities: Float64Array; labels: Uint8Array }> {
  const predictedRows = splits.reduce((sum, { test }) => sum + test.length, 0);
  const probabilities = new Float64Array(predictedRows);
  const labels = new Uint8Array(predictedRows);
  let offset = 0;
  for (const [index, { train, test }] of splits.entries()) {
    const unseen = selectRows(rows, test);
    probabilities.set(await predict(selectRows(rows, train), unseen, index), offset);
    labels.set(unseen.labels, offset);
    offset += test.length;
  }
  return { probabilities, labels };
}

function splitByTime(rows: LabelledRows): Split {
  const split = splitRows(rows, { seed: SEED });
  if (split.by === 'time') return split;
  throw new BenchError('The time column has one value only: give another one with --time.');
}

function foldSplits(rows: LabelledRows): Split[] {
  const folds = stratifiedFolds(rows, FOLDS, SEED);
  return Array.from({ length: FOLDS }, (_, fold) => ({
    train: rowsWhere(folds.length, (row) => folds[row] !== fold),
    test: rowsWhere(folds.length, (row) => folds[row] === fold),
  }));
}
