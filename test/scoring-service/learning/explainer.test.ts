import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createExplainer, importanceOf } from '../../../scoring-service/learning/src/explainer.ts';
import { scoreTable } from '../../../scoring-service/learning/src/scoring-model.ts';
import type { ScoringModel } from '../../../scoring-service/learning/src/scoring-model.ts';
import { drawLeads, makeModel } from './model-fixture.ts';

const { trees, additive, ...rest } = makeModel();
const models: [string, ScoringModel][] = [
  ['a blend', { ...rest, trees, additive }],
  ['trees alone', { ...rest, treeWeight: 1, trees }],
  ['an additive model alone', { ...rest, treeWeight: 0, additive }],
];

for (const [name, model] of models) {
  test(`contributions of ${name} and the average record add up to the published margin`, () => {
    const { table } = drawLeads(200, 4);
    const explain = createExplainer(model);
    const { margins } = scoreTable(model, table);
    for (let row = 0; row < table.rowCount; row++) {
      const sum = explain(table, row).reduce((total, { contribution }) => total + contribution, explain.averageMargin);
      assert.ok(Math.abs(sum - (margins[row] ?? NaN)) < 1e-9, `row ${row}: ${sum} is not ${margins[row]}`);
    }
  });
}

test('every field stands once, with its value, the largest contribution first', () => {
  const { table } = drawLeads(50, 5);
  const contributions = createExplainer(makeModel())(table, 7);
  assert.deepEqual(contributions.map(({ field }) => field).sort(), ['Calls', 'City', 'Source']);
  for (const { field, value } of contributions) {
    const raw = table.columns.find(({ name }) => name === field)?.values[7];
    assert.equal(value, Number.isNaN(raw) ? undefined : raw);
  }
  const sizes = contributions.map(({ contribution }) => Math.abs(contribution));
  assert.deepEqual(
    sizes,
    sizes.toSorted((a, b) => b - a),
  );
});

test('a second table is explained by its own values', () => {
  const explain = createExplainer(makeModel());
  const [first, second] = [drawLeads(10, 6).table, drawLeads(10, 7).table];
  const expected = createExplainer(makeModel())(second, 3);
  explain(first, 3);
  assert.deepEqual(explain(second, 3), expected);
});

test('twice the odds is of high importance, a quarter more of medium, either way', () => {
  assert.equal(importanceOf(Math.log(2)), 'high');
  assert.equal(importanceOf(-Math.log(2)), 'high');
  assert.equal(importanceOf(Math.log(1.5)), 'medium');
  assert.equal(importanceOf(-Math.log(1.2)), 'low');
});
