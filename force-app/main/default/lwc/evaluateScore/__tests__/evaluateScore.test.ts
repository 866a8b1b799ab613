import { createElement } from 'lwc';
import EvaluateScore from 'c/evaluateScore';
import { getRecord } from 'lightning/uiRecordApi';
import evaluate from '@salesforce/apex/ScoringController.evaluate';
import goalsOf from '@salesforce/apex/ScoringController.getGoals';
import { labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/apex/ScoringController.evaluate', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ScoringController.getReasons', () => ({ default: jest.fn(() => Promise.resolve({})) }), {
  virtual: true,
});
jest.mock(
  '@salesforce/apex/ScoringController.getGoals',
  () => ({ default: jest.requireActual<JestOfLwc>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
);

const goals = goalsOf as unknown as TestWireAdapter;
const records = getRecord as unknown as TestWireAdapter;
const evaluation = evaluate as unknown as jest.Mock;
const recordId = '00Q000000000001AAA';
const goal = {
  Id: 'a01000000000001AAA',
  Name: 'Won',
  Score_Field__c: 'Lead.Predictive_Score__c',
  Model_Version__c: 'v1',
};

const record = (score: number | null): object => ({
  id: recordId,
  fields: {
    Predictive_Score__c: { value: score },
    Predictive_Score_Band__c: { value: score === null ? null : 'High' },
    Predictive_Score_Percentile__c: { value: null },
    Predictive_Score_Scored_At__c: { value: null },
  },
});

async function open(before: number | null): Promise<HTMLElement> {
  const element = createElement('c-evaluate-score', { is: EvaluateScore });
  document.body.appendChild(element);
  // As on the platform the ids arrive after the action is connected.
  Object.assign(element, { recordId, objectApiName: 'Lead' });
  goals.emit([goal]);
  await settle();
  records.emit(record(before));
  await settle();
  return element;
}

beforeEach(() => evaluation.mockResolvedValue(JSON.stringify([{ goalId: goal.Id, recordId, result: {} }])));
afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

test.each([
  [60, 82, 'c.Score_Changed'],
  [82, 82, 'c.Score_Unchanged'],
  [null, 82, 'c.Score_Is_New'],
])('evaluates at once; from %s to %s', async (before, now, expected) => {
  const element = await open(before);
  expect(evaluation).toHaveBeenCalledTimes(1);
  expect(evaluation).toHaveBeenCalledWith({ recordIds: [recordId], goalIds: [goal.Id] });
  records.emit(record(now));
  await settle();
  expect(textOf(element)).toContain(expected);
  expect(evaluation).toHaveBeenCalledTimes(1);
  await expect(element).toBeAccessible();
});

test('says that it works while it does', async () => {
  evaluation.mockReturnValue(new Promise(() => undefined));
  const element = await open(60);
  expect(textOf(element)).toContain('c.Score_Evaluating');
  await expect(element).toBeAccessible();
});

test('shows a failure, and evaluates again on retry', async () => {
  evaluation.mockRejectedValueOnce({ body: { message: 'The scoring service does not answer.' } });
  const element = await open(60);
  expect(textOf(element)).toContain('does not answer');
  await expect(element).toBeAccessible();
  labelled(element, 'c.Common_Retry').click();
  await settle();
  expect(textOf(element)).not.toContain('does not answer');
});

test('without a goal there is nothing to evaluate', async () => {
  const element = createElement('c-evaluate-score', { is: EvaluateScore });
  Object.assign(element, { recordId, objectApiName: 'Lead' });
  document.body.appendChild(element);
  goals.emit([]);
  await settle();
  expect(textOf(element)).toContain('c.Score_Off');
  expect(evaluation).not.toHaveBeenCalled();
  await expect(element).toBeAccessible();
});

test('closing ends the action', async () => {
  const element = await open(60);
  const closed = jest.fn();
  element.addEventListener('lightning__actionsclosescreen', closed);
  labelled(element, 'c.Common_Close').click();
  expect(closed).toHaveBeenCalled();
});
