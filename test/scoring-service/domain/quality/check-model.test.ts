import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { thresholdsSchema } from '@plumbline/contract';
import { chooseParameters } from '@plumbline/learning';
import {
  checkPresentBands,
  checkPublished,
  describeTuning,
  judgeAuc,
} from '../../../../scoring-service/src/domain/quality/check-model.ts';
import { hasError } from '../../../../scoring-service/src/domain/quality/findings.ts';
import { judgeReplacement } from '../../../../scoring-service/src/domain/quality/replace-model.ts';
import { previewBases } from '../../../../scoring-service/src/domain/scoring/score-distribution.ts';
import { makeGoal } from './quality-fixture.ts';

const thresholds = thresholdsSchema.parse({});

type Part = { records: number; successes: number; probability: number };

/** A test of records with these probabilities, some of them successes. */
function tested(auc: number, parts: Part[] = [{ records: 100, successes: 0, probability: 0.1 }]) {
  const rows = parts.flatMap(({ records, successes, probability }) =>
    Array.from({ length: records }, (_, record) => ({
      // No two are alike, so that ranks part them too.
      probability: probability * (1 - record / 1000),
      label: Number(record < successes),
    })),
  );
  return {
    test: {
      auc: { auc, low: auc, high: auc, standardError: 0 },
      labels: Uint8Array.from(rows, ({ label }) => label),
      probabilities: rows.map(({ probability }) => probability),
    },
  };
}

/** By probability, `lowSuccesses` of 10 successes and `high` of 100 records are in Low and in High, the others in Medium. */
const parted = ({ lowSuccesses, high, low }: { lowSuccesses: number; high: number; low: number }) =>
  tested(0.8, [
    { records: high, successes: 10 - lowSuccesses, probability: 0.9 },
    { records: 100 - high - low, successes: 0, probability: 0.6 },
    { records: low, successes: lowSuccesses, probability: 0.1 },
  ]);

const basesNamed = (test: ReturnType<typeof tested>, change: Parameters<typeof makeGoal>[0] = {}, baseRate = 0.1) =>
  checkPublished(test, { goal: makeGoal(change), baseRate }).map(({ code, detail }) => `${code} ${detail}`);

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

test('an AUC above 0.95 is suspicious', () => {
  const rest = [
    { records: 50, successes: 10, probability: 0.6 },
    { records: 50, successes: 0, probability: 0.1 },
  ];
  assert.deepEqual(basesNamed(tested(0.951, rest)), ['902 0.9510']);
  assert.deepEqual(basesNamed(tested(0.95, rest)), []);
});

test('906: more than half of the successes in Low, and not just half of them', () => {
  assert.deepEqual(basesNamed(parted({ lowSuccesses: 5, high: 10, low: 60 })), []);
  assert.deepEqual(basesNamed(parted({ lowSuccesses: 6, high: 10, low: 60 })), ['906 relative']);
  const half = { thresholds: { ...thresholds, lowSuccessShare: 0.6 } };
  assert.deepEqual(basesNamed(parted({ lowSuccesses: 6, high: 10, low: 60 }), { settings: half }), []);
});

test('906: more than 95 percent of the records in one band, which may be High, and not just 95 percent', () => {
  assert.deepEqual(basesNamed(parted({ lowSuccesses: 0, high: 95, low: 2 })), []);
  assert.deepEqual(basesNamed(parted({ lowSuccesses: 0, high: 96, low: 2 })), ['906 percentile']);
  assert.deepEqual(basesNamed(parted({ lowSuccesses: 0, high: 2, low: 95 })), []);
  assert.deepEqual(basesNamed(parted({ lowSuccesses: 0, high: 2, low: 96 })), ['906 relative']);
});

test('906 names the first basis that parts the same records within the limits, ranked among themselves', () => {
  const low = [
    { records: 20, successes: 6, probability: 0.3 },
    { records: 30, successes: 3, probability: 0.12 },
    { records: 50, successes: 1, probability: 0.01 },
  ];
  assert.deepEqual(basesNamed(tested(0.8, low)), ['906 relative']);
  // Nine tenths of the records are far above the base rate of the training: relative scores are all high.
  assert.deepEqual(basesNamed(tested(0.8, low), {}, 0.0005), ['906 percentile']);
  assert.deepEqual(basesNamed(tested(0.8, low), { scoreBasis: 'percentile' }), []);
  assert.deepEqual(basesNamed(tested(0.8, low), { scoreBasis: 'relative' }), []);
});

test('906 names the limits of the bands where no other basis does better', () => {
  const alike = tested(0.8, [{ records: 100, successes: 10, probability: 0.1 }]);
  const limits = { highFrom: 100, mediumFrom: 100, scoreBasis: 'relative' } as const;
  assert.deepEqual(basesNamed(alike, limits), ['906 relative with other band limits']);
});

test('906 on a run says what the present basis and limits make of the test rows, whatever the training said of others', () => {
  const low = [
    { records: 20, successes: 6, probability: 0.3 },
    { records: 30, successes: 3, probability: 0.12 },
    { records: 50, successes: 1, probability: 0.01 },
  ];
  const bases = previewBases(tested(0.8, low).test, 0.1).map(({ basis, counts }) => ({
    ...{ basis, bands: [] },
    ...{ rowsByScore: counts.rows, positivesByScore: counts.positives },
  }));
  const said = (changes: Parameters<typeof makeGoal>[0]): string[] =>
    checkPresentBands({ bases }, makeGoal(changes)).map(
      ({ code, detail, figure = 0, limit }) => `${code} ${detail} ${figure.toFixed(2)} ${limit}`,
    );
  assert.deepEqual(said({ scoreBasis: 'relative' }), []);
  assert.deepEqual(said({ scoreBasis: 'probability' }), ['906 relative 1.00 0.5']);
  assert.deepEqual(checkPresentBands({}, makeGoal({ scoreBasis: 'probability' })), []);
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
