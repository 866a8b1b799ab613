import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseBlend } from '../../../../scoring-service/src/domain/training/choose-learner.ts';
import { chooseParameters } from '../../../../scoring-service/src/domain/training/choose-parameters.ts';
import { seededRandom } from '../../../../scoring-service/src/domain/training/seeded-random.ts';

const labelsWith = (positives: number) => Uint8Array.from({ length: 20_000 }, (_, row) => Number(row < positives));

test('few positives get small trees, many get more of them', () => {
  const few = chooseParameters(labelsWith(299), 1);
  assert.ok(few.maxDepth === 3 && few.trees === 100);
  const some = chooseParameters(labelsWith(300), 1);
  assert.ok(some.maxDepth > 3 && some.trees > 100);
  assert.ok(chooseParameters(labelsWith(5000), 1).trees > some.trees);
});

/** Outcomes of two independent causes, each of which one learner sees. */
function drawCauses() {
  const random = seededRandom(2);
  const draw = () => Float64Array.from({ length: 4000 }, () => 4 * random() - 2);
  const [first, second] = [draw(), draw()];
  const labels = first.map((margin, row) => Number(random() < 1 / (1 + Math.exp(-margin - (second[row] ?? 0)))));
  return { first, second, labels: Uint8Array.from(labels) };
}

test('learners that each know a part are blended', () => {
  const { first, second, labels } = drawCauses();
  const { treeWeight, contenders } = chooseBlend(first, second, labels);
  assert.ok(treeWeight > 0.3 && treeWeight < 0.7, String(treeWeight));
  const [trees, additive, blend] = contenders.map(({ logLoss }) => logLoss);
  assert.ok(blend !== undefined && blend < (trees ?? 0) && blend < (additive ?? 0));
});

test('a learner that adds nothing is left out', () => {
  const { first, second, labels } = drawCauses();
  const whole = first.map((margin, row) => margin + (second[row] ?? 0));
  assert.equal(
    chooseBlend(
      whole,
      second.map((margin) => -margin),
      labels,
    ).treeWeight,
    1,
  );
  assert.equal(
    chooseBlend(
      second.map((margin) => -margin),
      whole,
      labels,
    ).treeWeight,
    0,
  );
  assert.equal(chooseBlend(whole, whole, labels).treeWeight, 1);
});
