import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  isChanged,
  toPrevious,
  toScoreWrite,
  toUnscoredWrite,
} from '../../../../scoring-service/src/domain/scoring/score.ts';
import { makeGoal } from '../quality/quality-fixture.ts';

const scoredAt = new Date('2026-03-16T12:00:00Z');
const scored = { recordId: '00Q000000000001AAA', probability: 0.634, percentile: 91, factors: '{}' };

test('a score is the probability in percent, or the rank where the goal says so', () => {
  assert.deepEqual(toScoreWrite(scored, { goal: makeGoal(), scoredAt }), {
    ...{ recordId: scored.recordId, score: 63, band: 'Medium', percentile: 91, factors: '{}' },
    scoredAt: '2026-03-16T12:00:00.000Z',
  });
  const byRank = toScoreWrite(scored, { goal: makeGoal({ scoreBasis: 'percentile' }), scoredAt });
  assert.deepEqual([byRank.score, byRank.band, byRank.percentile], [91, 'High', 91]);
});

test('the band limits are those of the goal', () => {
  const { band } = toScoreWrite(scored, { goal: makeGoal({ highFrom: 60, mediumFrom: 20 }), scoredAt });
  assert.equal(band, 'High');
});

test('a record that is not scored gets 0 and is never called low', () => {
  const write = toUnscoredWrite(scored, scoredAt);
  assert.deepEqual([write.score, write.band, write.percentile, write.factors], [0, 'Not scored', undefined, '{}']);
});

test('only another score, band or percentile is a change', () => {
  const write = toScoreWrite(scored, { goal: makeGoal(), scoredAt });
  assert.equal(isChanged({ ...write, scoredAt: '2020-01-01T00:00:00Z' }, write), false);
  assert.ok(isChanged({ ...write, score: 62 }, write));
  assert.ok(isChanged({ ...write, band: 'High' }, write));
  assert.ok(isChanged({ ...write, percentile: 90 }, write));
  const empty = { score: undefined, band: undefined, percentile: undefined, scoredAt: undefined };
  assert.ok(isChanged(empty, toUnscoredWrite(scored, scoredAt)));
  assert.equal(isChanged(empty, empty), false);
});

test('the previous score is stored with its time, and only where there is one', () => {
  const stands = { score: 41, band: 'Medium', percentile: 60, scoredAt: '2026-03-15T12:00:00.000Z' } as const;
  assert.deepEqual(toPrevious(stands), { score: 41, scoredAt: stands.scoredAt });
  for (const none of [{ score: undefined }, { scoredAt: undefined }, { score: 4.5 }, { score: 101 }, { score: 0 }])
    assert.equal(toPrevious({ ...stands, ...none }), undefined);
});

test('a higher probability never gives a lower score, and what is written is no change any more', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, fc.integer({ min: 1, max: 100 }), (one, other, percentile) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)].map((probability) =>
        toScoreWrite({ ...scored, probability, percentile }, { goal: makeGoal(), scoredAt }),
      );
      assert.ok(low && high);
      assert.ok((low.score ?? 0) <= (high.score ?? 0) && (low.score ?? 0) >= 1 && (high.score ?? 0) <= 100);
      assert.equal(isChanged(low, low), false);
    }),
  );
});
