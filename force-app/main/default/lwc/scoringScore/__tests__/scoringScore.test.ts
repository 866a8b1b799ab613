import type { Reasons } from 'c/scoringReasons';
import { bandLooks, failureOf, scoreFieldsOf, viewScore } from 'c/scoringScore';
import type { ScoringGoal } from 'c/scoringScore';

const time = '2026-11-25T01:00:00.000Z';
const before = '2026-10-25T01:00:00.000Z';
const goal: ScoringGoal = {
  Id: 'a01000000000001AAA',
  Name: 'Won in 90 days',
  Object__c: 'Lead',
  Score_Field__c: 'Lead.Predictive_Score__c',
};
const stored: Reasons = { basis: 'probability', probability: 0.62, model: '7', factors: [] };

/** What the page reads of a record, by field name. */
const fieldsWith = (values: Record<string, unknown>): Record<string, FieldValue | undefined> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
const scored = (values: Record<string, unknown> = {}): Record<string, FieldValue | undefined> =>
  fieldsWith({
    ...{ Predictive_Score__c: 87, Predictive_Score_Band__c: 'High', Predictive_Score_Percentile__c: 96 },
    Predictive_Score_Scored_At__c: time,
    ...values,
  });

describe('c-scoring-score: what the fields say', () => {
  it('names the fields of a set that users read', () => {
    expect(scoreFieldsOf('Lead.Added_Score__c')).toEqual({
      score: 'Lead.Added_Score__c',
      band: 'Lead.Added_Score_Band__c',
      percentile: 'Lead.Added_Score_Percentile__c',
      scoredAt: 'Lead.Added_Score_Scored_At__c',
    });
  });

  it('reads a score with everything that stands beside it', () => {
    expect(viewScore(goal, scored(), stored)).toEqual({
      ...{ state: 'scored', score: 87, band: 'High', percentile: 96, scoredAt: time, trend: undefined, stored },
    });
  });

  it('reads a score of which the viewer sees no more than number and band', () => {
    const fields = fieldsWith({ Predictive_Score__c: 12, Predictive_Score_Band__c: 'Low' });
    expect(viewScore(goal, fields)).toEqual({ state: 'scored', score: 12, band: 'Low' });
  });

  it('calls a band low that it does not know', () => {
    const bands = ['Medium', 'Gigantic', null].map((Predictive_Score_Band__c) => {
      const view = viewScore(goal, scored({ Predictive_Score_Band__c }));
      return view.state === 'scored' ? view.band : view.state;
    });
    expect(bands).toEqual(['Medium', 'Low', 'Low']);
  });

  it.each([
    [80, { direction: 'up', by: 7, from: 80, since: before }],
    [95, { direction: 'down', by: 8, from: 95, since: before }],
    [87, { direction: 'same', by: 0, from: 87, since: before }],
    [0, { direction: 'up', by: 87, from: 0, since: before }],
  ])('says how the score moved since it was %s', (score, trend) => {
    const previous = { score, scoredAt: before };
    expect(viewScore(goal, scored(), { ...stored, previous })).toMatchObject({ trend });
  });

  it('says that a record does not qualify, why, and since when', () => {
    const reason = 'The lead is converted.';
    const zero = { Predictive_Score__c: 0, Predictive_Score_Band__c: 'Not scored' };
    expect(viewScore(goal, scored(zero), { ...stored, reason })).toEqual({
      ...{ state: 'not-qualified', reason, scoredAt: time },
    });
    expect(viewScore(goal, fieldsWith(zero))).toEqual({ state: 'not-qualified' });
  });

  it('says whether a record without a score waits for it or for a model', () => {
    const nothing = fieldsWith({ Predictive_Score__c: null, Predictive_Score_Band__c: null });
    expect(viewScore({ ...goal, Model_Version__c: '7' }, nothing)).toEqual({ state: 'waiting' });
    expect(viewScore(goal, nothing)).toEqual({ state: 'no-model' });
  });

  it.each(['Predictive_Score__c', 'Predictive_Score_Band__c'])('says when the viewer may not read %s', (hidden) => {
    expect(viewScore(goal, { ...scored(), [hidden]: undefined })).toEqual({ state: 'no-permission' });
  });

  it('shows the score while its reasons are not read', () => {
    expect(viewScore(goal, scored())).toMatchObject({ state: 'scored', score: 87 });
  });

  it('never shows a band by its colour alone', () => {
    const looks = Object.values(bandLooks);
    expect(new Set(looks.map(({ word }) => word)).size).toBe(4);
    expect(new Set(looks.map(({ icon }) => icon)).size).toBe(4);
  });
});

describe('c-scoring-score: what an evaluation says', () => {
  const pair = { goalId: goal.Id, recordId: '00Q000000000001AAA' };

  it('is silent where all records were evaluated', () => {
    expect(failureOf([])).toBe('');
    expect(failureOf([{ ...pair, result: undefined }])).toBe('');
  });

  it('says each problem with its first next step', () => {
    const problem = (detail: string, ...actions: string[]) => ({
      ...{ type: 'about:blank', title: 'Problem', status: 422, detail, actions },
    });
    const answers = [
      { ...pair, problem: problem('There is no model.', 'Train the goal.', 'Wait.') },
      pair,
      { ...pair, problem: problem('The record is gone.') },
    ] as unknown as Parameters<typeof failureOf>[0];
    expect(failureOf(answers)).toBe('There is no model. Train the goal. The record is gone.');
  });
});
