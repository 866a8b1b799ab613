import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { thresholdsSchema } from '@plumbline/contract';
import { chooseParameters } from '@plumbline/learning';
import {
  checkPublished,
  describeTuning,
  judgeAuc,
} from '../../../../scoring-service/src/domain/quality/check-model.ts';
import { hasError } from '../../../../scoring-service/src/domain/quality/findings.ts';
import { judgeReplacement } from '../../../../scoring-service/src/domain/quality/replace-model.ts';
import { makeGoal } from './quality-fixture.ts';

const thresholds = thresholdsSchema.parse({});
/** A test of 100 records, these shares of them in the bands High and Medium by probability. */
function tested(auc: number, high = 0.1, medium = 0.2) {
  const [ofHigh, ofMedium] = [Math.round(100 * high), Math.round(100 * (high + medium))];
  const probabilityOf = (record: number) => (record < ofHigh ? 0.9 : record < ofMedium ? 0.6 : 0.1);
  return {
    test: {
      auc: { auc, low: auc, high: auc, standardError: 0 },
      labels: new Uint8Array(100),
      probabilities: Array.from({ length: 100 }, (_, record) => probabilityOf(record)),
      percentiles: new Uint8Array(100).fill(50),
    },
  };
}

test('below 0.55 the run stops, up to 0.65 it is tuned, above it goes on', () => {
  assert.deepEqual(judgeAuc(tested(0.5499), thresholds), {
    findings: [{ code: 409, detail: '0.5499' }],
    needsTuning: false,
  });
  assert.deepEqual(judgeAuc(tested(0.55), thresholds), {
    findings: [{ code: 103, detail: '0.5500' }],
    needsTuning: true,
  });
  assert.deepEqual(judgeAuc(tested(0.6499), thresholds), {
    findings: [{ code: 103, detail: '0.6499' }],
    needsTuning: true,
  });
  assert.deepEqual(judgeAuc(tested(0.65), thresholds), { findings: [], needsTuning: false });
});

test('after tuning an AUC below 0.60 stops the run', () => {
  assert.deepEqual(judgeAuc(tested(0.5999), thresholds, 'tuned').findings, [{ code: 410, detail: '0.5999' }]);
  assert.deepEqual(judgeAuc(tested(0.6), thresholds, 'tuned'), { findings: [], needsTuning: false });
});

test('an AUC that nobody could measure stops the run', () => {
  const verdict = judgeAuc(tested(Number.NaN), thresholds);
  assert.deepEqual(verdict, { findings: [{ code: 412, detail: '' }], needsTuning: false });
});

test('a higher AUC never stops a run that a lower one did not', () => {
  const auc = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(auc, auc, fc.constantFrom('first' as const, 'tuned' as const), (one, other, stage) => {
      const [low, high] = one < other ? [one, other] : [other, one];
      const stops = (value: number) => hasError(judgeAuc(tested(value), thresholds, stage).findings);
      assert.ok(stops(low) || !stops(high));
      if (stage === 'first' && judgeAuc(tested(high), thresholds).needsTuning) {
        assert.ok(stops(low) || judgeAuc(tested(low), thresholds).needsTuning);
      }
    }),
  );
});

test('an AUC above 0.95 is suspicious, and nearly all low is said once the score is a probability', () => {
  assert.deepEqual(checkPublished(tested(0.951, 0.02, 0.05), { goal: makeGoal(), baseRate: 0.1 }), [
    { code: 902, detail: '0.9510' },
    { code: 906, detail: '7' },
  ]);
  assert.deepEqual(
    checkPublished(tested(0.95, 0.02, 0.05), { goal: makeGoal({ scoreBasis: 'percentile' }), baseRate: 0.1 }),
    [],
  );
  assert.deepEqual(checkPublished(tested(0.8, 0.05, 0.05), { goal: makeGoal(), baseRate: 0.1 }), []);
});

test('tuning says how much it tried and what was best, and nothing where it did not happen', () => {
  const parameters = { ...chooseParameters(new Uint8Array(10), 7), trees: 40, maxDepth: 2, learningRate: 0.05 };
  const trials = [0.4, 0.5].map((logLoss) => ({ parameters, logLoss, validationRows: 100 }));
  assert.deepEqual(describeTuning({ ...tested(0.61), trials }), [
    { code: 920, detail: '2 settings, the best 40 trees of depth 2 at a learning rate of 0.050. Testing auc: 0.6100' },
  ]);
  assert.deepEqual(describeTuning(tested(0.61)), []);
});

test('a new model takes over when it is 95 percent as good, or the active one is older than 90 days', () => {
  const compare = (candidate: number, active: number, activeAgeDays: number) =>
    judgeReplacement({ candidate, active, activeAgeDays }, thresholds).isReplacing;
  assert.ok(compare(0.95, 1, 1));
  assert.ok(!compare(0.9499, 1, 90));
  assert.ok(compare(0.6, 1, 90.01));
  assert.ok(compare(0.6, Number.NaN, 1));
  assert.ok(!compare(Number.NaN, 0.6, 1));
});
