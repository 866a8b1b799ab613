import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sum } from '../../../../scoring-service/learning/src/numerics.ts';
import { treeMargin } from '../../../../scoring-service/learning/src/trees/ensemble.ts';
import type { TreeEnsemble } from '../../../../scoring-service/learning/src/trees/ensemble.ts';
import { createRecursiveShap } from '../../../../scoring-service/learning/src/trees/shap-recursive.ts';
import { createTreeExplainer } from '../../../../scoring-service/learning/src/trees/shap.ts';
import { randomEnsemble, randomValues } from './tree-random.ts';

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-10): void {
  assert.equal(actual.length, expected.length);
  for (let index = 0; index < expected.length; index++) {
    const [is, should] = [actual[index] as number, expected[index] as number];
    assert.ok(Math.abs(is - should) <= tolerance, `${index}: ${is} instead of ${should}`);
  }
}

function explainRow(ensemble: TreeEnsemble, values: Float32Array) {
  const explainer = createTreeExplainer(ensemble);
  const out = new Float64Array(ensemble.columnCount);
  explainer.contributions(values, 0, out);
  return { bias: explainer.bias, contributions: out };
}

/** The margin when only the columns in the bit set `known` are known, the others averaged over by cover. */
function expectedMargin(ensemble: TreeEnsemble, values: Float32Array, known: number): number {
  const { feature, threshold, left, missing, cover } = ensemble;
  const below = (node: number): number => {
    const column = feature[node] as number;
    if (column < 0) return threshold[node] as number;
    const child = left[node] as number;
    if ((known & (1 << column)) === 0) {
      const share = (next: number) => ((cover[next] as number) / (cover[node] as number)) * below(next);
      return share(child) + share(child + 1);
    }
    const value = values[column] as number;
    if (Number.isNaN(value)) return below(missing[node] as number);
    return below(value < (threshold[node] as number) ? child : child + 1);
  };
  return ensemble.baseMargin + sum(Array.from(ensemble.roots, below));
}

/** Shapley values by their definition: every subset of the other columns. */
function shapleyValues(ensemble: TreeEnsemble, values: Float32Array): number[] {
  const { columnCount } = ensemble;
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const marginOf = Array.from({ length: 1 << columnCount }, (_, known) => expectedMargin(ensemble, values, known));
  return Array.from({ length: columnCount }, (_, column) => {
    const bit = 1 << column;
    const gains = marginOf.map((without, known) => {
      if ((known & bit) !== 0) return 0;
      const size = known.toString(2).replaceAll('0', '').length;
      const weight = (factorial(size) * factorial(columnCount - size - 1)) / factorial(columnCount);
      return weight * ((marginOf[known | bit] as number) - without);
    });
    return sum(gains);
  });
}

const ensembles = fc.record({
  seed: fc.nat(),
  treeCount: fc.integer({ min: 1, max: 6 }),
  columnCount: fc.integer({ min: 1, max: 12 }),
  maxDepth: fc.integer({ min: 1, max: 8 }),
});

test('bias and contributions add up to the margin', () => {
  fc.assert(
    fc.property(ensembles, (options) => {
      const ensemble = randomEnsemble(options);
      const values = randomValues(options.seed + 1, options.columnCount);
      const { bias, contributions } = explainRow(ensemble, values);
      assertClose([bias + sum(contributions)], [treeMargin(ensemble, values, 0)]);
    }),
  );
});

test('contributions are the Shapley values by definition, with missing values and repeated columns', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (seed, columns, maxDepth) => {
      const ensemble = randomEnsemble({ seed, treeCount: 2, columnCount: columns, maxDepth });
      const values = randomValues(seed + 1, columns);
      const { bias, contributions } = explainRow(ensemble, values);
      assertClose(contributions, shapleyValues(ensemble, values));
      assertClose([bias], [expectedMargin(ensemble, values, 0)]);
    }),
    { numRuns: 60 },
  );
});

test('tables and the published recursion agree', () => {
  fc.assert(
    fc.property(ensembles, (options) => {
      const ensemble = randomEnsemble(options);
      const values = randomValues(options.seed + 2, options.columnCount);
      const addTree = createRecursiveShap(
        ensemble,
        [...ensemble.roots],
        Int32Array.from({ length: 12 }).map((_, i) => i),
      );
      const expected = new Float64Array(options.columnCount);
      ensemble.roots.forEach((_, tree) => {
        addTree(tree, values, 0, expected, 0);
      });
      assertClose(explainRow(ensemble, values).contributions, expected);
    }),
  );
});

test('a tree too deep for tables is explained exactly too', () => {
  const ensemble = randomEnsemble({ seed: 8, treeCount: 2, columnCount: 8, maxDepth: 13 });
  const values = randomValues(9, 8);
  assertClose(explainRow(ensemble, values).contributions, shapleyValues(ensemble, values), 1e-9);
});

test('a matrix is explained as its rows are, the columns of a field summed', () => {
  const ensemble = randomEnsemble({ seed: 5, treeCount: 10, columnCount: 6, maxDepth: 5 });
  const matrix = { rowCount: 600, columnCount: 6, values: randomValues(6, 3600) };
  const byColumn = createTreeExplainer(ensemble);
  const byField = createTreeExplainer(ensemble, { fieldOfColumn: Int32Array.of(2, 0, 0, 1, 1, 1) });
  const matrixByColumn = byColumn.matrixContributions(matrix);
  const matrixByField = byField.matrixContributions(matrix);
  assert.deepEqual([byColumn.fieldCount, byField.fieldCount], [6, 3]);
  assertClose([byField.bias], [byColumn.bias]);

  const columns = new Float64Array(6);
  const fields = new Float64Array(4).fill(7);
  for (let row = 0; row < matrix.rowCount; row++) {
    byColumn.contributions(matrix.values, row * 6, columns);
    byField.contributions(matrix.values, row * 6, fields);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = columns;
    assertClose(fields, [b + c, d + e + f, a, 7]);
    assert.deepEqual(matrixByColumn.subarray(row * 6, row * 6 + 6), columns);
    assert.deepEqual(matrixByField.subarray(row * 3, row * 3 + 3), fields.subarray(0, 3));
  }
});

test('a model without a split has only its bias', () => {
  const leaf: TreeEnsemble = {
    baseMargin: 0.5,
    columnCount: 2,
    roots: Int32Array.of(0),
    feature: Int32Array.of(-1),
    threshold: Float32Array.of(0.25),
    left: Int32Array.of(-1),
    missing: Int32Array.of(-1),
    cover: Float32Array.of(3),
  };
  assert.deepEqual(explainRow(leaf, Float32Array.of(1, 2)), { bias: 0.75, contributions: new Float64Array(2) });
});

test('fields that do not fit the model are refused', () => {
  const ensemble = randomEnsemble({ seed: 5, treeCount: 1, columnCount: 3, maxDepth: 2 });
  assert.throws(() => createTreeExplainer(ensemble, { fieldOfColumn: Int32Array.of(0, 1) }), RangeError);
  assert.throws(() => createTreeExplainer(ensemble, { fieldOfColumn: Int32Array.of(0, 1, -1) }), RangeError);
  const explainer = createTreeExplainer(ensemble);
  assert.throws(() => {
    explainer.contributions(new Float32Array(3), 0, new Float64Array(2));
  }, RangeError);
  assert.throws(
    () => explainer.matrixContributions({ rowCount: 1, columnCount: 2, values: new Float32Array(2) }),
    RangeError,
  );
});
