import { createElement } from 'lwc';
import { refreshApex } from '@salesforce/apex';
import goals from '@salesforce/apex/ScoringAdminController.getGoals';
import runs from '@salesforce/apex/ScoringAdminController.getRuns';
import startRun from '@salesforce/apex/ScoringAdminController.startRun';
import CreateScoreGoal from 'c/createScoreGoal';
import DeleteScoreGoal from 'c/deleteScoreGoal';
import EditScoreGoal from 'c/editScoreGoal';
import ScoringGoals from 'c/scoringGoals';
import type { ScoreGoal } from 'c/scoringGoal';
import { formatDateTime } from 'c/scoringText';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/customPermission/Manage_Predictive_Scoring', () => ({ default: true }), { virtual: true });
jest.mock(
  '@salesforce/apex/ScoringAdminController.getGoals',
  () => ({ default: jest.requireActual<JestOfLwc>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
);
jest.mock(
  '@salesforce/apex/ScoringAdminController.getRuns',
  () => ({ default: jest.requireActual<JestOfLwc>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
);
jest.mock('@salesforce/apex/ScoringAdminController.startRun', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex', () => ({ refreshApex: jest.fn() }), { virtual: true });
jest.mock('@salesforce/label/c.Goal_Run_Started', () => ({ default: '{0} started' }), { virtual: true });
jest.mock('@salesforce/label/c.Goal_Deleted', () => ({ default: '{0} is deleted' }), { virtual: true });
jest.mock('@salesforce/label/c.Goal_Clone_Title', () => ({ default: 'Clone {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Goal_Delete_Title', () => ({ default: 'Delete {0}' }), { virtual: true });

const goalsWire = goals as unknown as TestWireAdapter;
const runsWire = runs as unknown as TestWireAdapter;
const start = startRun as unknown as jest.Mock;
const refresh = refreshApex as unknown as jest.Mock;
const dialogues = {
  create: jest.spyOn(CreateScoreGoal, 'open'),
  edit: jest.spyOn(EditScoreGoal, 'open'),
  remove: jest.spyOn(DeleteScoreGoal, 'open'),
};

const time = '2026-11-25T01:00:00.000Z';
const won: ScoreGoal = {
  Id: 'a01000000000001AAA',
  Name: 'Won in 90 days',
  Profile_Type__c: 'Person',
  Object__c: 'Lead',
  Goal_Type__c: 'Lead converted',
  Timeframe_Days__c: 90,
  Merge_Policy__c: 'Lead first',
  Score_Field__c: 'Lead.Predictive_Score__c',
  Active__c: true,
  Status__c: 'Ready',
  Test_AUC__c: 0.74567,
  Last_Scored_At__c: time,
};
const renewed: ScoreGoal = {
  ...{ ...won, Id: 'a01000000000002AAA', Name: 'Renewed', Object__c: 'Account', Active__c: false },
  ...{ Test_AUC__c: undefined, Last_Scored_At__c: undefined },
};
const run = {
  Id: 'a02000000000001AAA',
  Goal__c: renewed.Id,
  Job_Type__c: 'Scoring',
  Status__c: 'Successful',
  Job_Start__c: time,
};

async function show(rows?: readonly ScoreGoal[], made: readonly object[] = []): Promise<HTMLElement> {
  const element = createElement('c-scoring-goals', { is: ScoringGoals });
  document.body.appendChild(element);
  if (rows) goalsWire.emit(rows);
  if (rows) runsWire.emit(made);
  await settle();
  return element;
}

type Panel = HTMLElement & { goal: ScoreGoal; lastRun?: { Id: string }; canManage: boolean; isBusy: boolean };
const panelOf = (element: HTMLElement): Panel | undefined =>
  allOf(element, 'c-score-goal-panel')[0] as Panel | undefined;
/** What the details are given: the goal, its last run, and whether there is something to wait for. */
const shownIn = (element: HTMLElement): unknown[] => {
  const { goal, lastRun, canManage, isBusy } = panelOf(element) ?? {};
  return [goal?.Name, lastRun?.Id, canManage, isBusy];
};
async function act(element: HTMLElement, detail: string): Promise<void> {
  panelOf(element)?.dispatchEvent(new CustomEvent('actionselect', { detail }));
  await settle();
}
async function press(element: HTMLElement, label: string): Promise<void> {
  labelled(element, label).click();
  await settle();
}
const canCreate = (element: HTMLElement): boolean =>
  (allOf(element, 'lightning-button') as (HTMLElement & { label?: string })[]).some(
    ({ label }) => label === 'c.Goal_Create',
  );
const noticeOf = (element: HTMLElement): string => textOf(allOf(element, '[role="status"]')[0] ?? document).trim();
const errorsOf = (element: HTMLElement): string[] =>
  allOf(element, '[role="alert"] p').map((one) => textOf(one).trim());
const rowsOf = (element: HTMLElement): string[][] =>
  allOf(element, 'tbody tr').map((row) => allOf(row, 'th, td').map((cell) => textOf(cell).trim()));
const chosenIn = (element: HTMLElement): string[] =>
  allOf(element, 'button[aria-current="true"]').map((one) => textOf(one).trim());

beforeEach(() => {
  refresh.mockResolvedValue(undefined);
  start.mockResolvedValue('{}');
});
afterEach(() => {
  document.body.replaceChildren();
  jest.useRealTimers();
  jest.resetAllMocks();
});

describe('c-scoring-goals: the list', () => {
  it('says in the list why the last run of a goal failed', async () => {
    const Status_Message__c = 'ERROR 404. Conversions: 7. Train again later.';
    const element = await show([{ ...won, Status__c: 'Failed', Status_Message__c }, renewed]);
    const cells = allOf(element, 'td p').map((line) => textOf(line).trim());
    expect(cells).toEqual([Status_Message__c]);
  });

  it('waits for the goals, and offers nothing before', async () => {
    const element = await show();
    expect(allOf(element, 'lightning-spinner')).toHaveLength(1);
    expect(canCreate(element)).toBe(false);
    expect(runsWire.getLastConfig()).toEqual({ days: 90 });
    await expect(element).toBeAccessible();
  });

  it('says that there is no goal, and offers to create one', async () => {
    const element = await show([]);
    expect(allOf(element, 'article').map((one) => textOf(one).trim())).toEqual(['c.Goal_Empty']);
    expect(canCreate(element)).toBe(true);
    await expect(element).toBeAccessible();
  });

  it('shows each goal with its state, and the first with its details', async () => {
    const element = await show([won, renewed], [run]);
    expect(rowsOf(element)).toEqual([
      ['Won in 90 days', 'c.Goal_Object_Lead', 'c.Goal_Status_Ready', formatDateTime(time), '0.746'],
      ['Renewed', 'c.Goal_Object_Account', 'c.Goal_Inactive', '', ''],
    ]);
    expect(chosenIn(element)).toEqual(['Won in 90 days']);
    expect(shownIn(element)).toEqual(['Won in 90 days', undefined, true, false]);
    await expect(element).toBeAccessible();
  });

  it('shows the details of the goal that is chosen, with its newest run', async () => {
    const older = { ...run, Id: 'a02000000000002AAA' };
    const element = await show([won, renewed], [{ ...run, Id: 'other', Goal__c: won.Id }, run, older]);
    allOf(element, 'tbody button')[1]?.click();
    await settle();
    expect(chosenIn(element)).toEqual(['Renewed']);
    expect(shownIn(element)).toEqual(['Renewed', run.Id, true, false]);
    await expect(element).toBeAccessible();
  });

  it('keeps the chosen goal when the list comes anew, and takes the first when it is gone', async () => {
    const element = await show([won, renewed]);
    allOf(element, 'tbody button')[1]?.click();
    goalsWire.emit([won, { ...renewed, Name: 'Renewed again' }]);
    await settle();
    expect(chosenIn(element)).toEqual(['Renewed again']);
    goalsWire.emit([won]);
    await settle();
    expect(chosenIn(element)).toEqual(['Won in 90 days']);
  });

  it('says that the goals cannot be read, and asks again on demand', async () => {
    const element = await show();
    goalsWire.error({ message: 'You do not have permission.' }, 500);
    await settle();
    expect(errorsOf(element)).toEqual(['You do not have permission.']);
    expect(allOf(element, 'lightning-spinner, article, table')).toHaveLength(0);
    await expect(element).toBeAccessible();
    await press(element, 'c.Common_Retry');
    expect(refresh).toHaveBeenCalledTimes(2);
    goalsWire.emit([won]);
    await settle();
    expect(errorsOf(element)).toEqual([]);
    expect(rowsOf(element)).toHaveLength(1);
  });

  it('shows the goals though their runs cannot be read, and says so', async () => {
    const element = await show([won]);
    runsWire.error({ message: 'The org does not answer.' }, 500);
    await settle();
    expect(errorsOf(element)).toEqual(['The org does not answer.']);
    expect(rowsOf(element)).toHaveLength(1);
    refresh.mockRejectedValue({ body: { message: 'It still does not.' } });
    await press(element, 'c.Common_Retry');
    expect(errorsOf(element)).toEqual(['It still does not.']);
    await expect(element).toBeAccessible();
  });
});

describe('c-scoring-goals: what an admin does', () => {
  it('creates a goal and shows it', async () => {
    const element = await show([won]);
    dialogues.create.mockResolvedValue(renewed.Id);
    refresh.mockImplementationOnce(() => Promise.resolve(goalsWire.emit([won, renewed])));
    await press(element, 'c.Goal_Create');
    expect(dialogues.create.mock.calls).toEqual([
      [{ label: 'c.Goal_Create_Title', size: 'large', goals: [won], clonedFrom: undefined }],
    ]);
    expect(chosenIn(element)).toEqual(['Renewed']);
  });

  it('clones the chosen goal', async () => {
    const element = await show([won]);
    await act(element, 'clone');
    expect(dialogues.create.mock.calls).toMatchObject([[{ label: 'Clone Won in 90 days', clonedFrom: won }]]);
  });

  it.each(['create', 'edit', 'delete'])('changes nothing when the dialogue to %s is left', async (action) => {
    const element = await show([won]);
    if (action === 'create') await press(element, 'c.Goal_Create');
    else await act(element, action);
    expect(refresh).not.toHaveBeenCalled();
    expect(noticeOf(element)).toBe('');
    expect(chosenIn(element)).toEqual(['Won in 90 days']);
  });

  it('does not begin a sixth active goal, and no longer says so once there is room', async () => {
    const five = [1, 2, 3, 4, 5].map((number) => ({
      ...won,
      Id: `a0100000000001${number}AAA`,
      Name: `Goal ${number}`,
    }));
    const element = await show([...five, renewed]);
    await press(element, 'c.Goal_Create');
    expect(errorsOf(element)).toEqual(['c.Goal_Too_Many']);
    expect(dialogues.create).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
    goalsWire.emit([...five.slice(1), renewed]);
    await settle();
    await press(element, 'c.Goal_Create');
    expect(dialogues.create).toHaveBeenCalledTimes(1);
    expect(errorsOf(element)).toEqual([]);
  });

  it('edits the chosen goal, says that it is saved, and shows it anew', async () => {
    const element = await show([won]);
    dialogues.edit.mockResolvedValue(true);
    await act(element, 'edit');
    expect(dialogues.edit.mock.calls).toEqual([[{ label: 'c.Goal_Edit_Title', size: 'small', goal: won }]]);
    expect(noticeOf(element)).toBe('c.Goal_Saved');
    expect(refresh).toHaveBeenCalledTimes(2);
    await expect(element).toBeAccessible();
  });

  it('deletes the chosen goal, says so, and chooses another', async () => {
    const element = await show([won, renewed]);
    dialogues.remove.mockResolvedValue(true);
    refresh.mockImplementationOnce(() => Promise.resolve(goalsWire.emit([renewed])));
    await act(element, 'delete');
    expect(dialogues.remove.mock.calls).toEqual([[{ label: 'Delete Won in 90 days', size: 'small', goal: won }]]);
    expect(noticeOf(element)).toBe('Won in 90 days is deleted');
    expect(chosenIn(element)).toEqual(['Renewed']);
  });

  it.each([
    ['train', 'Training', 'c.Run_Job_Training started'],
    ['score', 'Scoring', 'c.Run_Job_Scoring started'],
  ])('starts a run to %s, and says so', async (action, jobType, notice) => {
    const element = await show([won]);
    await act(element, action);
    expect(start.mock.calls).toEqual([[{ goalId: won.Id, jobType }]]);
    expect(noticeOf(element)).toBe(notice);
    expect(panelOf(element)?.isBusy).toBe(false);
    expect(refresh).toHaveBeenCalledTimes(2);
    await expect(element).toBeAccessible();
  });

  it('starts one run at a time', async () => {
    start.mockReturnValue(new Promise(() => undefined));
    const element = await show([won]);
    await act(element, 'train');
    expect(panelOf(element)?.isBusy).toBe(true);
    await expect(element).toBeAccessible();
  });

  it('says why a run did not start, in place of what was said before', async () => {
    const element = await show([won]);
    await act(element, 'train');
    start.mockRejectedValue({ body: { message: 'A run is under way.' } });
    await act(element, 'score');
    expect(errorsOf(element)).toEqual(['A run is under way.']);
    expect(noticeOf(element)).toBe('');
    expect(panelOf(element)?.isBusy).toBe(false);
    await expect(element).toBeAccessible();
  });
});

describe('c-scoring-goals: looking again', () => {
  it.each([
    ['a run is under way', [won], [{ ...run, Status__c: 'Processing' }]],
    ['a goal is trained', [{ ...won, Status__c: 'Training' }], []],
  ])('looks again while %s, and no longer', async (_what, rows, made) => {
    jest.useFakeTimers();
    await show(rows, made);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(refresh).toHaveBeenCalledTimes(2);
    goalsWire.emit([won]);
    runsWire.emit([run]);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('does not look again after the page is left', async () => {
    jest.useFakeTimers();
    const element = await show([{ ...won, Status__c: 'Training' }]);
    element.remove();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(refresh).not.toHaveBeenCalled();
  });
});
