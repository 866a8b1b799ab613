import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useStatusHistory } from '../../../../scoring-service/src/domain/quality/status-history.ts';
import type { StatusHistory } from '../../../../scoring-service/src/domain/quality/check-source.ts';
import { accountGoal, makeGoal } from './quality-fixture.ts';

const asOf = new Date('2026-06-30T00:00:00Z');
const daysAgo = (days: number): Date => new Date(asOf.getTime() - days * 86_400_000);
const goal = makeGoal({ qualifiedStatuses: ['Open'] });

const history = (change: Partial<StatusHistory> = {}): StatusHistory => ({
  ...{ startedAt: daysAgo(300), firstLeadAt: daysAgo(700), conversionsSince: 500, unknownLeads: 900 },
  ...change,
});
const used = (change: Partial<StatusHistory>, ofGoal = goal) => {
  const { since, findings } = useStatusHistory(history(change), ofGoal, asOf);
  return [since, ...findings.map(({ code, detail }) => [code, detail])];
};

test('without status history training learns from all leads and warns', () => {
  assert.deepEqual(used({ startedAt: undefined }), [undefined, [960, '900']]);
  assert.deepEqual(used({ startedAt: undefined, unknownLeads: 0 }), [undefined]);
});

test('a late history that is long enough is where training starts', () => {
  assert.deepEqual(used({}), [daysAgo(300), [961, '2025-09-03']]);
});

test('a late history with too few days or conversions is not enough alone', () => {
  assert.deepEqual(used({ startedAt: daysAgo(273) })[0], daysAgo(273));
  assert.deepEqual(used({ startedAt: daysAgo(272) }), [undefined, [962, '2025-10-01']]);
  assert.deepEqual(used({ conversionsSince: 499 }), [undefined, [962, '2025-09-03']]);
});

test('a history from the first weeks on has no gap', () => {
  assert.deepEqual(used({ startedAt: daysAgo(670) }), [undefined]);
});

test('goals that need no earlier status are not concerned', () => {
  const without = { startedAt: undefined };
  assert.deepEqual(used(without, makeGoal()), [undefined]);
  assert.deepEqual(used(without, accountGoal()), [undefined]);
  assert.deepEqual(used(without, makeGoal({ qualifiedStatuses: ['Open'], settings: { learnFrom: 'creation' } })), [
    undefined,
  ]);
});
