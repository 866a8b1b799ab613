import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseBlend, onlyLearner } from '../../../scoring-service/learning/src/blend.ts';
import { seededRandom, sigmoid } from '../../../scoring-service/learning/src/numerics.ts';
import { chooseParameters, treeConfigurations } from '../../../scoring-service/learning/src/booster.ts';

const labelsWith = (positives: number) => Uint8Array.from({ length: 20_000 }, (_, row) => Number(row < positives));

test('few positives get few small trees, many get faster ones', () => {
  const few = chooseParameters(labelsWith(299), 1);
  assert.ok(few.maxDepth === 3 && few.trees === 100);
  const some = chooseParameters(labelsWith(300), 1);
  assert.ok(some.maxDepth > 3 && some.trees > 100);
  assert.ok(chooseParameters(labelsWith(5000), 1).learningRate > some.learningRate);
});

/** Outcomes of two independent causes, each known to one learner. */
function drawCauses() {
  const random = seededRandom(2);
  const draw = () => Float64Array.from({ length: 4000 }, () => 4 * random() - 2);
  const [first, second] = [draw(), draw()];
  const labels = first.map((margin, row) => Number(random() < sigmoid(margin + (second[row] ?? 0))));
  return { first, second, labels: Uint8Array.from(labels) };
}

test('learners that each explain a part are blended', () => {
  const { first, second, labels } = drawCauses();
  const { weights, contenders } = chooseBlend({ trees: first, additive: second }, labels);
  assert.ok(weights.trees > 0.3 && weights.trees < 0.7 && weights.bayes === 0, JSON.stringify(weights));
  const [trees, additive, blend] = contenders.map(({ logLoss }) => logLoss);
  assert.ok(blend !== undefined && blend < (trees ?? 0) && blend < (additive ?? 0));
});

test('three learners are blended with shares that add up to one', () => {
  const { first, second, labels } = drawCauses();
  const half = second.map((margin) => margin / 2);
  const { weights } = chooseBlend({ trees: first, additive: half, bayes: half }, labels);
  assert.ok(Math.abs(weights.trees + weights.additive + weights.bayes - 1) < 1e-9);
  assert.ok(weights.additive + weights.bayes > weights.trees, JSON.stringify(weights));
});

test('a learner that adds nothing is left out', () => {
  const { first, second, labels } = drawCauses();
  const whole = first.map((margin, row) => margin + (second[row] ?? 0));
  const wrong = second.map((margin) => -margin);
  assert.deepEqual(chooseBlend({ trees: whole, additive: wrong }, labels).weights, onlyLearner('trees'));
  assert.deepEqual(chooseBlend({ trees: wrong, bayes: whole }, labels).weights, onlyLearner('bayes'));
});

test('learners that few rows cannot separate are averaged; with many rows the better one is chosen', () => {
  const { first, labels } = drawCauses();
  const slightlyWorse = first.map((margin, row) => margin + (row % 2 === 0 ? 0.35 : -0.35));
  const choose = (count: number) =>
    chooseBlend({ trees: first.slice(0, count), bayes: slightlyWorse.slice(0, count) }, labels.slice(0, count)).weights;
  assert.ok(choose(60).bayes >= 0.3 && choose(60).trees >= 0.3, JSON.stringify(choose(60)));
  assert.ok(choose(4000).trees >= 0.8, JSON.stringify(choose(4000)));
});

test('an overconfident learner is compared after Platt scaling', () => {
  const { first, labels } = drawCauses();
  const overconfident = first.map((margin) => 5 * margin);
  const faint = first.map((margin, row) => margin / 2 + (row % 2 === 0 ? 1 : -1));
  const { weights } = chooseBlend({ trees: faint, bayes: overconfident }, labels);
  assert.ok(weights.bayes >= 0.8, JSON.stringify(weights));
});

test('few positives get one small tree configuration, others a choice', () => {
  assert.deepEqual(treeConfigurations(labelsWith(299), 1), [chooseParameters(labelsWith(299), 1)]);
  const depths = treeConfigurations(labelsWith(300), 1).map(({ maxDepth }) => maxDepth);
  assert.equal(new Set(depths).size, 2);
});
