import { createElement } from 'lwc';
import EditQualifiedStatuses from 'c/editQualifiedStatuses';
import { updateRecord } from 'lightning/uiRecordApi';
import { labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

const update = updateRecord as unknown as jest.Mock;
const closed = jest.fn();
const statuses = [
  { value: 'Open', label: 'Offen' },
  { value: 'Working', label: 'In Arbeit' },
];
const goal = { Id: 'a01000000000001AAA', Name: 'Won', Qualified_Statuses__c: 'Working\nGone' };

async function open(): Promise<HTMLElement> {
  const element = createElement('c-edit-qualified-statuses', { is: EditQualifiedStatuses });
  Object.assign(element, { label: 'Statuses', goal, statuses });
  element.addEventListener('modalclose', (event) => closed((event as CustomEvent<unknown>).detail));
  document.body.appendChild(element);
  await settle();
  return element;
}

const group = (element: HTMLElement): HTMLElement & { options: { value: string }[]; value: string[] } =>
  labelled(element, 'c.Setup_Statuses_Choose', 'lightning-checkbox-group') as never;
async function saveWith(element: HTMLElement, value: string[]): Promise<void> {
  group(element).dispatchEvent(new CustomEvent('change', { detail: { value } }));
  labelled(element, 'c.Goal_Save').click();
  await settle();
}

beforeEach(() => update.mockResolvedValue({}));
afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe('c-edit-qualified-statuses', () => {
  it('offers those of the picklist, and one that is gone to be taken out', async () => {
    const element = await open();
    expect(group(element).options.map(({ value }) => value)).toEqual(['Open', 'Working', 'Gone']);
    expect(group(element).value).toEqual(['Working', 'Gone']);
    await expect(element).toBeAccessible();
  });

  it('saves them one a line in the order of the picklist', async () => {
    await saveWith(await open(), ['Working', 'Open']);
    expect(update.mock.calls).toEqual([[{ fields: { Id: goal.Id, Qualified_Statuses__c: 'Open\nWorking' } }]]);
    expect(closed.mock.calls).toEqual([[true]]);
  });

  it('saves no empty list', async () => {
    const element = await open();
    await saveWith(element, []);
    expect(textOf(element)).toContain('c.Setup_Statuses_Empty');
    expect(update).not.toHaveBeenCalled();
    expect(closed).not.toHaveBeenCalled();
  });

  it('stays open and says why the org refuses; a cancelled one saves nothing', async () => {
    update.mockRejectedValue({ body: { message: 'Insufficient access.' } });
    const element = await open();
    await saveWith(element, ['Open']);
    expect(textOf(element)).toContain('Insufficient access.');
    expect(closed).not.toHaveBeenCalled();
    labelled(element, 'c.Common_Cancel').click();
    expect(closed.mock.calls).toEqual([[null]]);
  });
});
