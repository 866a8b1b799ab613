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

/** Trains, which proves the model once, and gives the means to prove a changed reading of it. */
function trainToProve({ matrix, labels }: MadeUpRows, changes: Partial<BoosterParameters> = {}) {
  let booster = 0;
  const remembering: typeof library = {
    ...library,
    createBooster: (...input) => (booster = library.createBooster(...input)),
    // It still predicts when the changed readings are proved.
    freeBooster: () => undefined,
  };
  const request = { matrix, labels, parameters: { ...parameters, ...changes } };
  const ensemble = trainBooster(remembering, request, () => undefined);
  const predict = (codes: Float32Array, columnCount: number) => library.predict(booster, codes, columnCount);
  const prove = (reading: TreeEnsemble): void => {
    requireParity(reading, matrix, readCodedColumns(matrix), predict);
  };
  return { ensemble, prove };
}

/** Trees that learn their rows by heart. */
const steep = { trees: 300, learningRate: 0.5, lambda: 0.01, maxDepth: 8, minChildWeight: 0.01 };

const isRefusal = (error: unknown): boolean => error instanceof Error && error.message.includes('the model is refused');

test('many trees and large margins are no reason to refuse a model', () => {
  const rows = ordinaryRows(1000);
  const many = trainToProve(rows, { trees: 1500, learningRate: 0.05 });
  const byHeart = trainToProve(rows, steep);
  const histogram = trainToProve(ordinaryRows(1100), { trees: 600, learningRate: 0.05 });
  const largest = treeMargins(byHeart.ensemble, rows.matrix).reduce((most, margin) => Math.max(most, Math.abs(margin)));
  assert.ok(largest > 20, `the largest margin is ${largest}`);
  assert.equal(many.ensemble.roots.length, 1500);
  assert.equal(histogram.ensemble.roots.length, 600);
});

// Few enough rows that each is asked: every leaf is reached by one of them.
const asked = ordinaryRows(450);

test('two leaves of one tree that are swapped are found, whichever tree it is', () => {
  const { ensemble, prove } = trainToProve(asked, { trees: 100, learningRate: 0.05 });
  let swapped = 0;
  for (const left of ensemble.left) {
    const isLeaf = (node: number): boolean => ensemble.feature[node] === -1;
    if (left < 0 || !isLeaf(left) || !isLeaf(left + 1)) continue;
    const threshold = ensemble.threshold.slice();
    [threshold[left], threshold[left + 1]] = [threshold[left + 1] as number, threshold[left] as number];
    if (threshold[left] === threshold[left + 1]) continue;
    assert.throws(() => {
      prove({ ...ensemble, threshold });
    }, isRefusal);
    swapped++;
  }
  assert.ok(swapped > 200, `${swapped} pairs of leaves`);
});

test('missing values that take the other side are found, at large margins too', () => {
  for (const changes of [{}, steep]) {
    const { ensemble, prove } = trainToProve(asked, changes);
    const split = ensemble.feature.indexOf(1);
    const left = ensemble.left[split] as number;
    const missing = ensemble.missing.slice();
    missing[split] = missing[split] === left ? left + 1 : left;
    assert.throws(() => {
      prove({ ...ensemble, missing });
    }, isRefusal);
  }
});

test('a condition that is off by the last bit of float32 is found', () => {
  // Neighbours in float32: what lies between them in doubles rounds to one of them.
  const [low, high] = [Math.fround(0.1), Math.fround(0.1) + 2 ** -27];
  const { ensemble, prove } = trainToProve(
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
      prove({ ...ensemble, threshold });
    }, isRefusal);
  }
});
