import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { fit, InsufficientDataError } from '../../../scoring-service/learning/src/fit.ts';
import type { FitOptions } from '../../../scoring-service/learning/src/fit.ts';
import { decodeModel, encodeModel } from '../../../scoring-service/learning/src/model-codec.ts';
import { scoreTable } from '../../../scoring-service/learning/src/scoring-model.ts';
import { seededRandom } from '../../../scoring-service/learning/src/numerics.ts';
import type { LabelledRows } from '../../../scoring-service/learning/src/table.ts';
import { trainTrees } from '../../../scoring-service/src/adapters/trainer/train-trees.ts';
import { drawLeads } from './model-fixture.ts';
import { DAY_MS } from '../../../scoring-service/src/domain/time.ts';

/** Fits with the booster of the service, which sends its messages between the folds of the linear learners. */
const fitRows = (rows: LabelledRows, options: FitOptions) =>
  fit(rows, trainTrees, { pause: () => setImmediate(), ...options });

/** Leads of 200 days, one row each. */
function drawRows(rowCount: number, seed: number): LabelledRows {
  const random = seededRandom(seed);
  return {
    ...drawLeads(rowCount, seed),
    groups: Array.from({ length: rowCount }, (_, row) => `lead ${row}`),
    times: Float64Array.from({ length: rowCount }, () => Math.floor(200 * random()) * DAY_MS),
  };
}

test('the same data and seed give the same model, byte for byte, and another seed another one', async () => {
  const bytesOf = async (seed: number) => encodeModel((await fitRows(drawRows(400, 1), { seed })).model);
  const first = await bytesOf(1);
  assert.deepEqual(await bytesOf(1), first);
  assert.notDeepEqual(await bytesOf(2), first);
});

test('another seed gives another model as good: its AUC is within the interval of the first', async () => {
  const rows = drawRows(700, 11);
  const [first, second] = [
    await fitRows(rows, { seed: 1, refit: 'none' }),
    await fitRows(rows, { seed: 77, refit: 'none' }),
  ].map(({ evaluation }) => evaluation.test.auc);
  assert.ok(first && second && second.auc > first.low && second.auc < first.high, `${second?.auc} ${first?.low}`);
});

test('figures come from the newest rows, after a gap, and are better than the base rate', async () => {
  const rows = drawRows(1500, 2);
  const { model, evaluation } = await fitRows(rows, { seed: 1, gapMs: 10 * DAY_MS });
  const { test: result, train, leftOut, splitBy } = evaluation;
  assert.equal(splitBy, 'time');
  assert.equal(train.rows + result.rows + leftOut, 1500);
  assert.ok(leftOut > 30);
  assert.ok(result.auc.auc > 0.7 && result.auc.low < result.auc.auc && result.auc.auc < result.auc.high);
  assert.ok(result.logLoss < result.baseRateLogLoss);
  assert.ok(result.expectedCalibrationError < 0.08);
  assert.equal(result.importance[0]?.field, 'Calls');
  assert.deepEqual(
    [result.labels, result.probabilities, result.percentiles].map(({ length }) => length),
    [result.rows, result.rows, result.rows],
  );
  assert.deepEqual(scoreTable(decodeModel(encodeModel(model)), rows.table), scoreTable(model, rows.table));
});

test('where old rows mislead, the model is fitted to the newest only, and the evaluation has the date', async () => {
  const rows = drawRows(4000, 12);
  // Until day 120 the outcomes were reversed.
  const labels = rows.labels.map((label, row) => ((rows.times[row] as number) < 120 * DAY_MS ? 1 - label : label));
  const { model, evaluation } = await fitRows({ ...rows, labels }, { seed: 1 });
  const { window, train, test: result, leftOut } = evaluation;
  assert.ok(window && window.since > 100 * DAY_MS && window.since < 160 * DAY_MS && window.share < 1);
  assert.ok(train.rows < 1700 && train.rows + result.rows + leftOut === 4000, String(train.rows));
  assert.ok(result.auc.auc > 0.7, String(result.auc.auc));
  assert.ok(result.logLoss < result.baseRateLogLoss);
  const recent = scoreTable(model, rows.table).probabilities.filter((_, row) => rows.labels[row] === 1);
  const others = scoreTable(model, rows.table).probabilities.filter((_, row) => rows.labels[row] === 0);
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  assert.ok(mean(recent) > mean(others) + 0.1);
});

test('without refit the published model is the one that was tested', async () => {
  const rows = drawRows(400, 3);
  const published = await fitRows(rows, { seed: 1 });
  const tested = await fitRows(rows, { seed: 1, refit: 'none' });
  assert.deepEqual(published.evaluation, tested.evaluation);
  assert.notDeepEqual(encodeModel(published.model), encodeModel(tested.model));
});

test('fewer than 300 positives get small trees', async () => {
  const { evaluation } = await fitRows(drawRows(500, 4), { seed: 1 });
  assert.ok(evaluation.train.positives < 300);
  assert.equal(evaluation.choice.parameters.maxDepth, 3);
  assert.ok(evaluation.choice.parameters.trees <= 100);
});

test('labels without any signal give a model no worse than the base rate', async () => {
  const random = seededRandom(6);
  const rows = { ...drawRows(800, 5), labels: Uint8Array.from({ length: 800 }, () => Number(random() < 0.3)) };
  const { evaluation } = await fitRows(rows, { seed: 1 });
  assert.ok(evaluation.test.logLoss < evaluation.test.baseRateLogLoss + 0.01, String(evaluation.test.logLoss));
});

test('fields that never vary give every row the base rate', async () => {
  const rows = drawRows(400, 7);
  const constant = { kind: 'number' as const, name: 'Calls', values: new Float64Array(400).fill(2) };
  const { model, evaluation } = await fitRows(
    { ...rows, table: { rowCount: 400, columns: [constant] } },
    {
      seed: 1,
    },
  );
  const { probabilities } = scoreTable(model, { rowCount: 1, columns: [{ ...constant, values: Float64Array.of(2) }] });
  const baseRate = evaluation.train.positives / evaluation.train.rows;
  assert.ok(Math.abs((probabilities[0] ?? NaN) - baseRate) < 0.05);
});

test('progress only grows and ends complete', async () => {
  const seen: [number, number][] = [];
  await fitRows(drawRows(400, 8), { seed: 1, onProgress: (done, total) => seen.push([done, total]) });
  assert.ok(seen.every(([done, total], index) => done >= (seen[index - 1]?.[0] ?? 0) && done <= total));
  const last = seen.at(-1);
  assert.equal(last?.[0], last?.[1]);
});

test('a cancelled fit stops', async () => {
  const controller = new AbortController();
  const fitting = fitRows(drawRows(600, 9), {
    seed: 1,
    signal: controller.signal,
    onProgress: () => {
      controller.abort();
    },
  });
  await assert.rejects(fitting);
});

test('rows of one class are refused', async () => {
  const rows = { ...drawRows(100, 10), labels: new Uint8Array(100) };
  await assert.rejects(fitRows(rows, { seed: 1 }), InsufficientDataError);
});
