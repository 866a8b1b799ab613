import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { changedValues, compareGoals, definitionChanges } from '../../../plugin/src/goals/compare-goals.ts';
import { parseGoal, toGoalText } from '../../../plugin/src/goals/goal-file.ts';
import type { GoalValues } from '../../../plugin/src/org/goal-record.ts';

const goal = parseGoal(
  {
    ...{ name: 'A', profileType: 'Person', object: 'Lead', goalType: 'Lead converted', timeframeDays: 90 },
    conditions: [{ field: 'Status', operator: 'is set', values: [] }],
  },
  'a test',
);

const changes = fc.record(
  {
    description: fc.string(),
    highFrom: fc.integer({ min: 51, max: 100 }),
    isActive: fc.boolean(),
    qualifiedStatuses: fc.array(fc.string()),
    settings: fc.constantFrom({ extraFields: ['X__c'] }, {}),
  },
  { requiredKeys: [] },
);

test('a goal equals itself and the goal read from its file', () => {
  fc.assert(
    fc.property(changes, (change) => {
      const changed = { ...goal, ...change } as GoalValues;
      assert.deepEqual(compareGoals(changed, changed), []);
      assert.deepEqual(compareGoals(changed, parseGoal(JSON.parse(toGoalText(changed)), 'a file')), []);
    }),
  );
});

test('applying the differences turns one goal into the other', () => {
  fc.assert(
    fc.property(changes, (change) => {
      const wanted = { ...goal, ...change } as GoalValues;
      const differences = compareGoals(goal, wanted);
      assert.deepEqual(compareGoals({ ...goal, ...changedValues(wanted, differences) }, wanted), []);
      assert.deepEqual(definitionChanges(differences), []);
    }),
  );
});

test('a missing value and an empty value are equal', () => {
  assert.deepEqual(compareGoals({ ...goal, description: '' }, goal), []);
  assert.deepEqual(
    compareGoals({ ...goal, description: 'Old' }, goal).map(({ from, to }) => [from, to]),
    [['Old', '(empty)']],
  );
});

test('another timeframe is another definition', () => {
  const [first] = definitionChanges(compareGoals(goal, { ...goal, timeframeDays: 30 }));
  assert.deepEqual(first, { part: 'timeframeDays', from: '90', to: '30' });
});
