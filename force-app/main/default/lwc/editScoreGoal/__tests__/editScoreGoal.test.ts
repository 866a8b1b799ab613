import { createElement } from 'lwc';
import EditScoreGoal from 'c/editScoreGoal';
import { updateRecord } from 'lightning/uiRecordApi';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

const update = updateRecord as unknown as jest.Mock;
const goal = { Id: 'a01000000000001AAA', Name: 'Won in 90 days', Description__c: 'Who buys.' };
const closed = jest.fn();

async function open(given: object = goal): Promise<HTMLElement> {
  const element = createElement('c-edit-score-goal', { is: EditScoreGoal });
  Object.assign(element, { label: 'Edit', goal: given });
  element.addEventListener('modalclose', (event) => closed((event as CustomEvent<unknown>).detail));
  document.body.appendChild(element);
  await settle();
  return element;
}

const description = (element: HTMLElement): HTMLElement & { value?: string } =>
  labelled(element, 'c.Goal_Description', 'lightning-textarea');
async function type(element: HTMLElement, value: string): Promise<void> {
  description(element).dispatchEvent(new CustomEvent('change', { detail: { value } }));
  await settle();
}
async function press(element: HTMLElement, label: string): Promise<void> {
  labelled(element, label).click();
  await settle();
}

beforeEach(() => update.mockResolvedValue({}));
afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe('c-edit-score-goal', () => {
  it('shows the description, that nothing else changes, and its heading', async () => {
    const element = await open();
    expect(description(element).value).toBe('Who buys.');
    expect(textOf(element)).toContain('c.Goal_Description_Only');
    expect(labelled(element, 'Edit', 'lightning-modal-header')).toBeDefined();
    expect(allOf(element, 'lightning-input, lightning-combobox, lightning-textarea')).toHaveLength(1);
    await expect(element).toBeAccessible();
  });

  it('shows a goal without a description as empty', async () => {
    expect(description(await open({ ...goal, Description__c: undefined })).value).toBe('');
  });

  it('saves the description and nothing else, then closes', async () => {
    const element = await open();
    await type(element, ' Which leads buy. ');
    await press(element, 'c.Goal_Save');
    expect(update.mock.calls).toEqual([[{ fields: { Id: goal.Id, Description__c: 'Which leads buy.' } }]]);
    expect(closed.mock.calls).toEqual([[true]]);
  });

  it('removes a description that was emptied', async () => {
    const element = await open();
    await type(element, '  ');
    await press(element, 'c.Goal_Save');
    expect(update).toHaveBeenCalledWith({ fields: { Id: goal.Id, Description__c: null } });
  });

  it('cancels without saving, and says so to who opened it', async () => {
    const element = await open();
    await type(element, 'Other');
    await press(element, 'c.Common_Cancel');
    expect(update).not.toHaveBeenCalled();
    expect(closed.mock.calls.map(([detail]: unknown[]) => detail ?? 'nothing')).toEqual(['nothing']);
  });

  it('saves once: while it saves nothing can be pressed', async () => {
    update.mockReturnValue(new Promise(() => undefined));
    const element = await open();
    await press(element, 'c.Goal_Save');
    const buttons = allOf(element, 'lightning-button') as (HTMLElement & { disabled?: boolean })[];
    expect(buttons.map(({ disabled }) => disabled)).toEqual([true, true]);
    expect(closed).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });

  it('shows what went wrong, keeps what was typed, and saves on the second try', async () => {
    const fieldErrors = { Description__c: [{ message: 'Description is too long.' }] };
    update.mockRejectedValueOnce({ body: { message: 'An error occurred.', output: { fieldErrors } } });
    const element = await open();
    await type(element, 'Other');
    await press(element, 'c.Goal_Save');
    expect(textOf(element)).toContain('Description is too long.');
    expect(description(element).value).toBe('Other');
    expect(closed).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
    await press(element, 'c.Goal_Save');
    expect(update).toHaveBeenCalledTimes(2);
    expect(textOf(element)).not.toContain('Description is too long.');
    expect(closed.mock.calls).toEqual([[true]]);
  });
});
