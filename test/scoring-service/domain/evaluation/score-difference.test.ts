import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createExplainer, sigmoid } from '@plumbline/learning';
import type { ScoringModel } from '@plumbline/learning';
import { describeDifference, worthOf } from '../../../../scoring-service/src/domain/evaluation/reason-details.ts';
import {
  explainState,
  roundToTotal,
  scoreDifference,
} from '../../../../scoring-service/src/domain/evaluation/score-difference.ts';
import type { ScoredState } from '../../../../scoring-service/src/domain/evaluation/score-difference.ts';
import { reproduceScore } from '../../../../scoring-service/src/domain/evaluation/receipt.ts';
import type { FeatureRow } from '../../../../scoring-service/src/domain/features/feature-row.ts';
import type { SourcedField } from '../../../../scoring-service/src/domain/features/feature-sources.ts';
import type { ScoreRule } from '../../../../scoring-service/src/domain/scoring/score.ts';
import { makeField } from '../quality/quality-fixture.ts';
import { makeModel } from '../../learning/model-fixture.ts';

const model = makeModel();
/** Another model of the same inputs, in another order. */
const otherModel: ScoringModel = {
  ...model,
  fields: model.fields.toReversed(),
  calibration: { low: 0.7, high: 1.2, shift: 0.3 },
  treeWeight: 0.3,
};

const reference = {
  ...{ id: 'run', records: 400, fit: [0, 0, 0] as [number, number, number] },
  engagement: [0, 0, 0] as [number, number, number],
  probabilities: Array.from({ length: 50 }, (_, index) => ((index + 1) / 51) ** 2),
};

const rows = fc.tuple(
  fc.option(fc.integer({ min: 0, max: 9 })),
  fc.option(fc.constantFrom('Referral', 'Web', 'Fair')),
  fc.option(fc.constantFrom('City 0', 'City 1', 'City 2', 'City 3', 'Elsewhere')),
);
const rules = fc.record({
  basis: fc.constantFrom('relative' as const, 'probability' as const, 'percentile' as const),
  baseRate: fc.double({ min: 0.01, max: 0.9, noNaN: true }),
});

const explainers = new Map([model, otherModel].map((one) => [one, createExplainer(one)]));
function stateOf(of: ScoringModel, row: FeatureRow, rule: ScoreRule): ScoredState {
  const explain = explainers.get(of);
  assert.ok(explain);
  return { model: of, explain, reference, rule, row: of === model ? row : row.toReversed() };
}

const near = (one: number, other: number): boolean => Math.abs(one - other) < 1e-9;

test('the contributions of a difference are that of the margins, to the last digit', () => {
  fc.assert(
    fc.property(rows, rows, rules, (before, after, rule) => {
      const [from, to] = [stateOf(model, before, rule), stateOf(model, after, rule)];
      const difference = scoreDifference(from, to);
      const sum = difference?.record.reduce((all, { contribution }) => all + contribution, 0) ?? Number.NaN;
      assert.ok(near(sum, explainState(to).margin - explainState(from).margin));
    }),
  );
});

test('points add up to the difference of the scores, on every basis and between models', () => {
  fc.assert(
    fc.property(rows, rows, rules, fc.boolean(), (before, after, rule, isNewModel) => {
      const from = stateOf(model, before, rule);
      const to = stateOf(isNewModel ? otherModel : model, after, rule);
      const difference = scoreDifference(from, to);
      assert.ok(difference);
      const { record, other } = difference;
      const sum = record.reduce((all, { points }) => all + points, other);
      assert.ok(near(sum, difference.to - difference.from), `${sum} instead of ${difference.to - difference.from}`);
      if (!isNewModel) assert.equal(other, 0);
    }),
  );
});

test('with a new model, its part is what it makes of the former inputs, and the rest is the record’s', () => {
  fc.assert(
    fc.property(rows, rows, rules, (before, after, rule) => {
      const difference = scoreDifference(stateOf(model, before, rule), stateOf(otherModel, after, rule));
      const scoreOf = (of: ScoringModel, row: FeatureRow): number => explainState(stateOf(of, row, rule)).score;
      assert.ok(near(difference?.other ?? Number.NaN, scoreOf(otherModel, before) - scoreOf(model, before)));
      const same = scoreDifference(stateOf(model, before, rule), stateOf(otherModel, before, rule));
      assert.ok(same?.record.every(({ points }) => points === 0));
    }),
  );
});

