import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGoal, toGoalValues } from '../../../plugin/src/goals/goal-file.ts';
import { toGoal, toRecord } from '../../../plugin/src/org/goal-record.ts';
import { parseGoal as parseInService } from '../../../scoring-service/src/domain/goals/goal-record.ts';

const values = parseGoal(
  {
    ...{ name: 'A "goal"', profileType: 'Person', object: 'Lead', goalType: 'Lead converted', timeframeDays: 180 },
    ...{
      mergePolicy: 'Contact first',
      description: 'Why',
      qualifiedStatuses: ['Open', 'Working'],
      scoreBasis: 'percentile',
      highFrom: 70,
    },
    conditions: [
      { field: 'Status', operator: 'equals', values: ["Partner's", 'b'] },
      { field: 'Email', operator: 'is set', values: [] },
    ],
    settings: { extraFields: ['X__c'] },
  },
  'a test',
);

test('a goal written to the org is read back unchanged, by the plugin and by the service', () => {
  const record = { ...toRecord(values), Id: 'a00000000000001AAA', Status__c: 'Ready' };
  assert.deepEqual(toGoalValues(toGoal(record)), values);
  const { savedSettings, ...goal } = toGoal(record);
  assert.deepEqual(savedSettings, { extraFields: ['X__c'] });
  const defined = Object.fromEntries(Object.entries(goal).filter(([, value]) => value !== undefined));
  assert.deepEqual(defined, JSON.parse(JSON.stringify(parseInService(record))));
});

test('the error for an invalid record names its field', () => {
  const record = { ...toRecord(values), Id: 'a00000000000001AAA' };
  assert.throws(() => toGoal({ ...record, Condition_2__c: '{' }), {
    name: 'InvalidGoalError',
    message: /Condition_2__c/,
  });
  assert.throws(() => toGoal({ ...record, Settings__c: '{"thresholds":{"auc":3}}' }), {
    message: /Settings__c: thresholds\.auc/,
  });
  assert.throws(() => toGoal({ ...record, Merge_Policy__c: 'Mine' }), { message: /Merge_Policy__c/ });
});

test('an empty property clears its field', () => {
  assert.deepEqual(toRecord({ description: '', qualifiedStatuses: [], settings: undefined }), {
    ...{ Description__c: null, Qualified_Statuses__c: null, Settings__c: null },
  });
});
