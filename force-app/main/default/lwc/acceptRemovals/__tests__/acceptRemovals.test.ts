import { createElement } from 'lwc';
import AcceptRemovals from 'c/acceptRemovals';
import accept from '@salesforce/apex/ScoringAdminController.acceptRemovals';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/apex/ScoringAdminController.acceptRemovals', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/label/c.Run_Accept_What', () => ({ default: '{0} of {1} scores.' }), { virtual: true });

const asApex = accept as unknown as jest.Mock;
const run = {
  Id: 'a02000000000001AAA',
  Run_Key__c: 'the-key',
  Job_Type__c: 'Scoring',
  Status__c: 'Failed',
  Messages__c: 'ERROR 946. The run would take the score of 725 of 1733 scored records (Not qualified: 725).',
};
const closed = jest.fn();

async function open(): Promise<HTMLElement> {
  const element = createElement('c-accept-removals', { is: AcceptRemovals });
  Object.assign(element, { label: 'Accept?', run });
  element.addEventListener('modalclose', (event) => closed((event as CustomEvent<unknown>).detail));
  document.body.appendChild(element);
  await settle();
  return element;
}

async function press(element: HTMLElement, label: string): Promise<void> {
  labelled(element, label).click();
  await settle();
}

beforeEach(() => asApex.mockResolvedValue('{}'));
afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe('c-accept-removals', () => {
  it('asks first, and says how many scores go', async () => {
    const element = await open();
    expect(asApex).not.toHaveBeenCalled();
    expect(textOf(element)).toContain('725 of 1,733 scores.');
    expect(textOf(element)).toContain('c.Run_Accept_Only_If');
    await expect(element).toBeAccessible();
  });

  it('starts nothing when it is canceled', async () => {
    await press(await open(), 'c.Common_Cancel');
    expect(asApex).not.toHaveBeenCalled();
    expect(closed.mock.calls.map(([detail]: unknown[]) => detail ?? 'nothing')).toEqual(['nothing']);
  });

  it('starts the run again when that is confirmed, then closes', async () => {
    await press(await open(), 'c.Run_Accept');
    expect(asApex.mock.calls).toEqual([[{ runKey: 'the-key' }]]);
    expect(closed.mock.calls).toEqual([[true]]);
  });

  it('stays open with the reason when the run did not start', async () => {
    asApex.mockRejectedValueOnce({ body: { message: 'The goal has another run.' } });
    const element = await open();
    await press(element, 'c.Run_Accept');
    expect(textOf(element)).toContain('The goal has another run.');
    expect(closed).not.toHaveBeenCalled();
    const buttons = allOf(element, 'lightning-button') as (HTMLElement & { disabled?: boolean })[];
    expect(buttons.map(({ disabled }) => disabled)).toEqual([false, false]);
    await expect(element).toBeAccessible();
  });
});
