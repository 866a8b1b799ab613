import { createElement } from 'lwc';
import EvaluateScores from 'c/evaluateScores';
import { getRecords, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import evaluate from '@salesforce/apex/ScoringController.evaluate';
import goalsOf from '@salesforce/apex/ScoringController.getGoals';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/apex/ScoringController.evaluate', () => ({ default: jest.fn() }), { virtual: true });
jest.mock(
  '@salesforce/apex/ScoringController.getGoals',
  () => ({ default: jest.requireActual<JestOfLwc>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
);

const goals = goalsOf as unknown as TestWireAdapter;
const names = getRecords as unknown as TestWireAdapter;
const evaluation = evaluate as unknown as jest.Mock;
const goalId = 'a01000000000001AAA';
const idsOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `00Q${String(index).padStart(12, '0')}AAA`);

type Asked = { recordIds: string[] };
const scored = ({ recordIds }: Asked): string =>
  JSON.stringify(recordIds.map((recordId) => ({ goalId, recordId, result: { score: 70, band: 'Medium' } })));

async function open(recordIds: string[]): Promise<HTMLElement> {
  const element = createElement('c-evaluate-scores', { is: EvaluateScores });
  Object.assign(element, { recordIds });
  document.body.appendChild(element);
  await settle();
  if (recordIds.length > 0) goals.emit([{ Id: goalId, Name: 'Won', Score_Field__c: 'Lead.Predictive_Score__c' }]);
  await settle();
  return element;
}

beforeEach(() => evaluation.mockImplementation((asked: Asked) => Promise.resolve(scored(asked))));
afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

test('evaluates in parts of 50, each record once, and counts', async () => {
  const ids = idsOf(120);
  const element = await open(ids);
  for (let turn = 0; turn < 3; turn += 1) await settle();
  const parts = evaluation.mock.calls.map(([asked]: [Asked]) => asked.recordIds);
  expect(parts.map(({ length }) => length)).toEqual([50, 50, 20]);
  expect(parts.flat()).toEqual(ids);
  expect(notifyRecordUpdateAvailable).toHaveBeenCalledTimes(3);
  expect(textOf(element)).toContain('c.Score_Many_Summary');
  expect(allOf(element, 'tbody tr')).toHaveLength(120);
});

test('shows names and a result for each row', async () => {
  const ids = idsOf(3);
  const reason = 'The status is not qualified.';
  const problem = { kind: 'record.not-found', detail: 'It is gone.', actions: [] };
  evaluation.mockResolvedValue(
    JSON.stringify([
      { goalId, recordId: ids[0], result: { score: 70, band: 'Medium' } },
      { goalId, recordId: ids[1], result: { score: 0, band: 'Not scored', reason } },
      { goalId, recordId: ids[2], problem },
    ]),
  );
  const element = await open(ids);
  names.emit({
    results: ids.map((id, index) => ({
      statusCode: 200,
      result: { id, fields: { Name: { value: `Lead ${index}` } } },
    })),
  });
  await settle();
  const rows = allOf(element, 'tbody tr').map((row) => textOf(row));
  expect(rows[0]).toContain('Lead 0');
  expect(rows[0]).toContain('70 c.Score_Band_Medium');
  expect(rows[1]).toContain(reason);
  expect(rows[2]).toContain('c.Score_Row_Failed');
  const links = allOf(element, 'tbody a').map((link) => [link.getAttribute('href'), link.getAttribute('target')]);
  expect(links).toEqual(ids.map((id) => [`/${id}`, '_blank']));
  await expect(element).toBeAccessible();
});

test('what failed is tried again, and only that', async () => {
  const ids = idsOf(60);
  evaluation.mockImplementationOnce((asked: Asked) => Promise.resolve(scored(asked)));
  evaluation.mockRejectedValueOnce({ body: { message: 'The scoring service does not answer.' } });
  const element = await open(ids);
  await settle();
  expect(allOf(element, 'tbody tr').filter((row) => textOf(row).includes('c.Score_Row_Failed'))).toHaveLength(10);
  labelled(element, 'c.Score_Many_Retry').click();
  await settle();
  expect((evaluation.mock.lastCall as [Asked])[0].recordIds).toEqual(ids.slice(50));
  expect(textOf(element)).not.toContain('c.Score_Row_Failed');
});

test('stopping leaves what is done, and the rest can go on', async () => {
  const ids = idsOf(60);
  let answer: () => void = () => undefined;
  evaluation.mockImplementationOnce(
    (asked: Asked) => new Promise((resolve) => (answer = () => resolve(scored(asked)))),
  );
  const element = await open(ids);
  labelled(element, 'c.Score_Many_Stop').click();
  answer();
  await settle();
  expect(evaluation).toHaveBeenCalledTimes(1);
  expect(textOf(element)).toContain('c.Score_Many_Stopped');
  await expect(element).toBeAccessible();
  labelled(element, 'c.Score_Many_Go_On').click();
  await settle();
  expect((evaluation.mock.lastCall as [Asked])[0].recordIds).toEqual(ids.slice(50));
});

test('without selected records it says what to do', async () => {
  const element = await open([]);
  expect(textOf(element)).toContain('c.Score_Many_None');
  await expect(element).toBeAccessible();
});

test('done ends the flow', async () => {
  const element = await open(idsOf(1));
  const finished = jest.fn();
  element.addEventListener('lightning__flownavigationfinish', finished);
  labelled(element, 'c.Common_Done').click();
  expect(finished).toHaveBeenCalled();
});
