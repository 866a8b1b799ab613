import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeModel, encodeModel, scoreTable } from '@plumbline/learning';
import type { FeatureColumn } from '@plumbline/learning';
import {
  isReproducible,
  isSameScore,
  reproduceScore,
} from '../../../../scoring-service/src/domain/evaluation/receipt.ts';
import { createRowReader, toFeatureTable } from '../../../../scoring-service/src/domain/features/feature-row.ts';
import type { FeatureRow } from '../../../../scoring-service/src/domain/features/feature-row.ts';
import { toScore } from '../../../../scoring-service/src/domain/scoring/score.ts';
import { drawLeads, makeModel } from '../../learning/model-fixture.ts';

const model = makeModel();
const rule = { basis: 'probability', highFrom: 80, mediumFrom: 50 } as const;
const calls = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, -1, 0, -0, 1e300));
const level = fc.option(fc.oneof(fc.constantFrom('Web', 'Referral', 'City 3'), fc.string()), { nil: undefined });

test('any row of any table, kept as text and scored alone by a stored model, gives the same figures', () => {
  const stored = decodeModel(encodeModel(model));
  fc.assert(
    fc.property(fc.array(fc.tuple(calls, level, level), { minLength: 1, maxLength: 6 }), (rows) => {
      const columns: FeatureColumn[] = [
        { kind: 'number', name: 'Calls', values: Float64Array.from(rows, ([value]) => value) },
        { kind: 'category', name: 'Source', values: rows.map(([, value]) => value) },
        { kind: 'category', name: 'City', values: rows.map(([, , value]) => value) },
        { kind: 'number', name: 'Not read', values: new Float64Array(rows.length) },
      ];
      const table = { rowCount: rows.length, columns };
      const scored = scoreTable(model, table);
      const readRow = createRowReader(model.fields, table);
      rows.forEach((_, row) => {
        const features = JSON.parse(JSON.stringify(readRow(row))) as FeatureRow;
        const probability = scored.probabilities[row] as number;
        const percentile = scored.percentiles[row] as number;
        const figures = { ...toScore(probability, percentile, rule), probability, percentile };
        const again = reproduceScore({ model: stored }, { features, ...rule });
        assert.deepEqual(again, figures);
        assert.ok(isSameScore(again, figures));
      });
    }),
  );
});

test('the goal’s rule of the time is what makes the score', () => {
  const { table } = drawLeads(1, 4);
  const features = createRowReader(model.fields, table)(0);
  const byRank = reproduceScore({ model }, { features, basis: 'percentile', highFrom: 1, mediumFrom: 1 });
  assert.deepEqual([byRank.score, byRank.band], [byRank.percentile, 'High']);
});

test('a record that was not scored is not scored again', () => {
  assert.deepEqual(reproduceScore({ model }, { reason: 'Not qualified: status Closed', ...rule }), {
    score: 0,
    band: 'Not scored',
  });
});

test('without inputs, or without the rule, a score cannot be reproduced', () => {
  const { table } = drawLeads(1, 4);
  const features = createRowReader(model.fields, table)(0);
  assert.ok(isReproducible({ features, ...rule }) && isReproducible({ reason: 'closed' }));
  for (const inputs of [{}, rule, { features }]) {
    assert.ok(!isReproducible(inputs));
    assert.throws(() => reproduceScore({ model }, inputs), { kind: 'receipt.not-reproducible' });
  }
});

test('figures that differ in the last digit are not the same', () => {
  const figures = { score: 50, band: 'Medium' as const, probability: 0.1 + 0.2, percentile: 40 };
  assert.ok(!isSameScore(figures, { ...figures, probability: 0.3 }));
  for (const change of [{ score: 51 }, { band: 'Low' as const }, { percentile: 41 }]) {
    assert.ok(!isSameScore(figures, { ...figures, ...change }));
  }
});

test('a row that does not fit the model is refused, not guessed', () => {
  assert.throws(() => toFeatureTable(model.fields, [[1, 'Web']]), RangeError);
  assert.throws(() => toFeatureTable(model.fields, [['1', 'Web', 'City 1']]), RangeError);
  assert.throws(() => toFeatureTable(model.fields, [[1, 2, 'City 1']]), RangeError);
});
