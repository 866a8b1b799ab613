import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { fit } from '../../../scoring-service/learning/src/fit.ts';
import { searchParameters } from '../../../scoring-service/learning/src/hyperparameter-search.ts';
import { seededRandom, sigmoid } from '../../../scoring-service/learning/src/numerics.ts';
import type { LabelledRows } from '../../../scoring-service/learning/src/table.ts';
import { trainTrees } from '../../../scoring-service/src/adapters/trainer/train-trees.ts';
import { DAY_MS } from '../../../scoring-service/src/domain/time.ts';

/** Leads with three weak inputs, two of them an interaction, among ten without information. */
function drawWeakRows(rowCount: number, seed: number): LabelledRows {
  const random = seededRandom(seed);
  const columns = Array.from({ length: 13 }, (_, index) => ({
    kind: 'number' as const,
    name: `number ${index}`,
    values: Float64Array.from({ length: rowCount }, () => 2 * random() - 1),
  }));
  const valueOf = (column: number, row: number): number => columns[column]?.values[row] ?? 0;
  const labels = Uint8Array.from({ length: rowCount }, (_, row) => {
    const margin = 1.5 * Math.sign(valueOf(0, row)) * valueOf(1, row) + 0.5 * valueOf(2, row) - 1;
    return Number(random() < sigmoid(margin));
  });
  const groups = Array.from({ length: rowCount }, (_, row) => `lead ${row}`);
  const times = Float64Array.from({ length: rowCount }, (_, row) => row * DAY_MS);
  return { table: { rowCount, columns }, labels, groups, times };
}

const options = { trials: 8, seed: 3, gapMs: 10 * DAY_MS };

test('the search is the same for the same seed, best first, all tried and the better ones on more rows', async () => {
  const rows = drawWeakRows(800, 1);
  const [found, again] = [
    await searchParameters(rows, trainTrees, options),
    await searchParameters(rows, trainTrees, options),
  ];
  assert.ok(found);
  assert.deepEqual(again, found);
  const { trials, parameters } = found;
  assert.equal(trials.length, 8);
  const [best] = trials;
  assert.deepEqual({ ...best?.parameters, trees: parameters.trees }, parameters);
  const rowCounts = trials.map(({ validationRows }) => validationRows);
  assert.deepEqual(
    rowCounts,
    rowCounts.toSorted((a, b) => b - a),
  );
  assert.ok(new Set(rowCounts).size === 3 && trials.every(({ logLoss }) => logLoss > 0.3 && logLoss < 1));
  assert.ok(trials.every(({ parameters: tried }) => tried.trees >= 1));
});

test('the search reports progress and stops when it is cancelled', async () => {
  const rows = drawWeakRows(600, 2);
  const controller = new AbortController();
  const shares: number[] = [];
  const search = searchParameters(rows, trainTrees, {
    ...options,
    signal: controller.signal,
    onShare: (share) => {
      shares.push(share);
      if (share > 0.3) controller.abort();
    },
  });
  await assert.rejects(search);
  assert.ok(shares.every((share, index) => share >= (shares[index - 1] ?? 0)) && Math.max(...shares) < 0.6);
});

test('a model that is tuned first reports its trials, and the search never sees the test rows', async () => {
  const rows = drawWeakRows(600, 4);
  const seen: number[] = [];
  const { evaluation } = await fit(rows, trainTrees, {
    ...{ seed: 3, gapMs: 10 * DAY_MS, search: { trials: 4 }, refit: 'none', pause: () => setImmediate() },
    onProgress: (done, total) => seen.push(done / total),
  });
  assert.equal(evaluation.trials?.length, 4);
  const mostRows = Math.max(...(evaluation.trials ?? []).map(({ validationRows }) => validationRows));
  assert.ok(mostRows <= 0.6 * evaluation.train.rows + 1);
  assert.ok(seen.every((share, index) => share >= (seen[index - 1] ?? 0)) && seen.at(-1) === 1);
});
