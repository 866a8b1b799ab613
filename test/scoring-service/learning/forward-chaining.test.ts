import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { seededRandom } from '../../../scoring-service/learning/src/numerics.ts';
import { forwardChaining } from '../../../scoring-service/learning/src/splits.ts';
import { drawParameters } from '../../../scoring-service/learning/src/booster.ts';
import { DAY_MS } from '../../../scoring-service/src/domain/time.ts';

function drawRows(rowCount: number, seed: number) {
  const random = seededRandom(seed);
  return {
    table: { rowCount, columns: [] },
    labels: Uint8Array.from({ length: rowCount }, () => Number(random() < 0.3)),
    groups: Array.from({ length: rowCount }, () => `account ${Math.floor((rowCount / 2) * random())}`),
    times: Float64Array.from({ length: rowCount }, () => Math.floor(300 * random()) * DAY_MS),
  };
}

test('each split trains before the gap and validates on later rows of other groups', () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 500 }), fc.nat(50), fc.nat(30), (rowCount, seed, gapDays) => {
      const rows = drawRows(rowCount, seed);
      for (const { training, validation } of forwardChaining(rows, { gapMs: gapDays * DAY_MS, seed })) {
        const latest = Math.max(...Array.from(training, (row) => rows.times[row] as number));
        const earliest = Math.min(...Array.from(validation, (row) => rows.times[row] as number));
        assert.ok(latest < earliest && latest <= earliest - gapDays * DAY_MS);
        const trained = new Set(Array.from(training, (row) => rows.groups[row]));
        assert.ok(!validation.some((row) => trained.has(rows.groups[row])));
      }
    }),
  );
});

test('the newest rows are validated last and none twice', () => {
  const rows = drawRows(400, 1);
  const splits = forwardChaining(rows, { gapMs: 0, seed: 1 });
  assert.equal(splits.length, 3);
  const validated = splits.flatMap(({ validation }) => [...validation]);
  assert.equal(new Set(validated).size, validated.length);
  const starts = splits.map(({ validation }) =>
    Math.min(...Array.from(validation, (row) => rows.times[row] as number)),
  );
  assert.deepEqual(
    starts,
    starts.toSorted((a, b) => a - b),
  );
});

test('rows without times are cut by chance instead', () => {
  const rows = { ...drawRows(300, 2), times: new Float64Array(300).fill(Number.NaN) };
  const splits = forwardChaining(rows, { gapMs: 0, seed: 1 });
  assert.equal(splits.flatMap(({ validation }) => [...validation]).length, 300);
});

const labelsWith = (positives: number) => Uint8Array.from({ length: 5000 }, (_, row) => Number(row < positives));

test('the same seed draws the same parameters, another others, the defaults first', () => {
  const draw = (seed: number) => drawParameters(labelsWith(1000), { count: 12, seed });
  assert.deepEqual(draw(1), draw(1));
  assert.notDeepEqual(draw(1).slice(1), draw(2).slice(1));
  assert.equal(new Set(draw(1).map((parameters) => JSON.stringify(parameters))).size, 12);
});

test('few positives are never tried with more than 100 trees of depth 3', () => {
  fc.assert(
    fc.property(fc.nat(1000), (seed) => {
      const drawn = drawParameters(labelsWith(299), { count: 20, seed });
      assert.ok(drawn.every(({ trees, maxDepth }) => trees <= 100 && maxDepth >= 1 && maxDepth <= 3));
    }),
  );
});
