import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bandRows, scoreBins } from '../../../../scoring-service/src/domain/scoring/score-distribution.ts';

const limits = { highFrom: 31, mediumFrom: 11 };
const scored = {
  labels: Uint8Array.of(1, 0, 1, 0, 0),
  probabilities: Float64Array.of(0.4, 0.35, 0.2, 0.02, 0.02),
  percentiles: Uint8Array.of(90, 70, 50, 10, 10),
};

test('bands follow the limits of the goal, and the histogram counts the same records', () => {
  const bands = bandRows(scored, { basis: 'probability', ...limits });
  assert.deepEqual(bands, [
    { band: 'High', rows: 2, positives: 1, share: 0.4, conversion: 0.5 },
    { band: 'Medium', rows: 1, positives: 1, share: 0.2, conversion: 1 },
    { band: 'Low', rows: 2, positives: 0, share: 0.4, conversion: 0 },
  ]);
  const bins = scoreBins(scored, { basis: 'probability', ...limits });
  const between = (from: number, to: number): number =>
    bins.filter((bin) => bin.from >= from && bin.to <= to).reduce((sum, bin) => sum + bin.rows, 0);
  assert.deepEqual([between(31, 100), between(11, 30), between(1, 10)], [2, 1, 2]);
});

test('bands and histogram follow the basis of the goal', () => {
  const rule = { basis: 'percentile', ...limits } as const;
  assert.deepEqual(
    bandRows(scored, rule).map(({ rows }) => rows),
    [3, 0, 2],
  );
  const filled = scoreBins(scored, rule).filter(({ rows }) => rows > 0);
  assert.deepEqual(
    filled.map(({ from, rows, positives }) => [from, rows, positives]),
    [
      [1, 2, 0],
      [41, 1, 1],
      [61, 1, 0],
      [81, 1, 1],
    ],
  );
});

test('a band without records has a share of 0 and no conversion', () => {
  const [high] = bandRows(scored, { basis: 'probability', highFrom: 99, mediumFrom: 50 });
  assert.deepEqual([high?.rows, high?.share, high?.conversion], [0, 0, Number.NaN]);
});
