import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { confusionTable, liftCurve, rocCurve } from '../../../scoring-service/learning/src/evaluation.ts';
import {
  areaUnderCurve,
  brierScore,
  calibrationBins,
  expectedCalibrationError,
  logLoss,
  topDecileLift,
} from '../../../scoring-service/learning/src/metrics.ts';
import { seededRandom } from '../../../scoring-service/learning/src/numerics.ts';

const near = (actual: number, expected: number, tolerance = 1e-12) => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
};

test('a tie between a positive and a negative counts half in the AUC', () => {
  // Pairs: 0.8 beats 0.3 and 0.5; 0.5 beats 0.3 and ties with 0.5: 3.5 of 4.
  near(areaUnderCurve([0.8, 0.5, 0.3, 0.5], Uint8Array.of(1, 1, 0, 0)).auc, 0.875);
});

test('the AUC is the share of pairs that stand in the right order', () => {
  const row = fc.record({ score: fc.integer({ min: 0, max: 5 }), label: fc.constantFrom(0, 1) });
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), (rows) => {
      const positives = rows.filter(({ label }) => label === 1);
      const negatives = rows.filter(({ label }) => label === 0);
      fc.pre(positives.length > 0 && negatives.length > 0);
      const wins = positives.flatMap((p) => negatives.map((n) => (Math.sign(p.score - n.score) + 1) / 2));
      const { auc } = areaUnderCurve(
        rows.map(({ score }) => score),
        Uint8Array.from(rows, ({ label }) => label),
      );
      near(auc, wins.reduce((sum, win) => sum + win, 0) / wins.length, 1e-9);
    }),
  );
});

test("DeLong's standard error is that of the placement values", () => {
  // Placements of the positives 1 and 0.5, of the negatives 1 and 0.5: variances 0.125 each, over 2 rows each.
  near(areaUnderCurve([0.8, 0.4, 0.3, 0.6], Uint8Array.of(1, 1, 0, 0)).standardError, Math.sqrt(0.125));
});

test('the 95 % interval holds the true AUC in about 95 of 100 samples', () => {
  const random = seededRandom(5);
  // Uniform scores, positives shifted by 0.5: 1 minus the triangle with sides of a half.
  const truth = 1 - 0.5 ** 2 / 2;
  let held = 0;
  for (let sample = 0; sample < 400; sample++) {
    const labels = Uint8Array.from({ length: 200 }, (_, row) => row % 2);
    const { low, high } = areaUnderCurve(
      Float64Array.from(labels, (label) => random() + 0.5 * label),
      labels,
    );
    if (low <= truth && truth <= high) held++;
  }
  assert.ok(held >= 366 && held <= 394, `${held} of 400`);
});

test('rows repeated within their groups leave the interval as it was', () => {
  const row = fc.record({ score: fc.integer({ min: 0, max: 5 }), label: fc.constantFrom(0, 1), group: fc.nat(8) });
  const areaOf = (rows: { score: number; label: number; group: number }[], isGrouped = true) =>
    areaUnderCurve(
      rows.map(({ score }) => score),
      Uint8Array.from(rows, ({ label }) => label),
      isGrouped ? rows.map(({ group }) => String(group)) : undefined,
    );
  fc.assert(
    fc.property(fc.array(row, { minLength: 4, maxLength: 40 }), fc.integer({ min: 2, max: 6 }), (rows, times) => {
      fc.pre(new Set(rows.map(({ label }) => label)).size === 2);
      const once = areaOf(rows);
      const repeated = areaOf(rows.flatMap((one) => Array.from({ length: times }, () => one)));
      near(repeated.standardError ** 2, once.standardError ** 2, 1e-9);
      const alone = rows.map((one, index) => ({ ...one, group: index }));
      near(areaOf(alone).standardError, areaOf(alone, false).standardError, 1e-9);
    }),
  );
});

test('the interval holds the true AUC as often when each record has given six rows', () => {
  const random = seededRandom(9);
  const truth = 1 - 0.5 ** 2 / 2;
  let held = 0;
  for (let sample = 0; sample < 400; sample++) {
    const records = Array.from({ length: 200 }, (_, record) => {
      const label = record % 2;
      return { record, label, score: random() + 0.5 * label };
    });
    const rows = records.flatMap((one) => Array.from({ length: 6 }, () => one));
    const { low, high } = areaUnderCurve(
      rows.map(({ score }) => score),
      Uint8Array.from(rows, ({ label }) => label),
      rows.map(({ record }) => String(record)),
    );
    if (low <= truth && truth <= high) held++;
  }
  assert.ok(held >= 366 && held <= 394, `${held} of 400`);
});

test('without one of the classes there is no AUC', () => {
  assert.ok(Number.isNaN(areaUnderCurve([0.1, 0.2], Uint8Array.of(1, 1)).auc));
});

test('log loss and Brier score of a hand-made table', () => {
  const labels = Uint8Array.of(1, 0, 1);
  near(logLoss([0.5, 0.25, 0.8], labels), -(Math.log(0.5) + Math.log(0.75) + Math.log(0.8)) / 3);
  near(brierScore([0.5, 0.25, 0.8], labels), (0.25 + 0.0625 + 0.04) / 3);
  assert.ok(Number.isFinite(logLoss([0], Uint8Array.of(1))), 'one certain mistake is not infinitely bad');
});

test('calibration error is the mean gap between probability and outcome over equally filled bins', () => {
  const probabilities = Float64Array.from({ length: 20 }, (_, row) => (row < 10 ? 0.2 : 0.7));
  const labels = Uint8Array.from({ length: 20 }, (_, row) => Number(row < 10 ? row < 3 : row < 15));
  assert.deepEqual(
    calibrationBins(probabilities, labels, 2).map(({ rows, positiveShare }) => [rows, positiveShare]),
    [
      [10, 0.3],
      [10, 0.5],
    ],
  );
  near(expectedCalibrationError(probabilities, labels), (0.1 + 0.2) / 2, 1e-9);
});

test('top decile lift compares the best tenth with all rows and shares ties', () => {
  const labels = Uint8Array.from({ length: 20 }, (_, row) => Number(row < 4));
  near(
    topDecileLift(
      Float64Array.from({ length: 20 }, (_, row) => 20 - row),
      labels,
    ),
    5,
  );
  near(topDecileLift(new Float64Array(20).fill(0.3), labels), 1);
});

test('the ROC curve runs from nothing to everything, ties in one step', () => {
  assert.deepEqual(rocCurve([0.9, 0.5, 0.5, 0.1], Uint8Array.of(1, 1, 0, 0)), [
    { falsePositiveRate: 0, truePositiveRate: 0 },
    { falsePositiveRate: 0, truePositiveRate: 0.5 },
    { falsePositiveRate: 0.5, truePositiveRate: 1 },
    { falsePositiveRate: 1, truePositiveRate: 1 },
  ]);
});

test('the lift curve ends with all rows, all positives and a lift of 1', () => {
  const random = seededRandom(1);
  const curve = liftCurve(
    Float64Array.from({ length: 50 }, random),
    Uint8Array.from({ length: 50 }, (_, row) => row % 3 && 1),
  );
  assert.deepEqual(curve.at(-1), { share: 1, found: 1, lift: 1 });
});

test('a confusion table counts a probability at the threshold as called', () => {
  assert.deepEqual(confusionTable([0.5, 0.4, 0.6, 0.1], Uint8Array.of(1, 1, 0, 0), 0.5), {
    threshold: 0.5,
    truePositives: 1,
    falsePositives: 1,
    trueNegatives: 1,
    falseNegatives: 1,
  });
});
