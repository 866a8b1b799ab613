import { createElement } from 'lwc';
import EditThresholds from 'c/editThresholds';
import thresholds from '@salesforce/apex/ScoringAdminController.getThresholds';
import { updateRecord } from 'lightning/uiRecordApi';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/apex/ScoringAdminController.getThresholds', () => ({ default: jest.fn() }), { virtual: true });

const ask = thresholds as unknown as jest.Mock;
const update = updateRecord as unknown as jest.Mock;
const closed = jest.fn();
const answer = JSON.stringify({
  thresholds: [
    { name: 'accounts', unit: 'count', defaultValue: 100, code: 401, text: 'ERROR 401. Count of accounts: {}.' },
    { name: 'auc', unit: 'share', defaultValue: 0.55, code: 409, text: 'ERROR 409. Test auc: {}.' },
    { name: 'later', unit: 'count', defaultValue: 3, code: 950, text: 'INFO 950.' },
  ],
});
const goal = {
  Id: 'a01000000000001AAA',
  Name: 'Won',
  Score_Basis__c: 'percentile',
  High_From__c: 70,
  Medium_From__c: 40,
  Settings__c: '{"thresholds":{"accounts":7},"extraFields":["City"]}',
};

/** Base components of Jest are empty: here they say whether they are valid. */
async function open(given: object = {}, isValid = true): Promise<HTMLElement> {
  const element = createElement('c-edit-thresholds', { is: EditThresholds });
  Object.assign(element, { label: 'Thresholds', goal, ...given });
  element.addEventListener('modalclose', (event) => closed((event as CustomEvent<unknown>).detail));
  document.body.appendChild(element);
  await settle();
  for (const input of allOf(element, '[data-input]'))
    Object.assign(input, { reportValidity: () => isValid, setCustomValidity: jest.fn() });
  return element;
}

type Input = HTMLElement & { value: string; max?: number; setCustomValidity: jest.Mock };
const input = (element: HTMLElement, label: string): Input => labelled(element, label, 'lightning-input') as Input;
async function type(element: HTMLElement, label: string, value: string): Promise<void> {
  input(element, label).dispatchEvent(new CustomEvent('change', { detail: { value } }));
  await settle();
}
async function press(element: HTMLElement, label: string): Promise<void> {
  labelled(element, label).click();
  await settle();
}

beforeEach(() => {
  ask.mockResolvedValue(answer);
  update.mockResolvedValue({});
});
afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe('c-edit-thresholds', () => {
  it('shows each limit as it is set, also one that this version has no words for', async () => {
    const element = await open();
    expect(input(element, 'c.Setup_Limit_Accounts').value).toBe('7');
    expect(input(element, 'c.Setup_Limit_Auc').value).toBe('0.55');
    expect(input(element, 'c.Setup_Limit_Auc').max).toBe(1);
    expect(input(element, 'c.Setup_Limit_Accounts').max).toBeUndefined();
    expect(input(element, 'later').value).toBe('3');
    expect(input(element, 'c.Setup_High_From').value).toBe('70');
    await expect(element).toBeAccessible();
  });

  it('saves what differs from the defaults, beside the other settings', async () => {
    const element = await open();
    await type(element, 'c.Setup_Limit_Auc', '0.6');
    allOf(element, 'lightning-button-icon[data-name="accounts"]')[0]?.click();
    await type(element, 'c.Setup_High_From', '75');
    await type(element, 'c.Setup_Medium_From', '45');
    labelled(element, 'c.Goal_Basis', 'lightning-combobox').dispatchEvent(
      new CustomEvent('change', { detail: { value: 'probability' } }),
    );
    await press(element, 'c.Goal_Save');
    expect(update.mock.calls).toEqual([
      [
        {
          fields: {
            Id: goal.Id,
            Score_Basis__c: 'probability',
            High_From__c: 75,
            Medium_From__c: 45,
            Settings__c: '{"thresholds":{"auc":0.6},"extraFields":["City"]}',
          },
        },
      ],
    ]);
    expect(closed.mock.calls).toEqual([[true]]);
  });

  it('goes back to every default', async () => {
    const element = await open();
    await press(element, 'c.Setup_Reset_All');
    await press(element, 'c.Goal_Save');
    expect(update.mock.calls).toEqual([
      [
        {
          fields: {
            Id: goal.Id,
            Score_Basis__c: 'relative',
            High_From__c: 80,
            Medium_From__c: 50,
            Settings__c: '{"extraFields":["City"]}',
          },
        },
      ],
    ]);
  });

  it('says that high begins above medium, and saves nothing while an input is not valid', async () => {
    const element = await open({}, false);
    await type(element, 'c.Setup_High_From', '40');
    await press(element, 'c.Goal_Save');
    expect(input(element, 'c.Setup_High_From').setCustomValidity).toHaveBeenLastCalledWith('c.Setup_Bands_Order');
    expect(update).not.toHaveBeenCalled();
  });

  it('says why the limits cannot be read, and asks again', async () => {
    ask.mockRejectedValueOnce({ body: { message: 'The service does not answer.' } });
    const element = await open();
    expect(textOf(element)).toContain('The service does not answer.');
    await expect(element).toBeAccessible();
    await press(element, 'c.Common_Retry');
    expect(input(element, 'c.Setup_Limit_Accounts').value).toBe('7');
    expect(textOf(element)).not.toContain('The service does not answer.');
  });

  it('waits for the service, and asks it nothing about settings that cannot be read', async () => {
    ask.mockReturnValue(new Promise(() => undefined));
    expect(allOf(await open(), 'lightning-spinner')).toHaveLength(1);
    document.body.replaceChildren();
    ask.mockClear();
    const element = await open({ goal: { ...goal, Settings__c: '[]' } });
    expect(textOf(element)).toContain('c.Setup_Settings_Unreadable');
    expect(ask).not.toHaveBeenCalled();
  });

  it('stays open and says why the org refuses; a cancelled one saves nothing', async () => {
    update.mockRejectedValue({ body: { message: 'The limits of the bands do not fit.' } });
    const element = await open();
    await press(element, 'c.Goal_Save');
    expect(textOf(element)).toContain('The limits of the bands do not fit.');
    expect(closed).not.toHaveBeenCalled();
    await press(element, 'c.Common_Cancel');
    expect(closed.mock.calls).toEqual([[null]]);
  });
});
