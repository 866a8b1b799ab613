import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { calibrateMargin, fitCalibration } from '../../../scoring-service/learning/src/calibration.ts';
import { logLoss } from '../../../scoring-service/learning/src/metrics.ts';
import { countPositives, seededRandom, sigmoid } from '../../../scoring-service/learning/src/numerics.ts';

/** True margins spread over -4 to 4, and outcomes drawn from them. */
function drawOutcomes(rowCount: number, seed: number) {
  const random = seededRandom(seed);
  const truth = Float64Array.from({ length: rowCount }, () => 8 * random() - 4);
  return { truth, labels: Uint8Array.from(truth, (margin) => Number(random() < sigmoid(margin))) };
}

test('a margin that was scaled and shifted by a known amount is corrected', () => {
  const { truth, labels } = drawOutcomes(20_000, 1);
  const distorted = truth.map((margin) => 2 * margin + 1);
  const { low, high, shift } = fitCalibration(distorted, labels);
  for (const margin of [-5, -1, 0, 1, 5]) {
    const expected = (margin - 1) / 2;
    assert.ok(Math.abs(calibrateMargin({ low, high, shift }, margin) - expected) < 0.15);
  }
});

test('a distortion that differs between low and high probabilities is corrected', () => {
  const { truth, labels } = drawOutcomes(20_000, 2);
  // The inverse of a beta calibration is none: search for the margin whose calibrated value is the true one.
  const known = { low: 0.5, high: 1.5, shift: 0.3 };
  const distorted = truth.map((margin) => invert((input) => calibrateMargin(known, input), margin));
  const fitted = fitCalibration(distorted, labels);
  assert.ok(
    Math.abs(fitted.low - 0.5) < 0.05 && Math.abs(fitted.high - 1.5) < 0.1 && Math.abs(fitted.shift - 0.3) < 0.1,
  );
});

test('calibrated margins are left as they are', () => {
  const { truth, labels } = drawOutcomes(20_000, 3);
  const fitted = fitCalibration(truth, labels);
  assert.ok(Math.abs(fitted.low - 1) < 0.1 && Math.abs(fitted.high - 1) < 0.1 && Math.abs(fitted.shift) < 0.1);
});

test('margins with the wrong sign fall back to the base rate', () => {
  const { truth, labels } = drawOutcomes(2000, 4);
  const backwards = truth.map((margin) => -margin);
  const fitted = fitCalibration(backwards, labels);
  assert.equal(fitted.low, 0);
  const probability = sigmoid(calibrateMargin(fitted, 3));
  const baseRate = countPositives(labels) / labels.length;
  assert.ok(Math.abs(probability - baseRate) < 1e-3);
});

test('calibration never changes the order of margins, and never makes the rows of its fit worse', () => {
  const row = fc.record({ margin: fc.double({ min: -6, max: 6, noNaN: true }), label: fc.constantFrom(0, 1) });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
      const margins = Float64Array.from(rows, ({ margin }) => margin);
      const labels = Uint8Array.from(rows, ({ label }) => label);
      const calibration = fitCalibration(margins, labels);
      const calibrated = margins.map((margin) => calibrateMargin(calibration, margin));
      const order = [...margins.keys()].sort((a, b) => (margins[a] as number) - (margins[b] as number));
      assert.ok(
        order.every((rowIndex, index) => {
          const before = calibrated[order[Math.max(0, index - 1)] as number] as number;
          return before <= (calibrated[rowIndex] as number) + 1e-9;
        }),
      );
      const loss = (values: Float64Array) => logLoss(values.map(sigmoid), labels);
      if (calibration.low > 0) assert.ok(loss(calibrated) <= loss(margins) + 1e-9);
    }),
  );
});

function invert(increasing: (value: number) => number, wanted: number): number {
  let low = -50;
  let high = 50;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (increasing(middle) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

test('a calibrated model is never worse than the base rate on the rows it was calibrated on', () => {
  const row = fc.record({ margin: fc.double({ min: -9, max: 9, noNaN: true }), label: fc.constantFrom(0, 1) });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 80 }), (rows) => {
      const margins = Float64Array.from(rows, ({ margin }) => margin);
      const labels = Uint8Array.from(rows, ({ label }) => label);
      const calibration = fitCalibration(margins, labels);
      const calibrated = logLoss(
        margins.map((margin) => sigmoid(calibrateMargin(calibration, margin))),
        labels,
      );
      const baseRate = countPositives(labels) / labels.length;
      const bound = logLoss(new Float64Array(labels.length).fill(baseRate), labels);
      assert.ok(calibrated <= bound + 1e-4, `${calibrated} ${bound}`);
    }),
  );
});
