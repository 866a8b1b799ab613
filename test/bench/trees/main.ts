import { createTreeExplainer, seededRandom, sigmoid, treeMargins } from '@plumbline/learning';
import type { TreeEnsemble, BoosterParameters, Matrix } from '@plumbline/learning';
import { trainTrees } from '../../../scoring-service/src/adapters/trainer/train-trees.ts';
import { readUsage } from '../../usage.ts';

/*
 * Speed of training, evaluating and explaining boosted trees on made-up rows of 40 columns (half of them categories,
 * a fifth of the values missing).
 */
const COLUMNS = 40;
const ROWS_TO_SCORE = 20_000;
readUsage('node test/bench/trees/main.ts [--large]', (word) => word === '--large');
const sizes = process.argv.includes('--large') ? [5_000, 20_000, 40_000, 100_000] : [5_000, 10_000, 40_000];

const parameters: BoosterParameters = {
  trees: 200,
  maxDepth: 5,
  learningRate: 0.05,
  minChildWeight: 1,
  gamma: 0,
  lambda: 1,
  alpha: 0,
  subsample: 0.8,
  columnSample: 0.8,
  seed: 1,
};

const toScore = makeUpMatrix(ROWS_TO_SCORE);

for (const { trees, maxDepth } of [
  { trees: 200, maxDepth: 5 },
  { trees: 100, maxDepth: 4 },
]) {
  const { matrix, labels } = makeUpTask(5_000);
  measureScoring(await trainTrees(matrix, labels, { ...parameters, trees, maxDepth }), `${trees} x ${maxDepth}`);
}
for (const rowCount of sizes) {
  const { matrix, labels } = makeUpTask(rowCount);
  const startMs = performance.now();
  await trainTrees(matrix, labels, parameters);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`training ${rowCount} rows x ${COLUMNS} columns, 200 x 5: ${seconds} s`);
}

function measureScoring(ensemble: TreeEnsemble, name: string): void {
  const startMs = performance.now();
  const explainer = createTreeExplainer(ensemble);
  const preparedMs = performance.now() - startMs;
  const row = new Float64Array(explainer.fieldCount);
  const speeds = {
    margin: rowsPerSecond(() => treeMargins(ensemble, toScore)),
    'TreeSHAP by matrix': rowsPerSecond(() => explainer.matrixContributions(toScore)),
    'TreeSHAP row by row': rowsPerSecond(() => {
      for (let index = 0; index < ROWS_TO_SCORE; index++) {
        explainer.contributions(toScore.values, index * COLUMNS, row);
      }
    }),
  };
  for (const [work, speed] of Object.entries(speeds)) console.log(`${name} ${work}: ${speed} rows/s`);
  console.log(`${name} preparing an explainer: ${Math.round(preparedMs)} ms, ${ensemble.feature.length} nodes`);
}

/** The best of three. */
function rowsPerSecond(work: () => void): number {
  const durationsMs = [1, 2, 3].map(() => {
    const startMs = performance.now();
    work();
    return performance.now() - startMs;
  });
  return Math.round((ROWS_TO_SCORE / Math.min(...durationsMs)) * 1000);
}

function makeUpMatrix(rowCount: number): Matrix {
  const random = seededRandom(rowCount);
  const values = Float32Array.from({ length: rowCount * COLUMNS }, (_, cell) => {
    if (random() < 0.2) return NaN;
    return cell % 2 === 0 ? Math.floor(random() * 6) : random();
  });
  return { rowCount, columnCount: COLUMNS, values };
}

/** Ten columns matter, each by its own slope; a missing value counts as 0.3. */
function makeUpTask(rowCount: number): { matrix: Matrix; labels: Uint8Array } {
  const matrix = makeUpMatrix(rowCount);
  const random = seededRandom(rowCount + 1);
  const labels = Uint8Array.from({ length: rowCount }, (_, row) => {
    let margin = -1;
    for (let column = 0; column < 10; column++) {
      const value = matrix.values[row * COLUMNS + column] as number;
      margin += Number.isNaN(value) ? 0.3 : ((column % 3) - 1) * (column % 2 === 0 ? (value - 2.5) / 3 : 2 * value - 1);
    }
    return random() < sigmoid(margin) ? 1 : 0;
  });
  return { matrix, labels };
}
