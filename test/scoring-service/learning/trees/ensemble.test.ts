import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  stagedMargins,
  treeMargin,
  treeMargins,
  truncateTrees,
} from '../../../../scoring-service/learning/src/trees/ensemble.ts';
import type { TreeEnsemble } from '../../../../scoring-service/learning/src/trees/ensemble.ts';
import { randomEnsemble, randomValues } from './tree-random.ts';

/** One split on column 1 at 0.5: below -1, else +2, missing to the right. */
const stump: TreeEnsemble = {
  baseMargin: 0.25,
  columnCount: 2,
  roots: Int32Array.of(0),
  feature: Int32Array.of(1, -1, -1),
  threshold: Float32Array.of(0.5, -1, 2),
  left: Int32Array.of(1, -1, -1),
  missing: Int32Array.of(2, -1, -1),
  cover: Float32Array.of(10, 4, 6),
};

test('a value below the condition goes left, one equal to it right, missing to its side', () => {
  const margin = (value: number) => treeMargin(stump, Float32Array.of(0, 0, 9, value), 2);
  assert.equal(margin(0.49), -0.75);
  assert.equal(margin(0.5), 2.25);
  assert.equal(margin(NaN), 2.25);
});

test('the margins after every tree equal those of the truncated ensemble, row by row', () => {
  const ensemble = randomEnsemble({ seed: 3, treeCount: 6, columnCount: 4, maxDepth: 4 });
  const matrix = { rowCount: 50, columnCount: 4, values: randomValues(4, 200) };
  const seen: number[] = [];
  const all = stagedMargins(ensemble, matrix, (treeIndex, margins) => {
    seen.push(treeIndex);
    const prefix = truncateTrees(ensemble, treeIndex + 1);
    assert.deepEqual(margins, treeMargins(prefix, matrix));
    assert.deepEqual(margins, treeMargins(ensemble, matrix, treeIndex + 1));
    margins.forEach((margin, row) => {
      assert.equal(margin, treeMargin(prefix, matrix.values, row * 4));
    });
  });
  assert.deepEqual(seen, [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(all, treeMargins(ensemble, matrix));
});

test('without trees the margin is the base margin; more trees than exist are refused', () => {
  assert.equal(treeMargin(truncateTrees(stump, 0), Float32Array.of(0, 0), 0), 0.25);
  assert.throws(() => truncateTrees(stump, 2), RangeError);
  assert.throws(() => treeMargins(stump, { rowCount: 1, columnCount: 3, values: new Float32Array(3) }), RangeError);
});
