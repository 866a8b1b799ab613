import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  fitAdditiveModel,
  prepareAdditive,
  regularizationPath,
} from '../../../../scoring-service/learning/src/additive/fit.ts';
import {
  fitLinear,
  weighPenalties,
  fitNaiveBayes,
} from '../../../../scoring-service/learning/src/additive/linear-learners.ts';
import type { LinearPlan } from '../../../../scoring-service/learning/src/additive/linear-learners.ts';
import {
  additiveMargins,
  mixAdditive,
  scaleAdditive,
} from '../../../../scoring-service/learning/src/additive/model.ts';
import { createExplainer } from '../../../../scoring-service/learning/src/explainer.ts';
import { decodeModel, encodeModel } from '../../../../scoring-service/learning/src/model-codec.ts';
import { sigmoid } from '../../../../scoring-service/learning/src/numerics.ts';
import { scoreTable } from '../../../../scoring-service/learning/src/scoring-model.ts';
import type { ScoringModel } from '../../../../scoring-service/learning/src/scoring-model.ts';
import { drawLeads } from '../model-fixture.ts';

const { table, labels } = drawLeads(600, 3);
const bayesOf = (smoothing: number) => fitNaiveBayes(prepareAdditive(table, labels).design, labels, smoothing);

const plan = (weights: LinearPlan['weights']): LinearPlan => ({
  penalties: [
    { lambda: 10, penaltyType: 'smooth', share: 0.7 },
    { lambda: 3, penaltyType: 'linear', share: 0.3 },
  ],
  smoothing: 5,
  plattScaling: { slope: 0.6, intercept: -0.2 },
  weights,
});

/** A model whose linear part is naive Bayes alone, or a mixture. */
const modelOf = (weights: LinearPlan['weights']): ScoringModel => ({
  fields: table.columns.map(({ name, kind }) => ({ name, kind })),
  treeWeight: 0,
  additive: fitLinear({ table, labels }, plan(weights)),
  calibration: { low: 1, high: 1, shift: 0 },
  reference: [0.1, 0.5],
});

test('one field alone gives the shares of positives of its categories', () => {
  const values = Array.from({ length: 1000 }, (_, row) => (row % 4 === 0 ? 'Referral' : 'Web'));
  const outcome = Uint8Array.from(values, (value, row) =>
    Number(value === 'Referral' ? row % 8 === 0 : row % 10 === 1),
  );
  const sources = (of: string[]) => ({
    rowCount: of.length,
    columns: [{ kind: 'category' as const, name: 'Source', values: of }],
  });
  const model = fitNaiveBayes(prepareAdditive(sources(values), outcome).design, outcome, 0);
  const margins = additiveMargins(model, sources(['Referral', 'Web']));
  const shareOf = (category: string) => {
    const own = values.flatMap((value, row) => (value === category ? [outcome[row] ?? 0] : []));
    return own.reduce((sum, label) => sum + label, 0) / own.length;
  };
  ['Referral', 'Web'].forEach((category, row) => {
    assert.ok(Math.abs(sigmoid(margins[row] ?? NaN) - shareOf(category)) < 0.005, category);
  });
});

test('it ranks a lead with more calls and a referral higher', () => {
  const margins = additiveMargins(bayesOf(5), {
    rowCount: 2,
    columns: table.columns.map((column) =>
      column.kind === 'number'
        ? { ...column, values: Float64Array.of(7, 0) }
        : { ...column, values: column.name === 'Source' ? ['Referral', 'Web'] : ['City 1', 'City 1'] },
    ),
  });
  assert.ok((margins[0] ?? 0) - (margins[1] ?? 0) > 2);
});

test('more smoothing brings rare values nearer to the average', () => {
  const spread = (smoothing: number): number => {
    const city = bayesOf(smoothing).fields.find(({ field }) => field === 'City');
    return Math.max(...(city?.effects ?? []).map(Math.abs));
  };
  assert.ok(spread(100) < spread(25) && spread(25) < spread(1));
});

test('additive model and naive Bayes together are one additive model, to the last digit but rounding', () => {
  const scaled = scaleAdditive(bayesOf(5), 0.6, -0.2);
  const mixed = mixAdditive([
    { model: fitAdditiveModel(table, labels, { lambda: 3, penaltyType: 'smooth' }), share: 0.7 },
    { model: scaled, share: 0.3 },
  ]);
  const [one, other, both] = [
    fitAdditiveModel(table, labels, { lambda: 3, penaltyType: 'smooth' }),
    bayesOf(5),
    mixed,
  ].map((model) => additiveMargins(model, table));
  both?.forEach((margin, row) => {
    const expected = 0.7 * (one?.[row] ?? NaN) + 0.3 * (0.6 * (other?.[row] ?? NaN) - 0.2);
    assert.ok(Math.abs(margin - expected) < 1e-9);
  });
  const empty = { model: { intercept: 0, fields: [] }, share: 1 };
  assert.throws(() => mixAdditive([{ model: mixed, share: 1 }, empty]), RangeError);
});

for (const [name, weights] of [
  ['naive Bayes alone', { trees: 0, additive: 0, bayes: 1 }],
  ['a mixture', { trees: 0, additive: 0.4, bayes: 0.6 }],
] as const) {
  test(`the contributions of ${name} add up, and its bytes give the same scores to the last digit`, () => {
    const model = modelOf(weights);
    const explain = createExplainer(model);
    const { margins } = scoreTable(model, table);
    for (let row = 0; row < 100; row++) {
      const sum = explain(table, row).reduce((total, { contribution }) => total + contribution, explain.averageMargin);
      assert.ok(Math.abs(sum - (margins[row] ?? NaN)) < 1e-9);
    }
    const bytes = encodeModel(model);
    assert.deepEqual(encodeModel(decodeModel(bytes)), bytes);
    assert.deepEqual(scoreTable(decodeModel(bytes), table), scoreTable(model, table));
  });
}

test('nearly equal penalties share, one that is far behind has no share', () => {
  const losses = new Float64Array(regularizationPath.length).fill(500);
  losses[1] = 398;
  losses[2] = 401;
  const shares = weighPenalties(losses);
  assert.deepEqual(
    shares.map(({ lambda, penaltyType }) => [lambda, penaltyType]),
    [1, 2].map((index) => [regularizationPath[index]?.lambda, regularizationPath[index]?.penaltyType]),
  );
  assert.ok(Math.abs(shares.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9);
  assert.ok((shares[0]?.share ?? 0) > (shares[1]?.share ?? 0));
});

test('where losses are equal, the lambda nearest to the prior has the largest share', () => {
  const shares = weighPenalties(new Float64Array(regularizationPath.length).fill(400));
  const most = Math.max(...shares.map(({ share }) => share));
  assert.deepEqual([...new Set(shares.filter(({ share }) => share === most).map(({ lambda }) => lambda))], [3]);
});
