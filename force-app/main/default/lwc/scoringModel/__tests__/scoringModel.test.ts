import { createElement } from 'lwc';
import { CurrentPageReference } from 'lightning/navigation';
import { refreshApex } from '@salesforce/apex';
import ScoringModel from 'c/scoringModel';
import goals from '@salesforce/apex/ScoringAdminController.getGoals';
import modelCardOf from '@salesforce/apex/ScoringAdminController.getModelCard';
import { modelCard } from '../../../../../../test/force-app/lwc/model-card';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock(
  '@salesforce/apex/ScoringAdminController.getGoals',
  () => ({ default: jest.requireActual<JestOfLwc>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
);
jest.mock('@salesforce/apex/ScoringAdminController.getModelCard', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex', () => ({ refreshApex: jest.fn(() => Promise.resolve()) }), { virtual: true });

const wire = goals as unknown as TestWireAdapter;
const page = CurrentPageReference as unknown as TestWireAdapter;
const asked = modelCardOf as unknown as jest.Mock;
const untrained = { Id: 'a01000000000002AAA', Name: 'New goal' };
const trained = { Id: 'a01000000000001AAA', Name: 'Won in 90 days', Model_Version__c: '7' };

async function show(rows?: object[]): Promise<HTMLElement> {
  const element = createElement('c-scoring-model', { is: ScoringModel });
  document.body.appendChild(element);
  if (rows) wire.emit(rows);
  await settle();
  return element;
}

beforeEach(() => asked.mockResolvedValue(JSON.stringify(modelCard)));
afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe('c-scoring-model', () => {
  it('waits for goals', async () => {
    const element = await show();
    expect(allOf(element, 'lightning-spinner')).toHaveLength(1);
    await expect(element).toBeAccessible();
  });

  it('begins with the first goal that has a model', async () => {
    const element = await show([untrained, trained]);
    expect(asked).toHaveBeenCalledWith({ goalId: trained.Id });
    expect(textOf(element)).toContain('c.Model_Verdict_Good');
    expect(allOf(element, 'c-model-threshold, c-model-charts, c-model-data')).toHaveLength(3);
    await expect(element).toBeAccessible();
  });

  it('says that there is no goal', async () => {
    const element = await show([]);
    expect(textOf(element)).toContain('c.Model_No_Goals');
    expect(asked).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });

  it('says that a goal has no model, why, and where to go', async () => {
    const element = await show([{ ...untrained, Status_Message__c: 'ERROR 410. Test auc: 0.51.' }]);
    const text = textOf(element);
    expect(text).toContain('c.Model_None_Next');
    expect(text).toContain('ERROR 410. Test auc: 0.51.');
    expect(labelled(element, 'c.Model_Open_Scores')).toBeTruthy();
    expect(asked).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });

  it('shows why the service does not answer, and asks again', async () => {
    asked.mockRejectedValueOnce({ body: { message: 'The scoring service does not answer.' } });
    const element = await show([trained]);
    expect(textOf(element)).toContain('The scoring service does not answer.');
    await expect(element).toBeAccessible();
    labelled(element, 'c.Common_Retry').click();
    await settle();
    expect(refreshApex).toHaveBeenCalledTimes(1);
    expect(textOf(element)).toContain('c.Model_Verdict_Good');
  });

  it('shows a refusal', async () => {
    const element = await show();
    wire.error({ message: 'You do not have permission.' }, 500);
    await settle();
    expect(textOf(element)).toContain('You do not have permission.');
    await expect(element).toBeAccessible();
    labelled(element, 'c.Common_Retry').click();
    await settle();
    expect(textOf(element)).toContain('You do not have permission.');
    expect(asked).not.toHaveBeenCalled();
  });

  it('asks once when goals that changed come with a refresh', async () => {
    const element = await show([trained]);
    asked.mockClear();
    (refreshApex as jest.Mock).mockImplementationOnce(() => {
      wire.emit([{ ...trained, Model_Version__c: '8' }]);
      return Promise.resolve();
    });
    allOf(element, 'lightning-button-icon')[0]?.click();
    await settle();
    expect(asked).toHaveBeenCalledTimes(1);
    expect(textOf(element)).toContain('c.Model_Verdict_Good');
  });

  it('lets an answer go that comes after another choice', async () => {
    let answer: (text: string) => void = () => undefined;
    asked.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const other = { ...trained, Id: 'a01000000000003AAA' };
    const element = await show([trained, other]);
    asked.mockResolvedValueOnce(JSON.stringify({ ...modelCard, learner: 'Of the chosen goal' }));
    labelled(element, 'c.Run_Goal', 'lightning-combobox').dispatchEvent(
      new CustomEvent('change', { detail: { value: other.Id } }),
    );
    await settle();
    answer(JSON.stringify({ ...modelCard, learner: 'Of the goal before' }));
    await settle();
    expect(textOf(element)).toContain('Of the chosen goal');
    expect(textOf(element)).not.toContain('Of the goal before');
  });

  it('begins with the goal that a link names', async () => {
    const other = { ...trained, Id: 'a01000000000003AAA' };
    const element = await show();
    page.emit({ state: { c__goalId: other.Id } });
    wire.emit([trained, other]);
    await settle();
    expect(asked).toHaveBeenCalledTimes(1);
    expect(asked).toHaveBeenCalledWith({ goalId: other.Id });
    expect(textOf(element)).toContain('c.Model_Verdict_Good');
  });
});
