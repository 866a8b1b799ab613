import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitAdditiveModel, PENALTIES, prepareAdditive } from '../../../../scoring-service/learning/src/additive/fit.ts';
import {
  fitLinear,
  sharePenalties,
  fitNaiveBayes,
} from '../../../../scoring-service/learning/src/additive/linear-learners.ts';
import type { LinearPlan } from '../../../../scoring-service/learning/src/additive/linear-learners.ts';
import {
  additiveMargins,
  mixAdditive,
  scaleAdditive,
} from '../../../../scoring-service/learning/src/additive/model.ts';
import { createExplainer } from '../../../../scoring-service/learning/src/contributions.ts';
import { decodeModel, encodeModel } from '../../../../scoring-service/learning/src/model-codec.ts';
import { scoreTable } from '../../../../scoring-service/learning/src/scoring-model.ts';
import type { ScoringModel } from '../../../../scoring-service/learning/src/scoring-model.ts';
import { drawLeads } from '../model-fixture.ts';

const { table, labels } = drawLeads(600, 3);
const bayesOf = (smoothing: number) => fitNaiveBayes(prepareAdditive(table, labels).design, labels, smoothing);

const plan = (weights: LinearPlan['weights']): LinearPlan => ({
  penalties: [
    { strength: 10, manner: 'curves', share: 0.7 },
    { strength: 3, manner: 'lines', share: 0.3 },
  ],
  smoothing: 5,
  temper: { slope: 0.6, shift: -0.2 },
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

test('one category alone gives the shares of its levels back', () => {
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
  const shareOf = (level: string) => {
    const own = values.flatMap((value, row) => (value === level ? [outcome[row] ?? 0] : []));
    return own.reduce((sum, label) => sum + label, 0) / own.length;
  };
  ['Referral', 'Web'].forEach((level, row) => {
    assert.ok(Math.abs(1 / (1 + Math.exp(-(margins[row] ?? NaN))) - shareOf(level)) < 0.005, level);
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
  const tempered = scaleAdditive(bayesOf(5), 0.6, -0.2);
  const mixed = mixAdditive([
    { model: fitAdditiveModel(table, labels, 3), share: 0.7 },
    { model: tempered, share: 0.3 },
  ]);
  const [one, other, both] = [fitAdditiveModel(table, labels, 3), bayesOf(5), mixed].map((model) =>
    additiveMargins(model, table),
  );
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

test('penalties that are hardly told apart share, one that is far behind has no part', () => {
  const losses = new Float64Array(PENALTIES.length).fill(500);
  losses[1] = 398;
  losses[2] = 401;
  const shares = sharePenalties(losses);
  assert.deepEqual(
    shares.map(({ strength, manner }) => [strength, manner]),
    [1, 2].map((index) => [PENALTIES[index]?.strength, PENALTIES[index]?.manner]),
  );
  assert.ok(Math.abs(shares.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9);
  assert.ok((shares[0]?.share ?? 0) > (shares[1]?.share ?? 0));
});

test('where losses say nothing, the strength that is believed beforehand weighs most', () => {
  const shares = sharePenalties(new Float64Array(PENALTIES.length).fill(400));
  const most = Math.max(...shares.map(({ share }) => share));
  assert.deepEqual([...new Set(shares.filter(({ share }) => share === most).map(({ strength }) => strength))], [3]);
});
