import { createElement } from 'lwc';
import EditMaintenanceWindow from 'c/editMaintenanceWindow';
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

const create = createRecord as unknown as jest.Mock;
const update = updateRecord as unknown as jest.Mock;
const closed = jest.fn();
const window = {
  Id: 'a03000000000001AAA',
  Name: 'Nights',
  Active__c: true,
  Days__c: 'Monday;Friday',
  Start_Time__c: 79_200_000,
  End_Time__c: 14_400_000,
  Time_Zone__c: 'UTC',
};

/** Base components of Jest are empty: here they say whether they are valid. */
async function open(given: object, isValid = true): Promise<HTMLElement> {
  const element = createElement('c-edit-maintenance-window', { is: EditMaintenanceWindow });
  Object.assign(element, { label: 'Window', ...given });
  element.addEventListener('modalclose', (event) => closed((event as CustomEvent<unknown>).detail));
  document.body.appendChild(element);
  await settle();
  for (const input of allOf(element, '[data-input]')) Object.assign(input, { reportValidity: () => isValid });
  return element;
}

async function change(
  element: HTMLElement,
  label: string,
  detail: object,
  selector = 'lightning-input',
): Promise<void> {
  labelled(element, label, selector).dispatchEvent(new CustomEvent('change', { detail }));
  await settle();
}

async function save(element: HTMLElement): Promise<void> {
  labelled(element, 'c.Goal_Save').click();
  await settle();
}

beforeEach(() => {
  create.mockResolvedValue({ id: window.Id });
  update.mockResolvedValue({});
});
afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe('c-edit-maintenance-window', () => {
  it('creates a window of every day in the zone of the viewer', async () => {
    const element = await open({});
    await expect(element).toBeAccessible();
    await change(element, 'c.Setup_Window_Name', { value: ' Nights ' });
    await change(element, 'c.Setup_Window_Start', { value: '22:00:00.000' });
    await change(element, 'c.Setup_Window_End', { value: '04:00:00.000' });
    await save(element);
    expect(create.mock.calls).toEqual([
      [
        {
          apiName: 'Maintenance_Window__c',
          fields: {
            Name: 'Nights',
            Active__c: true,
            Days__c: 'Monday;Tuesday;Wednesday;Thursday;Friday;Saturday;Sunday',
            Start_Time__c: '22:00:00.000Z',
            End_Time__c: '04:00:00.000Z',
            Time_Zone__c: expect.stringMatching(/\w/) as unknown,
          },
        },
      ],
    ]);
    expect(closed.mock.calls).toEqual([['Nights']]);
  });

  it('changes the window that it was given', async () => {
    const element = await open({ window });
    await change(element, 'c.Setup_Window_Days', { value: ['Sunday'] }, 'lightning-checkbox-group');
    await change(element, 'c.Setup_Window_Zone', { value: 'Europe/Berlin' }, 'lightning-combobox');
    await change(element, 'c.Setup_Window_Active', { checked: false });
    await save(element);
    expect(update.mock.calls).toEqual([
      [
        {
          fields: {
            Id: window.Id,
            Name: 'Nights',
            Active__c: false,
            Days__c: 'Sunday',
            Start_Time__c: '22:00:00.000Z',
            End_Time__c: '04:00:00.000Z',
            Time_Zone__c: 'Europe/Berlin',
          },
        },
      ],
    ]);
  });

  it('asks the org for nothing while an input is not valid', async () => {
    const element = await open({}, false);
    await change(element, 'c.Setup_Window_Start', { value: null });
    await change(element, 'c.Setup_Window_End', { value: null });
    await save(element);
    expect(create).not.toHaveBeenCalled();
    expect(closed).not.toHaveBeenCalled();
  });

  it('stays open and says why the org refuses; a cancelled one saves nothing', async () => {
    update.mockRejectedValue({ body: { message: 'The end time must differ.' } });
    const element = await open({ window });
    await save(element);
    expect(textOf(element)).toContain('The end time must differ.');
    expect(closed).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
    labelled(element, 'c.Common_Cancel').click();
    expect(closed.mock.calls).toEqual([[null]]);
  });
});
