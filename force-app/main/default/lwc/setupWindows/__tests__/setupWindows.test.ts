import { createElement } from 'lwc';
import DeleteMaintenanceWindow from 'c/deleteMaintenanceWindow';
import EditMaintenanceWindow from 'c/editMaintenanceWindow';
import SetupWindows from 'c/setupWindows';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

const window = { Id: 'a03000000000001AAA', Name: 'Nights', Active__c: true, Days__c: 'Monday', Time_Zone__c: 'UTC' };
const saved = jest.fn();

async function show(given: object): Promise<HTMLElement> {
  const element = createElement('c-setup-windows', { is: SetupWindows });
  Object.assign(element, given);
  element.addEventListener('saved', saved);
  document.body.appendChild(element);
  await settle();
  return element;
}

async function press(element: HTMLElement, index: number): Promise<void> {
  allOf(element, 'lightning-button-icon')[index]?.click();
  await settle();
}

beforeEach(() => {
  jest.spyOn(EditMaintenanceWindow, 'open').mockResolvedValue(undefined);
  jest.spyOn(DeleteMaintenanceWindow, 'open').mockResolvedValue(undefined);
});
afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe('c-setup-windows', () => {
  it('opens a dialogue for a new window, and says that it was saved', async () => {
    jest.mocked(EditMaintenanceWindow.open).mockResolvedValue('Nights');
    const element = await show({ windows: [], canManage: true });
    expect(allOf(element, 'table')).toHaveLength(0);
    labelled(element, 'c.Setup_Window_New').click();
    await settle();
    expect(EditMaintenanceWindow.open).toHaveBeenCalledWith(expect.objectContaining({ window: undefined }));
    expect(saved).toHaveBeenCalledTimes(1);
    await expect(element).toBeAccessible();
  });

  it('opens the dialogues of a window, and says nothing when they are cancelled', async () => {
    const element = await show({ windows: [window], canManage: true });
    await press(element, 0);
    expect(EditMaintenanceWindow.open).toHaveBeenCalledWith(expect.objectContaining({ window }));
    await press(element, 1);
    expect(DeleteMaintenanceWindow.open).toHaveBeenCalledWith(expect.objectContaining({ window }));
    expect(saved).not.toHaveBeenCalled();
    jest.mocked(DeleteMaintenanceWindow.open).mockResolvedValue(true);
    await press(element, 1);
    expect(saved).toHaveBeenCalledTimes(1);
    await expect(element).toBeAccessible();
  });

  it('has no button for who may only look, and says which window is off', async () => {
    const element = await show({ windows: [{ ...window, Active__c: false }] });
    expect(allOf(element, 'lightning-button, lightning-button-icon')).toHaveLength(0);
    expect(textOf(element)).toContain('c.Setup_Off');
    await expect(element).toBeAccessible();
  });
});
