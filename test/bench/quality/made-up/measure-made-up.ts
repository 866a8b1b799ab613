import { setImmediate } from 'node:timers/promises';
import { fitModel, scoreTable } from '@plumbline/learning';
import { trainTrees } from '../../../../scoring-service/src/adapters/trainer/train-trees.ts';
import { calibrationOfSize, figuresOf } from '../figures.ts';
import type { CalibrationFigures, Figures } from '../figures.ts';
import { peers } from '../peers/peers.ts';
import type { DataSet } from './data-sets.ts';
import { drawRows } from './draw-rows.ts';

/** The figures of one method on the fresh rows of a made-up data set. */
export type MadeUpFigures = {
  name: string;
  seconds: number;
  figures: Figures;
  /** On parts of as many rows as the training had. */
  calibrationOfSameSize: CalibrationFigures;
};

/** The product, the peers and the truth itself on the same rows. */
export type MadeUpMeasurement = {
  dataSet: string;
  trainRows: number;
  choice: string;
  truth: Figures;
  product: MadeUpFigures;
  peers: MadeUpFigures[];
};

/** So many fresh rows separate AUCs that differ by about 0.002. */
const TEST_ROWS = 20_000;

/** The fresh rows are of the newest fifth, so that data that changes is predicted as it is at the end. */
const TRAIN_UNTIL = 0.8;

/** Fits rows of a known truth and predicts many fresh ones. */
export async function measureMadeUp({ name, trainRows, record }: DataSet, seed: number): Promise<MadeUpMeasurement> {
  const train = drawRows(record, { rowCount: trainRows, seed: 2 * seed - 1, shares: [0, TRAIN_UNTIL] }).rows;
  const fresh = drawRows(record, { rowCount: TEST_ROWS, seed: 2 * seed, shares: [TRAIN_UNTIL, 1] });
  const { table, labels } = fresh.rows;
  const time = async (of: string, predict: () => Promise<Float64Array>): Promise<MadeUpFigures> => {
    const started = performance.now();
    const probabilities = await predict();
    return {
      name: of,
      seconds: (performance.now() - started) / 1000,
      figures: figuresOf(probabilities, labels),
      calibrationOfSameSize: calibrationOfSize(probabilities, labels, train.labels.length),
    };
  };

  let choice = '';
  const product = await time('product', async () => {
    const fitted = await fitModel(train, trainTrees, { seed, pause: () => setImmediate() });
    choice = fitted.choice.reason;
    return scoreTable(fitted.model, table).probabilities;
  });
  const others: MadeUpFigures[] = [];
  for (const peer of peers) others.push(await time(peer.name, async () => (await peer.fit(train))(table)));
  return { dataSet: name, trainRows, choice, truth: figuresOf(fresh.truth, labels), product, peers: others };
}
