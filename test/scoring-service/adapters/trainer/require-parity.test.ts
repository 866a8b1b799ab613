import assert from 'node:assert/strict';
import { test } from 'node:test';
import { treeMargins } from '@plumbline/learning';
import type { TreeEnsemble, BoosterParameters } from '@plumbline/learning';
import { readCodedColumns } from '../../../../scoring-service/src/adapters/trainer/column-codes.ts';
import { requireParity } from '../../../../scoring-service/src/adapters/trainer/require-parity.ts';
import { trainBooster } from '../../../../scoring-service/src/adapters/trainer/train-booster.ts';
import { loadXgboost } from '../../../../scoring-service/src/adapters/trainer/xgboost-library.ts';
import { makeUpRows, ordinaryRows, parameters } from './made-up-rows.ts';
import type { MadeUpRows } from './made-up-rows.ts';

const library = await loadXgboost();

/** Trains, which checks the model once, and returns a function that checks a changed ensemble. */
function trainAndCheck({ matrix, labels }: MadeUpRows, changes: Partial<BoosterParameters> = {}) {
  let booster = 0;
  const recording: typeof library = {
    ...library,
    createBooster: (...input) => (booster = library.createBooster(...input)),
    // The booster still predicts when the changed ensembles are checked.
    freeBooster: () => undefined,
  };
  const request = { matrix, labels, parameters: { ...parameters, ...changes } };
  const ensemble = trainBooster(recording, request, () => undefined);
  const predict = (codes: Float32Array, columnCount: number) => library.predict(booster, codes, columnCount);
  const check = (reading: TreeEnsemble): void => {
    requireParity(reading, matrix, readCodedColumns(matrix), predict);
  };
  return { ensemble, check };
}

/** Parameters that overfit. */
const overfitting = { trees: 300, learningRate: 0.5, lambda: 0.01, maxDepth: 8, minChildWeight: 0.01 };

const isRefusal = (error: unknown): boolean => error instanceof Error && error.message.includes('the model is refused');

test('many trees and large margins pass the check', () => {
  const rows = ordinaryRows(1000);
  const many = trainAndCheck(rows, { trees: 1500, learningRate: 0.05 });
  const overfitted = trainAndCheck(rows, overfitting);
  const histogram = trainAndCheck(ordinaryRows(1100), { trees: 600, learningRate: 0.05 });
  const largest = treeMargins(overfitted.ensemble, rows.matrix).reduce((most, margin) =>
    Math.max(most, Math.abs(margin)),
  );
  assert.ok(largest > 20, `the largest margin is ${largest}`);
  assert.equal(many.ensemble.roots.length, 1500);
  assert.equal(histogram.ensemble.roots.length, 600);
});

// Few enough rows that each is in the sample: every leaf is reached by one of them.
const sampled = ordinaryRows(450);

test('two swapped leaves are found in every tree', () => {
  const { ensemble, check } = trainAndCheck(sampled, { trees: 100, learningRate: 0.05 });
  let swapped = 0;
  for (const left of ensemble.left) {
    const isLeaf = (node: number): boolean => ensemble.feature[node] === -1;
    if (left < 0 || !isLeaf(left) || !isLeaf(left + 1)) continue;
    const threshold = ensemble.threshold.slice();
    [threshold[left], threshold[left + 1]] = [threshold[left + 1] as number, threshold[left] as number];
    if (threshold[left] === threshold[left + 1]) continue;
    assert.throws(() => {
      check({ ...ensemble, threshold });
    }, isRefusal);
    swapped++;
  }
  assert.ok(swapped > 200, `${swapped} pairs of leaves`);
});

test('missing values on the wrong side are found, at large margins too', () => {
  for (const changes of [{}, overfitting]) {
    const { ensemble, check } = trainAndCheck(sampled, changes);
    const split = ensemble.feature.indexOf(1);
    const left = ensemble.left[split] as number;
    const missing = ensemble.missing.slice();
    missing[split] = missing[split] === left ? left + 1 : left;
    assert.throws(() => {
      check({ ...ensemble, missing });
    }, isRefusal);
  }
});

test('a condition that differs in the last bit of float32 is found', () => {
  // Neighbours in float32: doubles between them round to one of them.
  const [low, high] = [Math.fround(0.1), Math.fround(0.1) + 2 ** -27];
  const { ensemble, check } = trainAndCheck(
    makeUpRows(
      400,
      (random) => [random() < 0.5 ? low : high],
      ([value]) => (value === low ? -1 : 1),
    ),
  );
  assert.equal(ensemble.threshold[0], high);
  for (const wrong of [low, high + 2 ** -27]) {
    const threshold = ensemble.threshold.slice();
    threshold[0] = wrong;
    assert.throws(() => {
      check({ ...ensemble, threshold });
    }, isRefusal);
  }
});
