import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  bandRows,
  previewBases,
  scoreBins,
} from '../../../../scoring-service/src/domain/scoring/score-distribution.ts';
import type { BasisPreview } from '../../../../scoring-service/src/domain/scoring/score-distribution.ts';

const limits = { highFrom: 31, mediumFrom: 11 };
const scored = {
  labels: Uint8Array.of(1, 0, 1, 0, 0),
  probabilities: Float64Array.of(0.4, 0.35, 0.2, 0.02, 0.02),
};

const countsOf = (basis: BasisPreview['basis'], baseRate = 0.5) => {
  const preview = previewBases(scored, baseRate).find((one) => one.basis === basis);
  assert.ok(preview);
  return preview.counts;
};

test('bands follow the limits of the goal, and the histogram counts the same records', () => {
  const counts = countsOf('probability');
  assert.deepEqual(bandRows(counts, limits), [
    { band: 'High', rows: 2, positives: 1, share: 0.4, conversion: 0.5, successShare: 0.5 },
    { band: 'Medium', rows: 1, positives: 1, share: 0.2, conversion: 1, successShare: 0.5 },
    { band: 'Low', rows: 2, positives: 0, share: 0.4, conversion: 0, successShare: 0 },
  ]);
  const bins = scoreBins(counts);
  const between = (from: number, to: number): number =>
    bins.filter((bin) => bin.from >= from && bin.to <= to).reduce((sum, bin) => sum + bin.rows, 0);
  assert.deepEqual([between(31, 100), between(11, 30), between(1, 10)], [2, 1, 2]);
});

test('percentiles are ranks among the records themselves, ties in the middle of theirs', () => {
  const filled = scoreBins(countsOf('percentile')).filter(({ rows }) => rows > 0);
  assert.deepEqual(
    filled.map(({ from, rows, positives }) => [from, rows, positives]),
    [
      [11, 2, 0],
      [41, 1, 1],
      [61, 1, 0],
      [81, 1, 1],
    ],
  );
});

test('relative scores are those of the base rate', () => {
  const rowsOf = (baseRate: number) => bandRows(countsOf('relative', baseRate), limits).map(({ rows }) => rows);
  assert.deepEqual(rowsOf(0.5), [2, 1, 2]);
  assert.deepEqual(rowsOf(0.02), [5, 0, 0]);
});

test('a band without records has a share of 0 and no conversion, and without successes nobody has a share of them', () => {
  const [high] = bandRows(countsOf('probability'), { highFrom: 99, mediumFrom: 50 });
  assert.deepEqual([high?.rows, high?.share, high?.conversion], [0, 0, Number.NaN]);
  const [preview] = previewBases({ labels: new Uint8Array(2), probabilities: [0.1, 0.9] }, 0.5);
  assert.ok(preview);
  assert.ok(bandRows(preview.counts, {}).every(({ successShare }) => Number.isNaN(successShare)));
});

test('every basis counts every record once, and the shares of records and of successes add up to one', () => {
  const rows = fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1 });
  const baseRate = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(rows, baseRate, fc.integer({ min: 1, max: 100 }), (drawn, rate, mediumFrom) => {
      const outcomes = {
        labels: Uint8Array.from(drawn, ([label]) => Number(label)),
        probabilities: drawn.map(([, probability]) => probability),
      };
      for (const { counts } of previewBases(outcomes, rate)) {
        const bands = bandRows(counts, { highFrom: 100, mediumFrom });
        const total = (of: 'rows' | 'share' | 'successShare') => bands.reduce((sum, band) => sum + band[of], 0);
        assert.equal(total('rows'), drawn.length);
        assert.ok(Math.abs(total('share') - 1) < 1e-9);
        if (outcomes.labels.includes(1)) assert.ok(Math.abs(total('successShare') - 1) < 1e-9);
      }
    }),
  );
});
