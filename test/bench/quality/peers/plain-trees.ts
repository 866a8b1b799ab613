import { sigmoid, treeMargins } from '@plumbline/learning';
import { trainTrees } from '../../../../scoring-service/src/adapters/trainer/train-trees.ts';
import { fitOneHot } from './one-hot.ts';
import type { Peer } from './peer.ts';

/** XGBoost's defaults with a learning rate for a hundred trees. */
const PARAMETERS = {
  ...{ trees: 100, maxDepth: 5, learningRate: 0.1, minChildWeight: 1, gamma: 0, lambda: 1, alpha: 0 },
  ...{ subsample: 1, columnSample: 1, seed: 1 },
};

/** XGBoost on one-hot categories alone: without tuning, calibration or a blend. */
export const plainTrees: Peer = {
  name: 'plain XGBoost',
  async fit({ table, labels }) {
    const encoder = fitOneHot(table, 'raw');
    const matrixOf = (of: typeof table) => ({
      rowCount: of.rowCount,
      columnCount: encoder.columnCount,
      values: encoder.encode(of),
    });
    const ensemble = await trainTrees(matrixOf(table), labels, PARAMETERS);
    return (unseen) => treeMargins(ensemble, matrixOf(unseen)).map(sigmoid);
  },
};
