import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { areaUnderCurve, encodeEnsemble, sigmoid, treeMargin, treeMargins } from '@plumbline/learning';
import { createTreeTrainer, trainTrees } from '../../../../scoring-service/src/adapters/trainer/train-trees.ts';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { makeUpRows, ordinaryRows, parameters } from './made-up-rows.ts';
import type { MadeUpRows } from './made-up-rows.ts';

const isKind =
  (kind: string) =>
  (error: unknown): boolean =>
    error instanceof ScoringError && error.kind === kind && error.actions.length > 0;

async function aucOf({ matrix, labels }: MadeUpRows): Promise<number> {
  const ensemble = await trainTrees(matrix, labels, parameters);
  return areaUnderCurve(treeMargins(ensemble, matrix), labels).auc;
}

test('fits a simple function and leaves the matrix with its caller', async () => {
  const { matrix, labels } = ordinaryRows(2000);
  const before = matrix.values.slice();
  const ensemble = await trainTrees(matrix, labels, parameters);
  assert.ok(areaUnderCurve(treeMargins(ensemble, matrix), labels).auc > 0.85);
  assert.equal(ensemble.roots.length, parameters.trees);
  assert.equal(ensemble.columnCount, 3);
  assert.deepEqual(matrix.values, before);
});

test('the same data and seed give the same bytes, another seed others', async () => {
  const { matrix, labels } = ordinaryRows(1500);
  const bytesOf = async (seed: number) => encodeEnsemble(await trainTrees(matrix, labels, { ...parameters, seed }));
  const [first, again, other] = await Promise.all([bytesOf(1), bytesOf(1), bytesOf(2)]);
  assert.deepEqual(first, again);
  assert.notDeepEqual(first, other);
});

test('missing, -1 and 0 are three different values', async () => {
  const states = [NaN, -1, 0, 1];
  const truth = [0.9, 0.1, 0.6, 0.3];
  const { matrix, labels } = makeUpRows(
    4000,
    (random) => [states[Math.floor(random() * states.length)] as number],
    ([state]) => {
      const rate = truth[states.findIndex((known) => Object.is(known, state))] as number;
      return Math.log(rate / (1 - rate));
    },
  );
  const ensemble = await trainTrees(matrix, labels, parameters);
  states.forEach((state, index) => {
    const probability = sigmoid(treeMargin(ensemble, Float32Array.of(state), 0));
    assert.ok(Math.abs(probability - (truth[index] as number)) < 0.05, `${state} was predicted as ${probability}`);
  });
});

test('above 1,000 rows a column of zeros and missing values is fitted as well as below', async () => {
  const trap = (rowCount: number) =>
    makeUpRows(
      rowCount,
      (random) => [random() < 0.5 ? NaN : 0, Math.round(random() * 20), 7, NaN],
      ([flag = NaN]) => (Number.isNaN(flag) ? -2 : 1.5),
    );
  const [exact, histogram] = await Promise.all([aucOf(trap(1_000)), aucOf(trap(1_020))]);
  assert.ok(exact > 0.8);
  assert.ok(Math.abs(exact - histogram) < 0.01, `exact ${exact}, histogram ${histogram}`);
});

test('40,000 rows of 40 columns train, with progress tree by tree', async () => {
  const { matrix, labels } = makeUpRows(
    40_000,
    (random) => Array.from({ length: 40 }, () => random()),
    ([first = 0]) => 4 * first - 2,
  );
  const progress: number[] = [];
  await trainTrees(matrix, labels, { ...parameters, trees: 3 }, { onTree: (done) => progress.push(done) });
  assert.deepEqual(progress, [1, 2, 3]);
});

test('a value beyond all training values counts as present, not as missing', async () => {
  const { matrix, labels } = makeUpRows(
    3000,
    (random) => [random() < 0.5 ? NaN : 1 + random()],
    ([value]) => (Number.isNaN(value) ? -2 : 2),
  );
  const ensemble = await trainTrees(matrix, labels, parameters);
  for (const value of [-1000, 1000]) assert.ok(treeMargin(ensemble, Float32Array.of(value), 0) > 1);
});

test('refuses input that the library would accept silently', async () => {
  const { matrix, labels } = ordinaryRows(100);
  const refused = async (change: Partial<typeof matrix>, changedLabels = labels, change2 = {}) =>
    assert.rejects(
      trainTrees({ ...matrix, ...change }, changedLabels, { ...parameters, ...change2 }),
      isKind('training.invalid'),
    );
  await refused({}, labels.slice(1));
  await refused(
    {},
    labels.map(() => 1),
  );
  await refused(
    {},
    labels.map(() => 0),
  );
  await refused(
    {},
    labels.map((label) => label * 2),
  );
  await refused({ columnCount: 4 });
  await refused({ rowCount: 99 }, labels.slice(1));
  await refused({}, labels, { subsample: 0 });
  await refused({}, labels, { trees: 1.5 });
  await refused({ values: matrix.values.with(5, Infinity) });
  await refused({ values: matrix.values.map(() => 1) });
  await refused({ values: matrix.values.map(() => NaN) });
});

test('refuses more than its memory holds before copying anything', async () => {
  const values = new Float32Array(0);
  Object.defineProperty(values, 'length', { value: 3_000_000 * 50 });
  await assert.rejects(
    trainTrees({ rowCount: 3_000_000, columnCount: 50, values }, new Uint8Array(3_000_000), parameters),
    (error: unknown) => isKind('training.invalid')(error) && /1\.8 GB/.test((error as Error).message),
  );
});

test('a cancelled training ends its thread at once', async () => {
  const { matrix, labels } = ordinaryRows(15_000);
  const cancel = new AbortController();
  const workers: Worker[] = [];
  const remember = (worker: Worker): number => workers.push(worker);
  process.on('worker', remember);
  let cancelledAtMs = 0;
  const training = createTreeTrainer()(
    matrix,
    labels,
    { ...parameters, trees: 5000 },
    {
      signal: cancel.signal,
      onTree: () => {
        cancelledAtMs ||= performance.now();
        cancel.abort();
      },
    },
  );
  await assert.rejects(training, isKind('training.cancelled'));
  assert.ok(performance.now() - cancelledAtMs < 2000);
  process.removeListener('worker', remember);
  assert.deepEqual(
    workers.map(({ threadId }) => threadId),
    [-1],
  );
  await assert.rejects(
    trainTrees(matrix, labels, parameters, { signal: AbortSignal.abort() }),
    isKind('training.cancelled'),
  );
});

test('a training that takes too long fails', async () => {
  const { matrix, labels } = ordinaryRows(15_000);
  const training = trainTrees(matrix, labels, { ...parameters, trees: 5000 }, { timeoutMs: 200 });
  await assert.rejects(training, isKind('training.failed'));
});

test('a training that starts while an idle thread is ending gets a new thread', async ({ mock }) => {
  const { matrix, labels } = ordinaryRows(200);
  const train = createTreeTrainer();
  mock.timers.enable({ apis: ['setTimeout'] });
  const first = await train(matrix, labels, { ...parameters, trees: 2 });
  mock.timers.runAll();
  assert.deepEqual(await train(matrix, labels, { ...parameters, trees: 2 }), first);
  mock.timers.runAll();
});
