import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeGoal } from '../../../../scoring-service/src/domain/goals/goal-conditions.ts';
import { draftGoal, goalRecordColumns, parseGoal } from '../../../../scoring-service/src/domain/goals/goal-record.ts';
import { scoreFieldSet } from '../../../../scoring-service/src/domain/goals/score-field-set.ts';
import { accountGoal, makeGoal } from '../quality/quality-fixture.ts';

test('a goal is described in a sentence', () => {
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
  const segment = [{ field: 'Country', operator: 'equals' as const, values: ['Austria', 'Germany'] }];
  assert.equal(
    describeGoal({ ...makeGoal(), segment }),
    'Lead converts within 90 days. Only where Country equals Austria or Germany.',
  );
});

const record = {
  Id: 'a00000000000001AAA',
  Name: 'Lead converts in 90 days',
  Description__c: null,
  Profile_Type__c: 'Person',
  Object__c: 'Lead',
  Goal_Type__c: 'Lead converted',
  Condition_1__c: '{"field":"Status","operator":"equals","values":["Qualified"]}',
  Condition_2__c: null,
  Condition_3__c: '{"field":"OwnerId","operator":"is set","values":[]}',
  Timeframe_Days__c: '90',
  Merge_Policy__c: 'Lead first',
  Score_Field__c: 'Lead.Predictive_Score__c',
  Qualified_Statuses__c: ' Working \r\n\nOpen\n',
  Score_Basis__c: 'probability',
  High_From__c: 80,
  Medium_From__c: 50,
  Settings__c: '{"extraFields":["Rating_Code__c"],"thresholds":{"auc":0.5}}',
  Active__c: true,
  Background_Update__c: false,
  Status__c: null,
  Model_Version__c: null,
};

test('reads a goal as its record holds it', () => {
  const goal = parseGoal(record);
  assert.equal(goal.scoreField, 'Predictive_Score__c');
  assert.equal(goal.timeframeDays, 90);
  assert.deepEqual(goal.qualifiedStatuses, ['Working', 'Open']);
  assert.deepEqual(
    goal.conditions.map(({ field }) => field),
    ['Status', 'OwnerId'],
  );
  assert.equal(goal.settings.thresholds.auc, 0.5);
  assert.equal(goal.settings.thresholds.conversions, 10);
  assert.equal(goal.status, 'Waiting for training');
  assert.equal(goal.description, undefined);
});

test('a goal without settings has the defaults', () => {
  assert.equal(parseGoal({ ...record, Settings__c: null }).settings.learnFrom, 'history');
});

const broken: [string, Record<string, unknown>, RegExp][] = [
  ['settings that are no JSON', { Settings__c: '{oops' }, /Settings__c/],
  ['a setting nobody knows', { Settings__c: '{"speed":9}' }, /Settings__c.*speed/],
  ['a condition that is no JSON', { Condition_3__c: 'Status = Open' }, /Condition_3__c/],
  [
    'an operator nobody knows',
    { Condition_1__c: '{"field":"Status","operator":"like","values":[]}' },
    /Condition_1__c/,
  ],
  ['a timeframe that is none of ours', { Timeframe_Days__c: '45' }, /Timeframe_Days__c/],
  ['a score field of another object', { Score_Field__c: 'Contact.Predictive_Score__c' }, /Score_Field__c/],
  ['no band limit', { High_From__c: null }, /High_From__c/],
];
for (const [what, changed, named] of broken) {
  test(`refuses ${what}, naming the field and the next step`, () => {
    assert.throws(
      () => parseGoal({ ...record, ...changed }),
      ({ kind, message, actions }: { kind: string; message: string; actions: string[] }) => {
        assert.equal(kind, 'goal.invalid');
        assert.match(message, named);
        assert.ok(actions.length > 0);
        return true;
      },
    );
  });
}

test('a draft on accounts prefers the own values of the account, others those of the lead', () => {
  const { profileType, goalType, conditions, timeframeDays } = accountGoal();
  const draft = { profileType, goalType, conditions, timeframeDays };
  assert.equal(draftGoal({ ...draft, object: 'Account' }).mergePolicy, 'Account first');
  assert.equal(draftGoal({ ...draft, object: 'Contact' }).mergePolicy, 'Lead first');
  const written = (scoreField: string) => draftGoal({ ...draft, object: 'Contact', scoreField }).scoreField;
  assert.equal(written('Contact.Fit_Score__c'), 'Fit_Score__c');
  assert.equal(written('Fit_Score__c'), 'Fit_Score__c');
});

test('the fields to read are all that a record is made of', () => {
  const missing = Object.keys(record).filter((field) => !goalRecordColumns.includes(field));
  assert.deepEqual(missing, []);
});

test('a score field names its set', () => {
  assert.deepEqual(scoreFieldSet('Renewal_Score__c'), {
    score: 'Renewal_Score__c',
    band: 'Renewal_Score_Band__c',
    percentile: 'Renewal_Score_Percentile__c',
    scoredAt: 'Renewal_Score_Scored_At__c',
    factors: 'Renewal_Score_Factors__c',
    probability: 'Renewal_Score_Probability__c',
    change: 'Renewal_Score_Change__c',
    reason: 'Renewal_Score_Reason__c',
    grade: 'Renewal_Score_Grade__c',
    bandSince: 'Renewal_Score_Band_Since__c',
  });
  assert.throws(() => scoreFieldSet('AnnualRevenue'), { kind: 'goal.invalid' });
});
