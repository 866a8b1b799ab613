import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { freezeReference, percentileAmong } from '@plumbline/learning';
import { toScore } from '../../../../scoring-service/src/domain/scoring/score.ts';

test('the score is the probability times 100, from 1 to 100', () => {
  assert.deepEqual(toScore(0, 1), { score: 1, band: 'Low' });
  assert.deepEqual(toScore(0.494, 1), { score: 49, band: 'Low' });
  assert.deepEqual(toScore(0.496, 1), { score: 50, band: 'Medium' });
  assert.deepEqual(toScore(0.8, 1), { score: 80, band: 'High' });
  assert.deepEqual(toScore(1, 1), { score: 100, band: 'High' });
});

test('with the percentile as basis the score is the rank', () => {
  assert.deepEqual(toScore(0.02, 85, { basis: 'percentile' }), { score: 85, band: 'High' });
});

test('band limits are settings', () => {
  assert.equal(toScore(0.3, 1, { highFrom: 25, mediumFrom: 10 }).band, 'High');
});

test('ranks stand against the reference, equal values count half', () => {
  const reference = [0.1, 0.2, 0.2, 0.9];
  assert.equal(percentileAmong(reference, 0.05), 1);
  assert.equal(percentileAmong(reference, 0.2), 50);
  assert.equal(percentileAmong(reference, 0.5), 75);
  assert.equal(percentileAmong(reference, 0.95), 100);
});

test('a higher probability never ranks lower, and the reference spreads over all ranks', () => {
  const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3000 });
  fc.assert(
    fc.property(probabilities, (values) => {
      const reference = freezeReference(Float64Array.from(values));
      assert.ok(reference.length <= 1000);
      const ranks = values.toSorted((a, b) => a - b).map((value) => percentileAmong(reference, value));
      assert.ok(ranks.every((rank, index) => rank >= (ranks[index - 1] ?? 1) && rank <= 100));
    }),
    { numRuns: 30 },
  );
});
