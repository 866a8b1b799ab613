import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { freezeReference, percentileAmong } from '@plumbline/learning';
import { exactScore, toScore } from '../../../../scoring-service/src/domain/scoring/score.ts';

test('on the basis probability the score is the probability times 100, from 1 to 100', () => {
  const rule = { basis: 'probability' } as const;
  assert.deepEqual(toScore(0, 1, rule), { score: 1, band: 'Low' });
  assert.deepEqual(toScore(0.494, 1, rule), { score: 49, band: 'Low' });
  assert.deepEqual(toScore(0.496, 1, rule), { score: 50, band: 'Medium' });
  assert.deepEqual(toScore(0.8, 1, rule), { score: 80, band: 'High' });
  assert.deepEqual(toScore(1, 1, rule), { score: 100, band: 'High' });
});

test('on the basis relative the average record has 50 and four times its odds 80, at every base rate', () => {
  const odds = (probability: number): number => probability / (1 - probability);
  for (const baseRate of [0.002, 0.06, 0.11, 0.5, 0.9]) {
    const rule = { basis: 'relative', baseRate } as const;
    assert.deepEqual(toScore(baseRate, 1, rule), { score: 50, band: 'Medium' });
    const four = 4 * odds(baseRate);
    assert.deepEqual(toScore(four / (1 + four), 1, rule), { score: 80, band: 'High' });
    assert.deepEqual([toScore(0, 1, rule).score, toScore(1, 1, rule).score], [1, 100]);
  }
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const baseRates = fc.double({ min: 0.0001, max: 0.9999, noNaN: true });

test('a relative score never falls while the probability rises', () => {
  fc.assert(
    fc.property(share, share, baseRates, (one, other, baseRate) => {
      const rule = { basis: 'relative', baseRate } as const;
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      assert.ok(exactScore(low, 1, rule) <= exactScore(high, 1, rule));
      assert.ok(toScore(low, 1, rule).score <= toScore(high, 1, rule).score);
    }),
  );
});

test('where half of the records reach the goal, the relative score is the probability', () => {
  fc.assert(
    fc.property(share, (probability) => {
      const relative = toScore(probability, 1, { basis: 'relative', baseRate: 0.5 });
      assert.deepEqual(relative, toScore(probability, 1, { basis: 'probability' }));
    }),
  );
});

test('with the percentile as basis the score is the rank', () => {
  assert.deepEqual(toScore(0.02, 85, { basis: 'percentile' }), { score: 85, band: 'High' });
});

test('band limits are settings', () => {
  assert.equal(toScore(0.3, 1, { basis: 'probability', highFrom: 25, mediumFrom: 10 }).band, 'High');
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
