import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageLines, messageOf, rateWords, textOf, thresholdsSchema } from '@plumbline/contract';
import {
  describeRates,
  findRateDifference,
} from '../../../../scoring-service/src/domain/quality/calibration-in-the-large.ts';

const limits = thresholdsSchema.parse({});

type Rows = { records: number; positives: number; probability: number; rowsPerRecord?: number };

/** Records with the same probability; the first `positives` of them reached the goal in each of their rows. */
function drawn({ records, positives, probability, rowsPerRecord = 1 }: Rows) {
  const rows = Array.from({ length: records * rowsPerRecord }, (_, row) => Math.floor(row / rowsPerRecord));
  return {
    labels: Uint8Array.from(rows, (record) => Number(record < positives)),
    probabilities: rows.map(() => probability),
    recordIds: rows.map((record) => `record ${record}`),
  };
}

test('931 says both rates: whole percents, and one decimal below 10 percent', () => {
  const rates = findRateDifference(drawn({ records: 1000, positives: 310, probability: 0.13 }), limits);
  assert.deepEqual(rates && { ...rates, predicted: Number(rates.predicted.toFixed(6)) }, {
    ...{ predicted: 0.13, happened: 0.31 },
  });
  const [finding] = describeRates(rates, limits);
  assert.ok(finding);
  assert.equal(finding.code, 931);
  assert.match(textOf(931, finding.detail), /^WARNING 931\. .*: predicted 13 %, happened 31 %\.$/);
  assert.equal(rateWords({ predicted: 0.0123, happened: 0.098 }), 'predicted 1.2 %, happened 9.8 %');
  assert.equal(messageLines(messageOf(finding)).split(' ').slice(-3).join(' '), '(1.3846, limit 0.25)');
  assert.deepEqual(describeRates(undefined, limits), []);
});

test('beyond a quarter of the expected conversions it warns, and not at a quarter exactly', () => {
  // So many records that chance explains far less: E = 8,192 / 8 = 1,024, of which sums are exact.
  const check = (positives: number) =>
    findRateDifference(drawn({ records: 8192, positives, probability: 1 / 8 }), limits);
  assert.equal(check(1280), undefined);
  assert.ok(check(1281));
  assert.equal(check(768), undefined);
  assert.ok(check(767));
});

test('beyond 2.58 standard deviations it warns, and just below it does not', () => {
  const check = (positives: number) =>
    findRateDifference(drawn({ records: 400, positives, probability: 0.1 }), { outcomeDrift: 0 });
  // With k positives, V = k · 0.9² + (400 − k) · 0.1², O − E = k − 40.
  const isBeyond = (k: number) => k - 40 > 2.58 * Math.sqrt(k * 0.81 + (400 - k) * 0.01);
  const first = Array.from({ length: 400 }, (_, k) => k).find((k) => k > 40 && isBeyond(k)) ?? 0;
  assert.ok(first > 50 && first < 80, String(first));
  assert.ok(check(first));
  assert.equal(check(first - 1), undefined);
});

test('rows of one record count as one observation: what many records would prove, a few with many rows do not', () => {
  const rows = { positives: 30, probability: 0.2 };
  assert.ok(findRateDifference(drawn({ records: 1000, ...rows, positives: 260 }), limits));
  const clustered = drawn({ records: 100, ...rows, positives: 26, rowsPerRecord: 10 });
  assert.equal(findRateDifference(clustered, limits), undefined);
});

test('with fewer than 100 records it says nothing, however many rows they have', () => {
  const check = (records: number) =>
    findRateDifference(drawn({ records, positives: records, probability: 0.1, rowsPerRecord: 3 }), limits);
  assert.equal(check(99), undefined);
  assert.ok(check(100));
});