test('the unrounded score is that of the receipt', () => {
  fc.assert(
    fc.property(rows, rules, (row, rule) => {
      const state = stateOf(model, row, rule);
      const { score, probability } = reproduceScore({ model, reference }, { features: row, ...rule });
      const explained = explainState(state);
      assert.ok(Math.abs(Math.min(100, Math.max(1, Math.round(explained.score))) - score) <= 1);
      assert.ok(near(sigmoid(explained.margin), probability ?? Number.NaN));
    }),
  );
});

test('scores of two bases are not compared', () => {
  const row: FeatureRow = [1, 'Web', 'City 1'];
  const from = stateOf(model, row, { basis: 'probability', baseRate: 0.2 });
  assert.equal(scoreDifference(from, stateOf(model, row, { basis: 'relative', baseRate: 0.2 })), undefined);
});

test('whole points add up to the total, and each is less than one from its exact value where the totals agree', () => {
  const points = fc.array(fc.double({ min: -40, max: 40, noNaN: true }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(points, fc.integer({ min: -1, max: 1 }), (exact, off) => {
      const sum = exact.reduce((all, one) => all + one, 0);
      const total = Math.round(sum) + off;
      const whole = roundToTotal(exact, total);
      assert.equal(
        whole.reduce((all, one) => all + one, 0),
        total,
      );
      assert.ok(whole.every(Number.isInteger));
      if (off === 0) for (const [index, one] of whole.entries()) assert.ok(Math.abs(one - (exact[index] ?? 0)) <= 1);
    }),
  );
});

const fields: SourcedField[] = [
  { ...makeField('Calls', { label: 'Phone calls in the last 30 days', unit: 'count' }), sources: ['Task'] },
  { ...makeField('Source', { label: 'Lead source', source: 'LeadSource' }), sources: ['Lead.LeadSource'] },
  { ...makeField('City', { label: 'City', source: 'City' }), sources: ['Lead.City'] },
];

test('what is shown of a difference adds up to the shown scores, and names values of computed inputs alone', () => {
  fc.assert(
    fc.property(rows, rows, rules, fc.boolean(), (before, after, rule, isNewModel) => {
      const [from, to] = [stateOf(model, before, rule), stateOf(isNewModel ? otherModel : model, after, rule)];
      const difference = scoreDifference(from, to);
      assert.ok(difference);
      const shown = (state: ScoredState): number => Math.min(100, Math.max(1, Math.round(explainState(state).score)));
      const { causes, exact } = describeDifference(difference, fields, {
        ...{ since: new Date(0), isNewModel, from: shown(from), to: shown(to), row: to.row },
        names: to.model.fields.map(({ name }) => name),
      });
      assert.ok(exact);
      const sum = exact.points.reduce((all, one) => all + one, exact.other + exact.remainder);
      assert.equal(sum, exact.to - exact.from);
      assert.deepEqual(exact.sources, ['Lead.City', 'Lead.LeadSource', 'Task']);
      for (const { source, value, category, text } of causes) {
        assert.ok(source === undefined || (value === undefined && category === undefined));
        assert.doesNotMatch(text, /Referral|Web|Fair|the score/);
      }
    }),
  );
});

test('what the reasons are worth is the way from the average record to this one', () => {
  const state = stateOf(model, [8, 'Referral', 'City 3'], { basis: 'relative', baseRate: 0.2 });
  const { points } = worthOf(state, fields);
  const { scale, score } = explainState(state);
  const all = points.reduce((sum, one) => sum + one.points, 0);
  assert.ok(Math.abs(all - (score - scale.scoreAt(state.explain.averageMargin))) <= 0.5 * points.length + 0.5);
  assert.ok((points[0]?.points ?? 0) > 0);
});
