import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addBandChanges,
  bandEventId,
  findBandChanges,
  toBandEvents,
} from '../../../../scoring-service/src/domain/evaluation/band-events.ts';
import type { PastScores, ScoreFields } from '../../../../scoring-service/src/domain/scoring/score.ts';

const scoredAt = '2026-03-16T12:00:00.000Z';
const goal = { id: 'a01', object: 'Lead' } as const;
const rule = { basis: 'relative', baseRate: 0.1, highFrom: 80, mediumFrom: 50 } as const;
const rules = { modelVersion: 'v2', rule };

const moveOf = (recordId: string, from: ScoreFields['band'], to: ScoreFields['band'], isWritten = true) => ({
  current: { score: 1, band: from, percentile: undefined, scoredAt: undefined },
  write: { recordId, score: 85, band: to, percentile: 50, scoredAt, factors: '{}' },
  isWritten,
});

const pastOf = (newest: PastScores['newest']): Map<string, PastScores> => new Map([['1', newest ? { newest } : {}]]);
const scoredBefore = { score: 40, basis: 'relative', modelVersion: 'v2', highFrom: 80, mediumFrom: 50 } as const;

const bandsOf = (moves: ReturnType<typeof moveOf>[], past = new Map<string, PastScores>(), isFirst = false) => {
  const { events, silent } = toBandEvents(goal, moves, { isFirst, rules, past });
  return { events: events.map(({ recordId, from, to }) => `${recordId} ${from} ${to}`), silent };
};

test('a record that moves to another band is an event with both bands; a first score and the same band are none', () => {
  const moves = [
    moveOf('1', 'Low', 'High'),
    moveOf('2', 'Medium', 'Not scored'),
    moveOf('3', 'High', 'High'),
    moveOf('4', undefined, 'High'),
    moveOf('5', 'Low', 'High', false),
  ];
  assert.deepEqual(bandsOf(moves), { events: ['1 Low High', '2 Medium Not scored'], silent: 0 });
});

test('an event has the same id whenever it is made of the same score, and another one for another score', () => {
  const [one] = toBandEvents(goal, [moveOf('1', 'Low', 'High')], { isFirst: false, rules, past: new Map() }).events;
  assert.equal(one?.id, bandEventId('a01', '1', new Date(scoredAt)));
  assert.notEqual(one?.id, bandEventId('a01', '1', new Date(Date.parse(scoredAt) + 1)));
});

test('a first scoring, another model, basis or limits move bands without an event', () => {
  const move = [moveOf('1', 'Low', 'High')];
  const none = { events: [], silent: 1 };
  assert.deepEqual(bandsOf(move, new Map(), true), none);
  assert.deepEqual(bandsOf(move, pastOf({ ...scoredBefore, modelVersion: 'v1' })), none);
  assert.deepEqual(bandsOf(move, pastOf({ ...scoredBefore, basis: 'probability' })), none);
  assert.deepEqual(bandsOf(move, pastOf({ ...scoredBefore, highFrom: 70 })), none);
  assert.deepEqual(bandsOf(move, pastOf({ ...scoredBefore, mediumFrom: 40 })), none);
  assert.deepEqual(bandsOf(move, pastOf(scoredBefore)).events, ['1 Low High']);
});

test('a record that qualifies or no longer does has changed itself, whichever model scored it before', () => {
  const past = pastOf({ ...scoredBefore, modelVersion: 'v1' });
  assert.deepEqual(bandsOf([moveOf('1', 'Not scored', 'High')], past).events, ['1 Not scored High']);
  assert.deepEqual(bandsOf([moveOf('1', 'High', 'Not scored')], past).events, ['1 High Not scored']);
});

test('a run says how many moves are events, of the scores that were written, and how many are none', () => {
  const first = addBandChanges(undefined, { intended: ['1', '2'], silent: 3 }, new Set(['1', '9']));
  const second = addBandChanges(first, { intended: ['4'], silent: 0 }, new Set(['4']));
  assert.deepEqual(second, { events: 2, silent: 3 });
  assert.deepEqual(findBandChanges(second), [
    { code: 970, detail: '2' },
    { code: 971, detail: '3' },
  ]);
  assert.deepEqual(findBandChanges({ events: 0, silent: 0 }), []);
});
