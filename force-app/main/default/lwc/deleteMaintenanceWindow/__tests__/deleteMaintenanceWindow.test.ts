import { createElement } from 'lwc';
import DeleteMaintenanceWindow from 'c/deleteMaintenanceWindow';
import { deleteRecord } from 'lightning/uiRecordApi';
import { labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

const remove = deleteRecord as unknown as jest.Mock;
const closed = jest.fn();

async function open(): Promise<HTMLElement> {
  const element = createElement('c-delete-maintenance-window', { is: DeleteMaintenanceWindow });
  Object.assign(element, { label: 'Delete', window: { Id: 'a03000000000001AAA', Name: 'Nights', Active__c: true } });
  element.addEventListener('modalclose', (event) => closed((event as CustomEvent<unknown>).detail));
  document.body.appendChild(element);
  await settle();
  return element;
}

async function press(element: HTMLElement, label: string): Promise<void> {
  labelled(element, label).click();
  await settle();
}

afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe('c-delete-maintenance-window', () => {
  it('deletes on confirmation, and not on cancel', async () => {
    remove.mockResolvedValue(undefined);
    const element = await open();
    expect(textOf(element)).toContain('c.Setup_Window_Delete_What');
    await expect(element).toBeAccessible();
    await press(element, 'c.Common_Cancel');
    expect(remove).not.toHaveBeenCalled();
    await press(element, 'c.Setup_Delete');
    expect(remove).toHaveBeenCalledWith('a03000000000001AAA');
    expect(closed.mock.calls).toEqual([[null], [true]]);
  });

  it('stays open and says why the org refuses', async () => {
    remove.mockRejectedValue({ body: { message: 'Insufficient access.' } });
    const element = await open();
    await press(element, 'c.Setup_Delete');
    expect(textOf(element)).toContain('Insufficient access.');
    expect(closed).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });
});
