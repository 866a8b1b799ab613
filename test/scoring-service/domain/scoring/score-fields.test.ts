import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  isChanged,
  isDue,
  toPrevious,
  toScoreWrite,
  toUnscoredWrite,
} from '../../../../scoring-service/src/domain/scoring/score.ts';
import type { PastScore, ScoreFields } from '../../../../scoring-service/src/domain/scoring/score.ts';

const scoredAt = new Date('2026-03-16T12:00:00Z');
const scored = {
  ...{ recordId: '00Q000000000001AAA', probability: 0.634, percentile: 91, factors: '{}' },
  ...{ grade: 'B2', reason: 'Campaigns raises the score.' },
};
const current: ScoreFields = { score: undefined, band: undefined, percentile: undefined, scoredAt: undefined };
const rule = { basis: 'probability' } as const;
const written = { rule, scoredAt, current, past: undefined };

test('a score is the probability in percent, or the rank where the goal says so', () => {
  assert.deepEqual(toScoreWrite(scored, written), {
    ...{ ...scored, score: 63, band: 'Medium', change: undefined },
    ...{ scoredAt: '2026-03-16T12:00:00.000Z', bandSince: '2026-03-16T12:00:00.000Z' },
  });
  const byRank = toScoreWrite(scored, { ...written, rule: { basis: 'percentile' } });
  assert.deepEqual([byRank.score, byRank.band, byRank.percentile], [91, 'High', 91]);
});

test('the band limits are those of the goal', () => {
  const { band } = toScoreWrite(scored, { ...written, rule: { ...rule, highFrom: 60, mediumFrom: 20 } });
  assert.equal(band, 'High');
});

test('a record that is not scored gets 0 and is never called low', () => {
  const write = toUnscoredWrite(scored, { scoredAt, current });
  assert.deepEqual([write.score, write.band, write.percentile, write.factors], [0, 'Not scored', undefined, '{}']);
});

test('only another score, band or percentile is a change', () => {
  const write = toScoreWrite(scored, written);
  assert.equal(isChanged({ ...write, scoredAt: '2020-01-01T00:00:00Z' }, write), false);
  assert.ok(isChanged({ ...write, score: 62 }, write));
  assert.ok(isChanged({ ...write, band: 'High' }, write));
  assert.ok(isChanged({ ...write, percentile: 90 }, write));
  const empty = { score: undefined, band: undefined, percentile: undefined, scoredAt: undefined };
  assert.ok(isChanged(empty, toUnscoredWrite(scored, { scoredAt, current })));
  assert.equal(isChanged(empty, empty), false);
});

test('the previous score is stored with its time, and only where there is one', () => {
  const stands = { score: 41, band: 'Medium', percentile: 60, scoredAt: '2026-03-15T12:00:00.000Z' } as const;
  assert.deepEqual(toPrevious(stands, 'relative', undefined), { score: 41, scoredAt: stands.scoredAt });
  assert.ok(toPrevious(stands, 'relative', { score: 41, basis: 'relative' }));
  assert.equal(toPrevious(stands, 'relative', { score: 41, basis: 'probability' }), undefined);
  for (const none of [{ score: undefined }, { scoredAt: undefined }, { score: 4.5 }, { score: 101 }, { score: 0 }])
    assert.equal(toPrevious({ ...stands, ...none }, 'relative', undefined), undefined);
});

test('a higher probability never gives a lower score, and what is written is no change any more', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, fc.integer({ min: 1, max: 100 }), (one, other, percentile) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)].map((probability) =>
        toScoreWrite({ ...scored, probability, percentile }, written),
      );
      assert.ok(low && high);
      assert.ok((low.score ?? 0) <= (high.score ?? 0) && (low.score ?? 0) >= 1 && (high.score ?? 0) <= 100);
      assert.equal(isChanged(low, low), false);
    }),
  );
});

test('the change is measured against the score of a week ago on the same basis', () => {
  const changeSince = (weekAgo: PastScore): number | undefined =>
    toScoreWrite(scored, { ...written, past: { newest: weekAgo, weekAgo } }).change;
  assert.equal(changeSince({ score: 50, basis: 'probability' }), 13);
  assert.equal(changeSince({ score: 70, basis: 'probability' }), -7);
  assert.equal(changeSince({ score: 50, basis: 'relative' }), undefined);
  assert.equal(changeSince({ score: 50, basis: undefined }), undefined);
  assert.equal(changeSince({ score: 0, basis: 'probability' }), undefined, 'it was not scored');
});

test('a record keeps the time since when it is in its band until the band changes', () => {
  const since = (of: Partial<ScoreFields>): string | undefined =>
    toScoreWrite(scored, { ...written, current: { ...current, ...of } }).bandSince;
  const now = scoredAt.toISOString();
  assert.equal(
    since({ band: 'Medium', bandSince: '2026-01-01T00:00:00.000Z', scoredAt: now }),
    '2026-01-01T00:00:00.000Z',
  );
  assert.equal(since({ band: 'Medium', scoredAt: '2026-02-01T00:00:00.000Z' }), '2026-02-01T00:00:00.000Z');
  assert.equal(since({ band: 'Low', bandSince: '2026-01-01T00:00:00.000Z' }), now);
  assert.equal(since({}), now);
});

test('a run also writes another first reason, and a change that has become a week old', () => {
  const next = toScoreWrite(scored, written);
  const stands = { ...next, scoredAt: '2026-03-15T12:00:00.000Z' };
  assert.equal(isDue(stands, next, 2), false);
  assert.equal(isDue({ ...stands, reason: 'Another one.' }, next, 2), true);
  assert.equal(isDue({ ...stands, change: 4 }, next, 2), false);
  assert.equal(isDue({ ...stands, change: 4, scoredAt: '2026-03-09T11:00:00.000Z' }, next, 2), true);
  assert.equal(isDue({ ...stands, change: 0, scoredAt: '2026-03-01T11:00:00.000Z' }, next, 2), false);
  for (const follows of [{ probability: 0.1 }, { percentile: 4 }, { grade: 'D4' }, { factors: '' }]) {
    assert.equal(isDue(stands, { ...next, ...follows }, 2), false);
  }
});
