import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areaUnderCurve, countPositives, expectedCalibrationError } from '@plumbline/learning';
import { readTask } from './arguments.ts';
import { BenchError } from './bench-error.ts';
import { perfectCalibrationError } from './figures.ts';
import { dataSets } from './made-up/data-sets.ts';
import { createDraw, drawRows } from './made-up/draw-rows.ts';
import type { DrawRecord } from './made-up/draw-rows.ts';
import { logisticRegression } from './peers/logistic-regression.ts';
import { naiveBayes } from './peers/naive-bayes.ts';
import { peers } from './peers/peers.ts';

const twoCauses: DrawRecord = (draw) => {
  const [calls, source] = [draw.normal(), draw.below(2)];
  return { cells: { calls, source: source === 1 ? 'Referral' : 'Web' }, logOdds: calls + 1.5 * source - 1 };
};
const train = drawRows(twoCauses, { rowCount: 6000, seed: 1 });
const fresh = drawRows(twoCauses, { rowCount: 6000, seed: 2 });

test('logistic regression finds the true probabilities of a linear truth', async () => {
  const probabilities = (await logisticRegression.fit(train.rows))(fresh.rows.table);
  const worst = probabilities.reduce(
    (most, value, row) => Math.max(most, Math.abs(value - (fresh.truth[row] ?? 0))),
    0,
  );
  assert.ok(worst < 0.05, String(worst));
});

test('naive Bayes ranks by frequencies, and ignores a value it has not seen', async () => {
  const predict = await naiveBayes.fit(train.rows);
  const known = (source: string | undefined) => ({
    rowCount: 1,
    columns: [
      { kind: 'number' as const, name: 'calls', values: Float64Array.of(Number.NaN) },
      { kind: 'category' as const, name: 'source', values: [source] },
    ],
  });
  const [referral = 0, web = 0, unseen = 0] = ['Referral', 'Web', 'Fair'].map((source) => predict(known(source))[0]);
  const baseRate = countPositives(train.rows.labels) / 6000;
  assert.ok(referral > unseen && unseen > web && Math.abs(unseen - baseRate) < 0.001);
});

test('every peer is near the truth on simple data', async () => {
  const best = areaUnderCurve(fresh.truth, fresh.rows.labels).auc;
  for (const peer of peers) {
    const { auc } = areaUnderCurve((await peer.fit(train.rows))(fresh.rows.table), fresh.rows.labels);
    assert.ok(auc > best - 0.02 && auc < best + 0.005, `${peer.name} ${auc} ${best}`);
  }
});

test('made-up data is the same for the same seed, and its truth is calibrated', () => {
  assert.deepEqual(drawRows(twoCauses, { rowCount: 50, seed: 3 }), drawRows(twoCauses, { rowCount: 50, seed: 3 }));
  for (const { name, record } of dataSets) {
    const { rows, truth } = drawRows(record, { rowCount: 3000, seed: 5 });
    const error = expectedCalibrationError(truth, rows.labels);
    assert.ok(error < 3 * perfectCalibrationError(truth), `${name} ${error}`);
    assert.ok(rows.labels.includes(0) && rows.labels.includes(1), name);
  }
  assert.equal(new Set(dataSets.map(({ name }) => name)).size, dataSets.length);
});

test('draws are standard normal and even', () => {
  const draw = createDraw(1);
  const values = Array.from({ length: 20_000 }, () => draw.normal());
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  assert.ok(Math.abs(mean) < 0.03 && Math.abs(variance - 1) < 0.03);
});

test('the command line asks for a table, made-up data or generated orgs', () => {
  assert.deepEqual(readTask(['--made-up', 'all', '--seed', '3']), {
    kind: 'made-up',
    name: 'all',
    seed: 3,
    format: 'text',
  });
  assert.deepEqual(readTask(['--org', '1000,5000', '--json']), {
    ...{ kind: 'org', leads: [1000, 5000], seed: 1, format: 'json' },
  });
  assert.throws(() => readTask(['--org', 'many']), BenchError);
  const task = readTask(['--csv', 'a.csv', '--target', 'Won']);
  assert.ok(task !== 'help' && task.kind === 'csv' && task.target === 'Won');
});
