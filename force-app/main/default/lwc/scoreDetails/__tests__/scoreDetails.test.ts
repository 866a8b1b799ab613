import { createElement } from 'lwc';
import ScoreDetails from 'c/scoreDetails';
import explain from '@salesforce/apex/ScoringController.explain';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/apex/ScoringController.explain', () => ({ default: jest.fn() }), { virtual: true });

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
  Object.assign(element, { recordId: details.recordId, goalId: details.goalId, score: 82 });
  document.body.appendChild(element);
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

test('says what would raise the score and which empty field is worth filling in', async () => {
  const call = 'A phone call today would raise the score from 82 to 88.';
  const industry = 'Industry is empty. Filling it in would move the score by about 4 points.';
  asked.mockResolvedValue(JSON.stringify({ ...details, changes: [{ text: call }], nextField: { text: industry } }));
  const element = await show();
  expect(allOf(element, 'li').map(({ textContent }) => textContent)).toEqual([call, industry]);
  expect(textOf(element)).toContain('c.Score_Advice');
  await expect(element).toBeAccessible();
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
