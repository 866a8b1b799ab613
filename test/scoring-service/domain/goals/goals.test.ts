import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { activationRefusal } from '../../../../scoring-service/src/domain/goals/active-goals.ts';
import { describeGoal } from '../../../../scoring-service/src/domain/goals/describe-goal.ts';
import { accountGoal, makeGoal } from '../quality/quality-fixture.ts';

test('a goal is told in a sentence', () => {
  assert.equal(describeGoal(makeGoal()), 'Lead converts within 90 days.');
  const converted = makeGoal({
    timeframeDays: 30,
    conditions: [
      { field: 'Status', operator: 'equals', values: ['Closed - Converted', 'Won'] },
      { field: 'ConvertedOpportunityId', operator: 'is set', values: [] },
    ],
  });
  assert.equal(
    describeGoal(converted),
    'Lead converts within 30 days, and Status equals Closed - Converted or Won and ConvertedOpportunityId is set.',
  );
  const updated = {
    ...accountGoal(),
    conditions: [{ field: 'StageName', operator: 'not equals' as const, values: ['Lost', 'Open'] }],
  };
  assert.equal(
    describeGoal(updated),
    'An opportunity of the account is updated within 90 days: StageName not equals Lost nor Open.',
  );
  assert.equal(describeGoal(accountGoal()), 'An opportunity of the account is updated within 90 days.');
});

const goals = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `${index}`, name: `Goal ${index}`, isActive: true }));

test('a sixth active goal of production and a second one of a sandbox are refused with the reason', () => {
  const next = { id: 'next' };
  assert.equal(activationRefusal(next, goals(4), { isSandbox: false }), undefined);
  assert.equal(
    activationRefusal(next, goals(5), { isSandbox: false }),
    'An org has at most 5 active goals, and these are active: Goal 0, Goal 1, Goal 2, Goal 3, Goal 4. Switch one off first.',
  );
  assert.equal(
    activationRefusal(next, goals(1), { isSandbox: true }),
    'A sandbox has at most one active goal, and these are active: Goal 0. Switch one off first.',
  );
  assert.equal(activationRefusal(next, goals(1), { isSandbox: true, most: 2 }), undefined);
});

test('a goal that is active already, and goals that are not, take no place', () => {
  fc.assert(
    fc.property(fc.nat(9), fc.nat(9), (active, inactive) => {
      const resting = goals(inactive).map((goal) => ({ ...goal, id: `resting ${goal.id}`, isActive: false }));
      const refused = activationRefusal({ id: '0' }, [...goals(active), ...resting], { isSandbox: false });
      assert.equal(refused !== undefined, active > 5);
    }),
  );
});
