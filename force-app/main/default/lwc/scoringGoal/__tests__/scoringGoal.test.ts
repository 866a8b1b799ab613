import {
  cloneDraft,
  conditionsOf,
  definitionWords,
  emptyDraft,
  emptyRow,
  fieldsOfSet,
  freeScoreField,
  needsValues,
  operatorWords,
  optionsOf,
  rowProblem,
  scoreFieldSetsOf,
  statusLook,
  toGoalDraft,
  toRecordFields,
  withProfileType,
} from 'c/scoringGoal';
import type { Draft, Row, ScoreGoal } from 'c/scoringGoal';

jest.mock('@salesforce/label/c.Goal_And', () => ({ default: '{0} and {1}' }), { virtual: true });
jest.mock('@salesforce/label/c.Goal_Or', () => ({ default: '{0} or {1}' }), { virtual: true });
jest.mock('@salesforce/label/c.Goal_Definition_Words', () => ({ default: '{0} within {1} days' }), { virtual: true });
jest.mock('@salesforce/label/c.Goal_Row_Incomplete', () => ({ default: 'Complete row {0}.' }), { virtual: true });
jest.mock('@salesforce/label/c.Goal_Row_Too_Long', () => ({ default: 'Row {0} is too long.' }), { virtual: true });

const goal: ScoreGoal = {
  Id: 'a01000000000001AAA',
  Name: 'Won in 90 days',
  Profile_Type__c: 'Person',
  Object__c: 'Contact',
  Goal_Type__c: 'Opportunity updated',
  Timeframe_Days__c: 180,
  Merge_Policy__c: 'Contact first',
  Score_Field__c: 'Contact.Predictive_Score__c',
  Active__c: true,
};
const won: Row = { key: 4, field: 'StageName', operator: 'changes to', values: ['Closed Won'] };
const draft: Draft = { ...emptyDraft(), name: ' New goal ', rows: [won] };

const setOf = (base: string): string[] =>
  ['__c', '_Band__c', '_Percentile__c', '_Scored_At__c', '_Factors__c'].map((ending) => `${base}${ending}`);
/** What an admin sees of it. */
const seenOf = (base: string): string[] => setOf(base).filter((name) => !name.endsWith('_Factors__c'));
const objectWith = (...names: string[]): ObjectInfo => ({
  ...{ apiName: 'Lead', label: 'Lead', labelPlural: 'Leads', keyPrefix: '00Q', defaultRecordTypeId: null },
  ...{ createable: true, updateable: true, deletable: true },
  fields: Object.fromEntries(
    names.map((apiName) => [
      apiName,
      {
        ...{ apiName, label: apiName, dataType: 'Double', createable: true, updateable: true },
        ...{ custom: true, required: false },
      },
    ]),
  ),
});

describe('c-scoring-goal: drafts', () => {
  it('begins a draft with one empty row, which is not complete', () => {
    expect(emptyDraft().rows).toEqual([emptyRow(0)]);
    expect(rowProblem(emptyDraft().rows)).toBe('Complete row 1.');
    expect(toGoalDraft(emptyDraft())).toBeUndefined();
  });

  it('clones the basic information and leaves the goal section empty', () => {
    const condition = JSON.stringify({ field: 'StageName', operator: 'is set', values: [] });
    const clone = cloneDraft({ ...goal, Description__c: 'Who buys.', Condition_1__c: condition });
    expect(clone).toEqual({
      ...emptyDraft(),
      name: 'Won in 90 days',
      description: 'Who buys.',
      profileType: 'Person',
      object: 'Contact',
    });
    expect(cloneDraft(goal).description).toBe('');
  });

  it('gives the clone of an account goal the one goal type that accounts have', () => {
    const clone = cloneDraft({ ...goal, Profile_Type__c: 'Account', Object__c: 'Account' });
    expect([clone.profileType, clone.object, clone.goalType]).toEqual(['Account', 'Account', 'Opportunity updated']);
  });

  it('lets the profile type decide object and goal type, and empties the rows', () => {
    const account = withProfileType(draft, 'Account');
    expect(account).toEqual({
      ...{ ...draft, profileType: 'Account', object: 'Account', goalType: 'Opportunity updated' },
      mergePolicy: 'Account first',
      rows: [emptyRow(0)],
    });
    expect(withProfileType(account, 'Person')).toEqual({ ...draft, rows: [emptyRow(0)] });
  });

  it.each([
    ['no field', { ...won, field: '' }],
    ['no operator', { ...won, operator: '' }],
    ['no value', { ...won, values: [] }],
  ])('names the first row with %s', (_what, row) => {
    expect(rowProblem([won, row, emptyRow(9)])).toBe('Complete row 2.');
  });

  it('asks for no value where the operator needs none', () => {
    expect(['is set', 'is not set', ''].map(needsValues)).toEqual([false, false, false]);
    expect(Object.keys(operatorWords).filter((operator) => !needsValues(operator))).toEqual(['is set', 'is not set']);
    expect(rowProblem([{ ...won, operator: 'is not set', values: [] }])).toBe('');
  });

  it('names a row that is longer than a field of the org, and not one that just fits', () => {
    const around = JSON.stringify({ field: 'StageName', operator: 'changes to', values: [''] }).length;
    const ofLength = (length: number): Row => ({ ...won, values: ['x'.repeat(length - around)] });
    expect(rowProblem([won, ofLength(255)])).toBe('');
    expect(rowProblem([won, ofLength(256)])).toBe('Row 2 is too long.');
  });

  it('asks for the readiness of what is scored and when it counts as reached, not of its name', () => {
    expect(toGoalDraft(draft)).toEqual({
      ...{ profileType: 'Person', object: 'Lead', goalType: 'Lead converted', timeframeDays: 90 },
      conditions: [{ field: 'StageName', operator: 'changes to', values: ['Closed Won'] }],
    });
  });

  it('prefers the own values of an account in goals on accounts, also in a clone', () => {
    const account = withProfileType(draft, 'Account');
    expect([draft, account, withProfileType(account, 'Person')].map(({ mergePolicy }) => mergePolicy)).toEqual([
      ...['Lead first', 'Account first', 'Lead first'],
    ]);
    expect(cloneDraft({ ...goal, Profile_Type__c: 'Account', Object__c: 'Account' }).mergePolicy).toBe('Account first');
    expect(cloneDraft(goal).mergePolicy).toBe('Lead first');
  });

  it('becomes a record: names without spaces around, a condition a row, active', () => {
    const rows = [won, { key: 7, field: 'Amount', operator: 'is set', values: ['forgotten'] }];
    expect(toRecordFields({ ...draft, rows }, 'Lead.Predictive_Score__c')).toEqual({
      ...{ Name: 'New goal', Unique_Name__c: 'New goal', Description__c: null, Profile_Type__c: 'Person' },
      ...{ Object__c: 'Lead', Goal_Type__c: 'Lead converted', Timeframe_Days__c: '90', Merge_Policy__c: 'Lead first' },
      Condition_1__c: '{"field":"StageName","operator":"changes to","values":["Closed Won"]}',
      Condition_2__c: '{"field":"Amount","operator":"is set","values":[]}',
      ...{ Score_Field__c: 'Lead.Predictive_Score__c', Active__c: true },
    });
    expect(toRecordFields({ ...draft, description: ' Who buys. ' }, 'x')['Description__c']).toBe('Who buys.');
  });
});

