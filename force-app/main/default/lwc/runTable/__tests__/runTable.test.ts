import { createElement } from 'lwc';
import RunTable from 'c/runTable';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/apex/ScoringAdminController.acceptRemovals', () => ({ default: jest.fn() }), { virtual: true });

const run = {
  Id: 'a02000000000001AAA',
  Goal_Name__c: 'Won in 90 days',
  Job_Type__c: 'Training',
  Profile_Type__c: 'Person',
  Trigger__c: 'Manual',
  Status__c: 'Failed',
  Job_Start__c: '2026-11-24T10:00:00Z',
  Processing_Time__c: 12,
  Messages__c: 'ERROR 410. Test auc: 0.51.',
};

function show(runs: object[]): HTMLElement {
  const element = createElement('c-run-table', { is: RunTable });
  Object.assign(element, { runs });
  document.body.appendChild(element);
  return element;
}

afterEach(() => document.body.replaceChildren());

describe('c-run-table', () => {
  it('shows goal, job, profile, trigger, start, time and status of a run', async () => {
    const element = show([run]);
    const cells = allOf(element, 'tbody th, tbody td').map((cell) => textOf(cell).trim());
    expect(cells).toEqual([
      'Won in 90 days',
      'c.Run_Job_Training',
      'c.Run_Profile_Person',
      'c.Run_Trigger_Manual',
      expect.stringContaining('2026'),
      'c.Run_Duration_Seconds',
      'c.Run_Status_Failed',
    ]);
    await expect(element).toBeAccessible();
  });

  it('opens and closes a row', async () => {
    const element = show([run, { ...run, Id: 'a02000000000002AAA' }]);
    const [chevron] = allOf(element, 'lightning-button-icon');
    expect(chevron?.getAttribute('aria-expanded')).toBe('false');
    chevron?.click();
    await settle();
    expect(allOf(element, 'c-run-details')).toHaveLength(1);
    expect(textOf(element)).toContain('ERROR 410. Test auc: 0.51.');
    expect(chevron?.getAttribute('aria-expanded')).toBe('true');
    await expect(element).toBeAccessible();
    chevron?.click();
    await settle();
    expect(allOf(element, 'c-run-details')).toHaveLength(0);
  });

  it('shows the progress of a run under way', async () => {
    const element = show([{ ...run, Status__c: 'Processing', Progress__c: 40, Processing_Time__c: undefined }]);
    expect(textOf(element)).toContain('c.Run_Progress');
    expect(textOf(element)).not.toContain('c.Run_Duration_Seconds');
    await expect(element).toBeAccessible();
  });

  it('shows fifty rows, and fifty more on demand', async () => {
    const element = show(Array.from({ length: 70 }, (_, index) => ({ ...run, Id: `run ${index}` })));
    expect(allOf(element, 'tbody')).toHaveLength(50);
    labelled(element, 'c.Run_More').click();
    await settle();
    expect(allOf(element, 'tbody')).toHaveLength(70);
    expect(allOf(element, 'lightning-button')).toHaveLength(0);
    await expect(element).toBeAccessible();
  });
});
