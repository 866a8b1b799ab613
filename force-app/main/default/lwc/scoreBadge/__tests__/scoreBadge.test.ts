import { createElement } from 'lwc';
import ScoreBadge from 'c/scoreBadge';
import { getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';
import evaluate from '@salesforce/apex/ScoringController.evaluate';
import goalsOf from '@salesforce/apex/ScoringController.getGoals';
import getReasons from '@salesforce/apex/ScoringController.getReasons';

jest.mock(
  '@salesforce/apex/ScoringController.getGoals',
  () => ({ default: jest.requireActual<JestOfLwc>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
);
jest.mock('@salesforce/apex/ScoringController.evaluate', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ScoringController.getReasons', () => ({ default: jest.fn() }), { virtual: true });

const goals = goalsOf as unknown as TestWireAdapter;
const records = getRecord as unknown as TestWireAdapter;
const reasons = getReasons as unknown as jest.Mock;
const recordId = '00Q000000000001AAA';
const goal = { Id: 'a01000000000001AAA', Name: 'Won in 90 days', Score_Field__c: 'Lead.Predictive_Score__c' };
const trained = { ...goal, Object__c: 'Lead', Timeframe_Days__c: 90, Model_Version__c: '3' };

const stored = {
  basis: 'Probability',
  probability: 0.82,
  model: '3',
  previous: { score: 77, scoredAt: '2026-11-01T10:00:00Z' },
  factors: [
    {
      field: 'source',
      label: 'Lead source',
      source: 'LeadSource',
      sources: ['Lead.LeadSource'],
      importance: 'high',
      direction: 'raises',
    },
    { field: 'age', label: 'Age', sources: ['Lead'], importance: 'low', direction: 'lowers', value: 3 },
  ],
};

const scoredFields = {
  Predictive_Score__c: { value: 82 },
  Predictive_Score_Band__c: { value: 'High' },
  Predictive_Score_Percentile__c: { value: 97 },
  Predictive_Score_Scored_At__c: { value: '2026-11-20T08:30:00.000Z' },
};
const empty = Object.fromEntries(Object.keys(scoredFields).map((name) => [name, { value: null }]));

/** What Apex reads of the record's factors. */
const stores = (content: object): void => void reasons.mockResolvedValue({ [goal.Id]: JSON.stringify(content) });

async function show(goalRows: object[], fields?: Record<string, { value: unknown }>): Promise<HTMLElement> {
  const element = createElement('c-score-badge', { is: ScoreBadge });
  Object.assign(element, { recordId, objectApiName: 'Lead' });
  document.body.appendChild(element);
  goals.emit(goalRows);
  await settle();
  if (fields) records.emit({ id: recordId, apiName: 'Lead', fields });
  await settle();
  return element;
}

beforeEach(() => stores(stored));
afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

test('a scored record shows number, word, icon, probability, percentile, trend, time and reasons', async () => {
  const element = await show([trained], scoredFields);
  const text = textOf(element);
  for (const part of [
    '82',
    'c.Score_Band_High',
    'c.Score_Likely',
    'c.Score_Percentile',
    'c.Score_Trend_Up',
    'c.Score_Scored_By',
  ])
    expect(text).toContain(part);
  expect(text).toContain('Lead source');
  expect(allOf(element, '.band_high lightning-icon')).toHaveLength(1);
  await expect(element).toBeAccessible();
});

test('a rank is not called a probability', async () => {
  stores({ ...stored, basis: 'Percentile' });
  const element = await show([trained], scoredFields);
  expect(textOf(element)).toContain('c.Score_Rank');
  expect(textOf(element)).not.toContain('c.Score_Likely');
});

test.each([
  [
    'not qualified',
    trained,
    { ...empty, Predictive_Score__c: { value: 0 }, Predictive_Score_Band__c: { value: 'Not scored' } },
    ['c.Score_Band_Not_Scored', 'c.Score_Not_Qualified_Next'],
  ],
  ['no trained model', goal, empty, ['c.Score_No_Model', 'c.Score_No_Model_Next']],
  ['waiting', trained, empty, ['c.Score_Waiting', 'c.Score_Waiting_Next']],
  ['no permission', trained, {}, ['c.Score_No_Permission', 'c.Score_No_Permission_Next']],
])('%s: says why there is no score and what to do', async (_name, row, fields, expected) => {
  const element = await show([row], fields);
  for (const part of expected) expect(textOf(element)).toContain(part);
  await expect(element).toBeAccessible();
});

test('a reason that the service wrote is shown as it is', async () => {
  const reason = 'The status is not one of: Open.';
  stores({ basis: 'Probability', model: '3', reason, factors: [] });
  const element = await show([trained], {
    ...empty,
    Predictive_Score__c: { value: 0 },
    Predictive_Score_Band__c: { value: 'Not scored' },
  });
  expect(textOf(element)).toContain(reason);
});

test('reads the reasons of all goals in one call, and none with the record', async () => {
  await show([trained], scoredFields);
  expect(reasons).toHaveBeenCalledTimes(1);
  expect(reasons).toHaveBeenCalledWith({ recordId, goalIds: [goal.Id] });
  expect(JSON.stringify(records.getLastConfig())).not.toContain('Factors__c');
});

test('where the reasons cannot be read, the score is shown with the error, and they are read again on retry', async () => {
  reasons.mockRejectedValueOnce({ body: { message: 'No access to the class.' } });
  const element = await show([trained], scoredFields);
  for (const part of ['82', 'c.Score_Band_High', 'No access to the class.']) expect(textOf(element)).toContain(part);
  await expect(element).toBeAccessible();
  labelled(element, 'c.Common_Retry').click();
  await settle();
  expect(textOf(element)).not.toContain('No access to the class.');
  expect(textOf(element)).toContain('Lead source');
});

test('without an active goal scoring is off', async () => {
  const element = await show([]);
  expect(textOf(element)).toContain('c.Score_Off');
  await expect(element).toBeAccessible();
});

test('shows the error of a viewer without permission', async () => {
  const element = await show([trained]);
  expect(allOf(element, 'lightning-spinner')).toHaveLength(1);
  await expect(element).toBeAccessible();
  goals.error({ message: 'No permission.' });
  await settle();
  expect(textOf(element)).toContain('No permission.');
  await expect(element).toBeAccessible();
});

test('evaluating asks once for all goals that have a model, and has the page read the record again', async () => {
  (evaluate as unknown as jest.Mock).mockResolvedValue(JSON.stringify([{ goalId: trained.Id, recordId, result: {} }]));
  const untrained = { ...goal, Id: 'a01000000000002AAA', Score_Field__c: 'Lead.Other_Score__c' };
  const others = { Other_Score__c: { value: null }, Other_Score_Band__c: { value: null } };
  const element = await show([trained, untrained], { ...scoredFields, ...others });
  expect(textOf(element)).toContain('c.Score_Other_Goals');
  labelled(element, 'c.Score_Evaluate').click();
  await settle();
  expect(evaluate).toHaveBeenCalledTimes(1);
  expect(evaluate).toHaveBeenCalledWith({ recordIds: [recordId], goalIds: [trained.Id] });
  expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId }]);
});

test('when the service is away the old score stays beside the error and trying again is offered', async () => {
  const failing = evaluate as unknown as jest.Mock;
  failing.mockRejectedValue({ body: { message: 'The scoring service does not answer.' } });
  const element = await show([trained], scoredFields);
  labelled(element, 'c.Score_Evaluate').click();
  await settle();
  for (const part of ['The scoring service does not answer.', 'c.Score_Kept', '82'])
    expect(textOf(element)).toContain(part);
  await expect(element).toBeAccessible();
  failing.mockResolvedValue(JSON.stringify([{ goalId: trained.Id, recordId, result: {} }]));
  labelled(element, 'c.Common_Retry').click();
  await settle();
  expect(textOf(element)).not.toContain('does not answer');
});

test('shows a problem with the record and its next step', async () => {
  const problem = { kind: 'record.not-found', detail: 'The record is gone.', actions: ['Reload the page.'] };
  (evaluate as unknown as jest.Mock).mockResolvedValue(JSON.stringify([{ goalId: trained.Id, recordId, problem }]));
  const element = await show([trained], empty);
  labelled(element, 'c.Score_Evaluate').click();
  await settle();
  expect(textOf(element)).toContain('The record is gone. Reload the page.');
});
