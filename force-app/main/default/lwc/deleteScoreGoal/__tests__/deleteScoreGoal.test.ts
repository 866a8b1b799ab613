import { createElement } from 'lwc';
import DeleteScoreGoal from 'c/deleteScoreGoal';
import { deleteRecord } from 'lightning/uiRecordApi';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/label/c.Goal_Delete_Stays', () => ({ default: 'The fields stay: {0}.' }), { virtual: true });

const remove = deleteRecord as unknown as jest.Mock;
const goal = { Id: 'a01000000000001AAA', Name: 'Won in 90 days', Score_Field__c: 'Lead.Other_Score__c' };
const closed = jest.fn();

async function open(): Promise<HTMLElement> {
  const element = createElement('c-delete-score-goal', { is: DeleteScoreGoal });
  Object.assign(element, { label: 'Delete?', goal });
  element.addEventListener('modalclose', (event) => closed((event as CustomEvent<unknown>).detail));
  document.body.appendChild(element);
  await settle();
  return element;
}

async function press(element: HTMLElement, label: string): Promise<void> {
  labelled(element, label).click();
  await settle();
}

beforeEach(() => remove.mockResolvedValue(undefined));
afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe('c-delete-score-goal', () => {
  it('asks first, and says what goes and which fields stay', async () => {
    const element = await open();
    expect(remove).not.toHaveBeenCalled();
    expect(labelled(element, 'Delete?', 'lightning-modal-header')).toBeDefined();
    expect(textOf(element)).toContain('c.Goal_Delete_What');
    expect(textOf(element)).toContain(
      'The fields stay: Lead.Other_Score__c, Lead.Other_Score_Band__c, Lead.Other_Score_Percentile__c,' +
        ' Lead.Other_Score_Scored_At__c, Lead.Other_Score_Factors__c.',
    );
    await expect(element).toBeAccessible();
  });

  it('cancels without deleting, and says so to who opened it', async () => {
    await press(await open(), 'c.Common_Cancel');
    expect(remove).not.toHaveBeenCalled();
    expect(closed.mock.calls.map(([detail]: unknown[]) => detail ?? 'nothing')).toEqual(['nothing']);
  });

  it('deletes the goal when that is confirmed, then closes', async () => {
    await press(await open(), 'c.Goal_Delete');
    expect(remove.mock.calls).toEqual([[goal.Id]]);
    expect(closed.mock.calls).toEqual([[true]]);
  });

  it('deletes once: while it deletes nothing can be pressed', async () => {
    remove.mockReturnValue(new Promise(() => undefined));
    const element = await open();
    await press(element, 'c.Goal_Delete');
    const buttons = allOf(element, 'lightning-button') as (HTMLElement & { disabled?: boolean })[];
    expect(buttons.map(({ disabled }) => disabled)).toEqual([true, true]);
    expect(closed).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });

  it('shows why it could not delete, and can try again', async () => {
    remove.mockRejectedValueOnce({ body: { message: 'You do not have permission.' } });
    const element = await open();
    await press(element, 'c.Goal_Delete');
    expect(textOf(element)).toContain('You do not have permission.');
    expect(closed).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
    await press(element, 'c.Goal_Delete');
    expect(textOf(element)).not.toContain('You do not have permission.');
    expect(closed.mock.calls).toEqual([[true]]);
  });
});
