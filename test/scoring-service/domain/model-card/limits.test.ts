import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeLimits } from '../../../../scoring-service/src/domain/model-card/limits.ts';
import { accountGoal, makeGoal } from '../quality/quality-fixture.ts';

const plan = { fields: [] };
const figures = { testRows: 400, testPositives: 80, aucLow: 0.7, aucHigh: 0.8 };

type Window = { since: number; share: number; logLoss: number; logLossOfAll: number };

const limitsOf = (window?: Window, goal = makeGoal()) =>
  describeLimits(
    { ...figures, trainingPositives: 900, splitBy: 'time' },
    { goal, plan, oldestDays: 30, historyDays: 900, window },
  );

test('what only the newest records tell is said with its date and the proof', () => {
  const window = { since: Date.parse('2025-03-01T10:00:00Z'), share: 0.25, logLoss: 0.46, logLossOfAll: 0.512345 };
  const [said, ...more] = limitsOf(window).filter((limit) => !limitsOf().includes(limit));
  assert.match(said ?? '', /since 2025-03-01 only.*0\.5123 instead of 0\.4600/);
  assert.deepEqual(more, []);
});

test('the largest age is a limit of lead models only, because accounts are observed at any age', () => {
  const tellsAge = (limit: string): boolean => limit.includes('days after their creation');
  assert.equal(limitsOf().filter(tellsAge).length, 1);
  assert.deepEqual(limitsOf(undefined, accountGoal()).filter(tellsAge), []);
});
