import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildReference, gradeOf, rankIn } from '../../../../scoring-service/src/domain/scoring/reference.ts';

const probabilities = fc.array(
  // Few distinct values make ties.
  fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.05, 0.1, 0.2)),
  { minLength: 100, maxLength: 5000 },
);

test('the percentile is uniform over the records of the reference, to within one point', () => {
  fc.assert(
    fc.property(probabilities, (values) => {
      const reference = buildReference('run', Float64Array.from(values), []);
      const sorted = values.toSorted((one, other) => one - other);
      for (const value of values.slice(0, 50)) {
        // The mid-rank of a value: those below it and half of those equal to it.
        const below = sorted.findIndex((other) => other >= value);
        const upTo = sorted.findLastIndex((other) => other <= value) + 1;
        const midRank = (100 * (below + upTo)) / 2 / values.length;
        assert.ok(Math.abs(rankIn(reference, value) - 0.5 - midRank) <= 1, `${rankIn(reference, value)}, ${midRank}`);
      }
    }),
    { numRuns: 30 },
  );
});

test('each letter and each number holds a quarter of the records, A and 1 the best', () => {
  const axes = fc.record({
    fit: fc.double({ min: -3, max: 3, noNaN: true }),
    engagement: fc.double({ min: -3, max: 3, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(axes, { minLength: 40, maxLength: 400, selector: ({ fit }) => fit }), (sample) => {
      const reference = buildReference(
        'run',
        Float64Array.from(sample, () => 0.1),
        sample,
      );
      const letters = Map.groupBy(sample, (one) => gradeOf(one, reference).charAt(0));
      for (const letter of 'ABCD') {
        assert.ok(Math.abs((letters.get(letter)?.length ?? 0) / sample.length - 0.25) <= 2 / sample.length, letter);
      }
      const lowestFit = (letter: string): number => Math.min(...(letters.get(letter) ?? []).map(({ fit }) => fit));
      assert.ok(lowestFit('A') > lowestFit('B') && lowestFit('B') > lowestFit('C') && lowestFit('C') > lowestFit('D'));
    }),
    { numRuns: 50 },
  );
});

test('the best of both axes is A1, the last D4', () => {
  const sample = [1, 2, 3, 4].map((value) => ({ fit: value, engagement: value }));
  const reference = buildReference('run', Float64Array.of(0.1), sample);
  assert.equal(gradeOf({ fit: 9, engagement: 9 }, reference), 'A1');
  assert.equal(gradeOf({ fit: -9, engagement: -9 }, reference), 'D4');
  assert.equal(gradeOf({ fit: 9, engagement: -9 }, reference), 'A4');
});
