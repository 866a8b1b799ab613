import { createElement } from 'lwc';
import ScoreDetails from 'c/scoreDetails';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import explain from '@salesforce/apex/ScoringController.explain';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/apex/ScoringController.explain', () => ({ default: jest.fn() }), { virtual: true });

jest.mock('@salesforce/label/c.Advice_Fill_In', () => ({ default: 'Fill in {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Advice_Fill_In_Either', () => ({ default: 'Fill in {0}, either way' }), {
  virtual: true,
});
jest.mock('@salesforce/label/c.Advice_Score', () => ({ default: '{0}: {1} to {2}' }), { virtual: true });
jest.mock('@salesforce/label/c.Score_Changed_Up', () => ({ default: 'Raises: {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Score_Changed_Down', () => ({ default: 'Lowers: {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Score_Reason_Points', () => ({ default: '{0}: {1}' }), { virtual: true });
jest.mock('@salesforce/label/c.Score_Reason_Similar', () => ({ default: '{0}: {1} times, {2} rows' }), {
  virtual: true,
});

const objectInfo = getObjectInfo as unknown as TestWireAdapter;
const asked = explain as unknown as jest.Mock;

const details = {
  goalId: 'a01000000000001AAA',
  recordId: '00Q000000000001AAA',
  goalWords: 'A lead is converted within 90 days.',
  modelVersion: 'v3',
  trainedAt: '2026-11-01T00:00:00Z',
  auc: 0.8765,
  receiptId: '42',
  history: [
    { receiptId: '42', scoredAt: '2026-11-20T00:00:00Z', score: 82, band: 'High', modelVersion: 'v3' },
    { receiptId: '17', scoredAt: '2026-11-10T00:00:00Z', score: 60, band: 'Medium', modelVersion: 'v2' },
  ],
  distribution: [
    { from: 1, to: 10, rows: 70 },
    { from: 81, to: 90, rows: 5 },
    { from: 91, to: 100, rows: 2 },
  ],
};

async function show(): Promise<HTMLElement> {
  const element = createElement('c-score-details', { is: ScoreDetails });
  Object.assign(element, { recordId: details.recordId, objectApiName: 'Lead', goalId: details.goalId, score: 82 });
  document.body.appendChild(element);
  await settle();
  objectInfo.emit({ fields: { MobilePhone: { label: 'MobilePhone' }, Industry: { label: 'Industry' } } });
  await settle();
  return element;
}

type Chart = { bins: { isMarked: boolean }[]; series: { points: { x: number; y: number }[] }[] };
const chartOf = (element: HTMLElement, name: string): Chart | undefined =>
  allOf(element, name)[0] as unknown as Chart | undefined;

afterEach(() => {
  document.body.replaceChildren();
  asked.mockReset();
});

test('names goal, model, accuracy and receipt, and marks where the record stands', async () => {
  asked.mockResolvedValue(JSON.stringify(details));
  const element = await show();
  expect(asked).toHaveBeenCalledWith({ recordId: details.recordId, goalId: details.goalId });
  for (const part of [details.goalWords, 'v3', '0.877', '42']) expect(textOf(element)).toContain(part);
  expect(chartOf(element, 'c-histogram-chart')?.bins.map(({ isMarked }) => isMarked)).toEqual([false, true, false]);
  await expect(element).toBeAccessible();
});

test('says how the account of a lead was found, where the viewer may know', async () => {
  asked.mockResolvedValue(JSON.stringify({ ...details, account: { foundBy: 'E-mail domain', sources: [] } }));
  const found = textOf(await show());
  expect(found).toContain('c.Score_Detail_Account');
  expect(found).toContain('c.Reason_Found_Email_Domain');
  document.body.replaceChildren();
  asked.mockResolvedValue(JSON.stringify(details));
  expect(textOf(await show())).not.toContain('c.Score_Detail_Account');
});

const mobile = { field: 'has_mobile_phone', label: 'Mobile', source: 'MobilePhone', sources: [], edits: [] };
const explained = {
  changes: [
    { field: 'days_since_call', label: 'Days', action: 'call', sources: ['Task'], edits: [] },
    { ...mobile, action: 'fill in' },
    { field: 'campaigns', label: 'Campaigns', action: 'campaign', sources: [], edits: [] },
  ],
  nextFields: [
    { ...mobile, direction: 'raises' },
    { field: 'industry', label: 'Industry', source: 'Industry', sources: [], edits: [], direction: 'either' },
  ],
  difference: {
    ...{ since: '2026-11-10T00:00:00Z', isNewModel: true },
    causes: [
      { field: 'days_since_meeting', label: 'Days', unit: 'days', value: 2, sources: [], direction: 'raises' },
      { field: 'industry', label: 'Industry', source: 'Industry', sources: [], direction: 'lowers' },
    ],
  },
  similar: [{ field: 'industry', label: 'Industry', source: 'Industry', sources: [], timesAverage: 2.3, rows: 310 }],
};
const linesOf = (element: HTMLElement): (string | null)[] => allOf(element, 'li').map(({ textContent }) => textContent);

test('says to a viewer without access to every input what would raise the score and what changed, without figures', async () => {
  asked.mockResolvedValue(JSON.stringify({ ...details, ...explained }));
  const element = await show();
  expect(linesOf(element)).toEqual([
    'c.Advice_Call',
    'Fill in MobilePhone',
    'Fill in Industry, either way',
    'Raises: c.Reason_Meeting_Ago',
    'Lowers: Industry',
    'c.Score_Changed_New_Model',
    'Industry: 2.3 times, 310 rows',
  ]);
  for (const heading of ['c.Score_Advice', 'c.Score_Detail_Changed', 'c.Score_Detail_Worth'])
    expect(textOf(element)).toContain(heading);
  await expect(element).toBeAccessible();
});

test('says to a viewer with access to every input what each is worth, in points that add up', async () => {
  const [call, ...others] = explained.changes;
  const exact = { sources: [], from: 60, to: 82, points: [14, -6], other: 15, remainder: -1 };
  const all = {
    ...{ ...details, ...explained, changes: [{ ...call, exact: { sources: [], score: 88, band: 'High' } }, ...others] },
    difference: { ...explained.difference, exact },
    worth: { sources: [], points: [{ field: 'industry', label: 'Industry', source: 'Industry', points: -6 }] },
  };
  asked.mockResolvedValue(JSON.stringify(all));
  const element = await show();
  expect(linesOf(element)).toEqual([
    'c.Advice_Call: 82 to 88',
    'Fill in MobilePhone',
    'Fill in Industry, either way',
    '+14 c.Reason_Meeting_Ago',
    '-6 Industry',
    '+15 c.Score_Changed_Model',
    '-1 c.Score_Changed_Others',
    'Industry: -6',
    'Industry: 2.3 times, 310 rows',
  ]);
  await expect(element).toBeAccessible();
});

test('says the goal in the words of the viewer’s language where its definition is known', async () => {
  asked.mockResolvedValue(JSON.stringify(details));
  const element = await show();
  const Condition_1__c = JSON.stringify({ field: 'Status', operator: 'equals', values: ['Closed'] });
  Object.assign(element, { goal: { Goal_Type__c: 'Lead converted', Timeframe_Days__c: 90, Condition_1__c } });
  await settle();
  expect(textOf(element)).not.toContain(details.goalWords);
  expect(textOf(element)).toContain('Status c.Goal_Operator_Equals Closed');
});

test('where nothing would change the score, nothing is announced', async () => {
  asked.mockResolvedValue(JSON.stringify({ ...details, changes: [] }));
  expect(textOf(await show())).not.toContain('c.Score_Advice');
});

test('draws the past with the newest score on the right', async () => {
  asked.mockResolvedValue(JSON.stringify(details));
  const element = await show();
  expect(chartOf(element, 'c-line-chart')?.series[0]?.points).toEqual([
    { x: Date.UTC(2026, 10, 10), y: 60 },
    { x: Date.UTC(2026, 10, 20), y: 82 },
  ]);
});

test('of a newer score the details are asked for again, and the old ones stay until they are there', async () => {
  asked.mockResolvedValue(JSON.stringify(details));
  const element = await show();
  Object.assign(element, { scoredAt: '2026-11-20T00:00:00Z' });
  expect(asked).toHaveBeenCalledTimes(1);
  asked.mockResolvedValue(JSON.stringify({ ...details, receiptId: '43' }));
  Object.assign(element, { score: 90, scoredAt: '2026-11-21T00:00:00Z' });
  expect(textOf(element)).toContain('42');
  await settle();
  expect(textOf(element)).toContain('43');
});

test('a first score has no curve', async () => {
  asked.mockResolvedValue(JSON.stringify({ ...details, history: details.history.slice(0, 1) }));
  const element = await show();
  expect(textOf(element)).toContain('c.Score_History_First');
  expect(chartOf(element, 'c-line-chart')).toBeUndefined();
});

test('records like this one that did as the average, or never, are said in words; inputs of one field have their own names', async () => {
  const sources = ['Lead.Title'];
  const similar = [
    { field: 'job_rank', label: 'Rank', source: 'Title', sources, timesAverage: 1, rows: 1032, text: '' },
    { field: 'job_department', label: 'Department', source: 'Title', sources, timesAverage: 0, rows: 60, text: '' },
  ];
  asked.mockResolvedValue(JSON.stringify({ ...details, similar }));
  const text = textOf(await show());
  expect(text).toContain('c.Score_Reason_Similar_Same');
  expect(text).toContain('c.Score_Reason_Similar_None');
  expect(text).not.toContain(' times,');
});

test('the curve ends where the score basis changed', async () => {
  const [newest, older] = details.history.map((past) => ({ ...past, basis: 'relative' }));
  const other = { ...older, basis: 'probability', score: 9 };
  asked.mockResolvedValue(JSON.stringify({ ...details, history: [newest, older, other] }));
  const element = await show();
  const points = chartOf(element, 'c-line-chart')?.series[0]?.points ?? [];
  expect(points.map(({ y }) => y)).toEqual([60, 82]);
  asked.mockResolvedValue(JSON.stringify({ ...details, history: [newest, other] }));
  document.body.replaceChildren();
  expect(textOf(await show())).toContain('c.Score_History_First');
});

test('shows a failure, and loads again on retry', async () => {
  asked.mockRejectedValueOnce({ body: { message: 'The scoring service does not answer.' } });
  const element = await show();
  expect(textOf(element)).toContain('does not answer');
  await expect(element).toBeAccessible();
  asked.mockResolvedValue(JSON.stringify(details));
  labelled(element, 'c.Common_Retry').click();
  await settle();
  expect(textOf(element)).toContain(details.goalWords);
});
