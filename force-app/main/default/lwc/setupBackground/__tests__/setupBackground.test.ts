import { createElement } from 'lwc';
import SetupBackground from 'c/setupBackground';
import { updateRecord } from 'lightning/uiRecordApi';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

const update = updateRecord as unknown as jest.Mock;
const rows = [{ id: 'a01000000000001AAA', name: 'Won', object: 'Leads', text: 'Off', isDone: false }];
type Toggle = HTMLElement & { checked?: boolean };

function show(given: object): HTMLElement {
  const element = createElement('c-setup-background', { is: SetupBackground });
  Object.assign(element, { rows, ...given });
  document.body.appendChild(element);
  return element;
}

async function turn(element: HTMLElement, checked: boolean): Promise<Toggle> {
  const toggle: Toggle = labelled(element, 'c.Setup_Background_Switch', 'lightning-input');
  toggle.checked = checked;
  toggle.dispatchEvent(new CustomEvent('change', { detail: { checked } }));
  await settle();
  return toggle;
}

afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe('c-setup-background', () => {
  it('saves as it is turned, and says so', async () => {
    update.mockResolvedValue({});
    const element = show({ canManage: true });
    const saved = jest.fn();
    element.addEventListener('saved', saved);
    await turn(element, true);
    expect(update.mock.calls).toEqual([[{ fields: { Id: rows[0]?.id, Background_Update__c: true } }]]);
    expect(saved).toHaveBeenCalledTimes(1);
    await expect(element).toBeAccessible();
  });

  it('turns back and says why when the org refuses', async () => {
    update.mockRejectedValue({ body: { message: 'Insufficient access.' } });
    const element = show({ canManage: true });
    const toggle = await turn(element, true);
    expect(toggle.checked).toBe(false);
    expect(textOf(element)).toContain('Insufficient access.');
    await expect(element).toBeAccessible();
  });

  it('is words for who may only look', async () => {
    const element = show({});
    expect(allOf(element, 'lightning-input')).toHaveLength(0);
    expect(textOf(element)).toContain('c.Setup_Background_Switch: Off');
    await expect(element).toBeAccessible();
  });
});