describe('c-scoring-goal: sets of score fields', () => {
  it('counts only whole sets, the packaged one first, then by name', () => {
    const broken = setOf('Broken_Score').filter((name) => name !== 'Broken_Score_Band__c');
    const info = objectWith(...setOf('Zeal_Score'), ...broken, ...setOf('Predictive_Score'), ...setOf('Added_Score'));
    expect(scoreFieldSetsOf(info)).toEqual(['Lead.Predictive_Score__c', 'Lead.Added_Score__c', 'Lead.Zeal_Score__c']);
  });

  it('gives the first set that no goal writes to, and none when all are taken', () => {
    const info = objectWith(...seenOf('Predictive_Score'), ...seenOf('Added_Score'));
    const takes = (Score_Field__c: string): ScoreGoal => ({ ...goal, Score_Field__c });
    expect(freeScoreField(info, [goal])).toBe('Lead.Predictive_Score__c');
    const taken = [takes('Lead.Predictive_Score__c'), { ...takes('Lead.Added_Score__c'), Active__c: false }];
    expect(freeScoreField(info, taken.slice(0, 1))).toBe('Lead.Added_Score__c');
    expect(freeScoreField(info, taken)).toBeUndefined();
  });

  it('names all fields of a set', () => {
    expect(fieldsOfSet('Lead.Added_Score__c')).toEqual(setOf('Lead.Added_Score'));
  });
});

describe('c-scoring-goal: words', () => {
  it('says a goal as a sentence, every row and value in it', () => {
    const rows = [
      { field: 'StageName', operator: 'equals', values: ['Won', 'Signed', 'Paid'] },
      { field: 'Amount', operator: 'is set', values: [] },
      { field: 'Type', operator: 'sounds like', values: ['New'] },
    ].map((row) => JSON.stringify(row));
    const withConditions = { ...goal, Condition_1__c: rows[0], Condition_2__c: rows[1], Condition_5__c: rows[2] };
    expect(conditionsOf(withConditions).map(({ field }) => field)).toEqual(['StageName', 'Amount', 'Type']);
    expect(definitionWords(withConditions)).toBe(
      'c.Goal_Type_Opportunity within 180 days: StageName c.Goal_Operator_Equals Won or Signed or Paid' +
        ' and Amount c.Goal_Operator_Set and Type sounds like New',
    );
  });

  it('says a goal without rows, and of an unknown type, as it is', () => {
    expect(definitionWords({ ...goal, Goal_Type__c: 'Renewed', Timeframe_Days__c: '30' })).toBe(
      'Renewed within 30 days',
    );
  });

  it('has a word and an icon for each status, for one it does not know, and for a goal that is switched off', () => {
    const known = ['Waiting for training', 'Training', 'Ready', 'Failed', 'Deleting'].map((Status__c) =>
      statusLook({ Status__c }),
    );
    expect(new Set(known.map(({ icon }) => icon)).size).toBe(5);
    expect(known.map(({ word }) => word)).toEqual(
      ['Waiting', 'Training', 'Ready', 'Failed', 'Deleting'].map((word) => `c.Goal_Status_${word}`),
    );
    expect(statusLook({ Status__c: 'Resting', Active__c: true })).toEqual({ word: 'Resting', icon: 'utility:info' });
    expect(statusLook({ Status__c: 'Ready', Active__c: false }).word).toBe('c.Goal_Inactive');
    expect(statusLook({}).word).toBe('');
  });

  it('offers words as options in their order', () => {
    expect(optionsOf({ b: 'Second letter', a: 'First letter' })).toEqual([
      { value: 'b', label: 'Second letter' },
      { value: 'a', label: 'First letter' },
    ]);
  });
});
