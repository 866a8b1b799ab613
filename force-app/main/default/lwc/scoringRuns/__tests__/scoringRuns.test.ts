import { createElement } from 'lwc';
import { refreshApex } from '@salesforce/apex';
import AcceptRemovals from 'c/acceptRemovals';
import ScoringRuns from 'c/scoringRuns';
import runs from '@salesforce/apex/ScoringAdminController.getRuns';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock(
  '@salesforce/apex/ScoringAdminController.getRuns',
  () => ({ default: jest.requireActual<JestOfLwc>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
);
jest.mock('@salesforce/apex', () => ({ refreshApex: jest.fn(() => Promise.resolve()) }), { virtual: true });

jest.mock('@salesforce/customPermission/Manage_Predictive_Scoring', () => ({ default: true }), { virtual: true });
jest.mock('@salesforce/apex/ScoringAdminController.acceptRemovals', () => ({ default: jest.fn() }), { virtual: true });

const wire = runs as unknown as TestWireAdapter;
const run = {
  Id: 'a02000000000001AAA',
  Goal__c: 'a01000000000001AAA',
  Goal_Name__c: 'Won in 90 days',
  Job_Type__c: 'Training',
  Status__c: 'Successful',
  Job_Start__c: new Date().toISOString(),
  Processing_Time__c: 12,
};
const failed = {
  ...run,
  Id: 'a02000000000002AAA',
  Job_Type__c: 'Scoring',
  Status__c: 'Failed',
  Processing_Time__c: 400,
};

async function show(rows?: object[]): Promise<HTMLElement> {
  const element = createElement('c-scoring-runs', { is: ScoringRuns });
  document.body.appendChild(element);
  if (rows) wire.emit(rows);
  await settle();
  return element;
}

const rowsOf = (element: HTMLElement): HTMLElement[] => allOf(element, 'lightning-button-icon[data-id]');
const choose = async (
  element: HTMLElement,
  label: string,
  detail: object,
  selector = 'lightning-combobox',
): Promise<void> => {
  labelled(element, label, selector).dispatchEvent(new CustomEvent('change', { detail }));
  await settle();
};

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  document.body.replaceChildren();
  jest.useRealTimers();
  jest.clearAllMocks();
});

describe('c-scoring-runs', () => {
  it('asks for 90 days and waits', async () => {
    const element = await show();
    expect(wire.getLastConfig()).toEqual({ days: 90 });
    expect(allOf(element, 'lightning-spinner')).toHaveLength(1);
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it('says that there is no run and what to do', async () => {
    const element = await show([]);
    expect(textOf(element)).toContain('c.Run_Empty');
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it('shows an error, and asks again on demand', async () => {
    const element = await show();
    wire.error({ message: 'You do not have permission.' }, 500);
    await settle();
    expect(textOf(element)).toContain('You do not have permission.');
    expect(allOf(element, 'lightning-spinner')).toHaveLength(0);
    labelled(element, 'c.Common_Retry').click();
    expect(refreshApex).toHaveBeenCalledTimes(1);
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it('shows runs with two charts, and filters them', async () => {
    const element = await show([failed, run]);
    expect(rowsOf(element)).toHaveLength(2);
    expect(allOf(element, 'c-column-chart, c-line-chart')).toHaveLength(2);
    const { xMin, xMax } = allOf(element, 'c-line-chart')[0] as HTMLElement & { xMin: number; xMax: number };
    expect((xMax - xMin) / 86_400_000).toBe(90);
    await choose(element, 'c.Run_Failures_Only', { checked: true }, 'lightning-input');
    expect(rowsOf(element)).toHaveLength(1);
    expect(textOf(element)).toContain('c.Run_Status_Failed');
    await choose(element, 'c.Run_Job', { value: 'Training' });
    expect(textOf(element)).toContain('c.Run_None_Match');
    await choose(element, 'c.Run_Failures_Only', { checked: false }, 'lightning-input');
    await choose(element, 'c.Run_Goal', { value: run.Goal__c });
    expect(rowsOf(element)).toHaveLength(1);
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it('draws times in minutes once one is long', async () => {
    expect(textOf(await show([run]))).toContain('c.Run_Time_Seconds');
    document.body.replaceChildren();
    expect(textOf(await show([failed]))).toContain('c.Run_Time_Minutes');
  });

  it('says when older runs are left out', async () => {
    expect(textOf(await show([run]))).not.toContain('c.Run_Cut_Off');
    document.body.replaceChildren();
    const many = Array.from({ length: 2000 }, (_, index) => ({ ...run, Id: `run ${index}` }));
    expect(textOf(await show(many))).toContain('c.Run_Cut_Off');
  });

  it('keeps what it showed when a later answer fails', async () => {
    const element = await show([run]);
    wire.error({ message: 'The org does not answer.' }, 500);
    await settle();
    expect(textOf(element)).toContain('The org does not answer.');
    expect(rowsOf(element)).toHaveLength(1);
  });

  it('looks again while a run is under way, and no longer', async () => {
    await show([{ ...run, Status__c: 'Processing' }]);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(refreshApex).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(refreshApex).toHaveBeenCalledTimes(2);
    wire.emit([run]);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(refreshApex).toHaveBeenCalledTimes(2);
  });

  it('does not look again while nobody sees it, nor after it is left', async () => {
    const element = await show([{ ...run, Status__c: 'Queued' }]);
    const visibility = jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(refreshApex).not.toHaveBeenCalled();
    visibility.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    await jest.advanceTimersByTimeAsync(5_000);
    expect(refreshApex).toHaveBeenCalledTimes(1);
    element.remove();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(refreshApex).toHaveBeenCalledTimes(1);
  });

  it('lets an admin accept the removals of a stopped run, then says that it has started and asks again', async () => {
    jest.spyOn(AcceptRemovals, 'open').mockResolvedValueOnce(true);
    const Messages__c = 'ERROR 946. The run would take the score of 725 of 733 scored records (x).';
    const element = await show([{ ...failed, Messages__c }, run]);
    for (const row of rowsOf(element)) row.click();
    await settle();
    labelled(element, 'c.Run_Accept').click();
    await settle();
    expect(textOf(element)).toContain('c.Run_Accept_Started');
    expect(refreshApex).toHaveBeenCalledTimes(1);
  });
});
