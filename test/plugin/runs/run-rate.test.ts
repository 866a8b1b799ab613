import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRate, readableSeconds } from '../../../plugin/src/runs/run-rate.ts';

test('the rate counts only records since the first measurement', () => {
  const rate = createRate();
  assert.deepEqual(rate(50_000, 100_000, 0), {});
  assert.deepEqual(rate(50_000, 100_000, 10_000), {});
  assert.deepEqual(rate(60_000, 100_000, 10_000), { perSecond: 1000, left: '40 s' });
  assert.deepEqual(rate(60_000, undefined, 10_000), { perSecond: 1000 });
});

test('durations are shown in readable units', () => {
  assert.deepEqual([0.4, 59.6, 200, 7500].map(readableSeconds), ['0 s', '1 min 0 s', '3 min 20 s', '2 h 5 min']);
});
