import { createElement } from 'lwc';
import { getObjectInfos, getPicklistValues } from 'lightning/uiObjectInfoApi';
import { refreshApex } from '@salesforce/apex';
import connection from '@salesforce/apex/ScoringAdminController.getConnection';
import flows from '@salesforce/apex/ScoringAdminController.getFlows';
import goals from '@salesforce/apex/ScoringAdminController.getGoals';
import permissionSets from '@salesforce/apex/ScoringAdminController.getPermissionSets';
import windows from '@salesforce/apex/ScoringAdminController.getWindows';
import EditGoalFields from 'c/editGoalFields';
import EditQualifiedStatuses from 'c/editQualifiedStatuses';
import EditThresholds from 'c/editThresholds';
import ScoringSetup from 'c/scoringSetup';
import { allOf, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock(
  '@salesforce/apex/ScoringAdminController.getGoals',
  () => ({ default: jest.requireActual<JestOfLwc>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
);
jest.mock(
  '@salesforce/apex/ScoringAdminController.getWindows',
  () => ({ default: jest.requireActual<JestOfLwc>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
);
jest.mock('@salesforce/apex/ScoringAdminController.getConnection', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ScoringAdminController.getFlows', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ScoringAdminController.getPermissionSets', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex', () => ({ refreshApex: jest.fn(() => Promise.resolve()) }), { virtual: true });
jest.mock('@salesforce/customPermission/Manage_Predictive_Scoring', () => ({ default: true }), { virtual: true });

const wire = (adapter: unknown): TestWireAdapter => adapter as TestWireAdapter;
const askConnection = connection as unknown as jest.Mock;
const askFlows = flows as unknown as jest.Mock;
const askSets = permissionSets as unknown as jest.Mock;
const goal = {
  Id: 'a01000000000001AAA',
  Name: 'Won',
  Object__c: 'Lead',
  Active__c: true,
  Score_Field__c: 'Lead.Predictive_Score__c',
  Qualified_Statuses__c: 'Open',
};
const info = { apiName: 'Lead', fields: {} };

async function show(rows?: object[]): Promise<HTMLElement> {
  const element = createElement('c-scoring-setup', { is: ScoringSetup });
  document.body.appendChild(element);
  if (rows) {
    wire(goals).emit(rows);
    wire(windows).emit([]);
    wire(getObjectInfos).emit({ results: [{ statusCode: 200, result: info }, { statusCode: 403 }] });
    wire(getPicklistValues).emit({
      values: [
        { value: 'Open', label: 'Open', attributes: { converted: false } },
        { value: 'Won', label: 'Won', attributes: { converted: true } },
      ],
    });
  }
  await settle();
  return element;
}

type Item = HTMLElement & { heading: string; check: { state: string; detail: string } };
const stateOf = (element: HTMLElement, heading: string): string | undefined =>
  (allOf(element, 'c-setup-item') as Item[]).find((item) => item.heading === heading)?.check.state;

async function edit(element: HTMLElement, setting: string): Promise<void> {
  const rows = allOf(element, 'c-setup-goals').find((one) => (one as { setting?: string }).setting === setting);
  rows?.dispatchEvent(new CustomEvent('edit', { detail: goal.Id }));
  await settle();
}

beforeEach(() => {
  askConnection.mockResolvedValue(JSON.stringify({ version: '1.2.3', rights: 'manage', checks: [] }));
  askFlows.mockResolvedValue([{ name: 'Score_Run_Alerts', label: 'Score Run Alerts', isActive: false }]);
  askSets.mockResolvedValue([{ id: '0PS1', name: 'ScoringAdmin', label: 'Scoring Admin', userCount: 1 }]);
  for (const dialog of [EditGoalFields, EditQualifiedStatuses, EditThresholds])
    jest.spyOn(dialog, 'open').mockResolvedValue(undefined);
});
afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe('c-scoring-setup', () => {
  it('waits for the goals', async () => {
    const element = await show();
    expect(allOf(element, 'lightning-spinner')).toHaveLength(1);
    expect(allOf(element, 'c-setup-item')).toHaveLength(0);
    await expect(element).toBeAccessible();
  });

  it('shows an error, and asks again on demand', async () => {
    const element = await show();
    wire(goals).error({ message: 'You do not have permission.' }, 500);
    await settle();
    expect(textOf(element)).toContain('You do not have permission.');
    expect(allOf(element, 'c-setup-item')).toHaveLength(0);
    allOf(element, 'c-scoring-error')[0]?.dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(refreshApex).toHaveBeenCalledTimes(2);
    await expect(element).toBeAccessible();
  });

  it('shows what can be set up before there is a goal', async () => {
    const element = await show([]);
    expect(textOf(element)).toContain('c.Setup_Empty');
    expect(allOf(element, 'c-setup-item')).toHaveLength(11);
    expect(stateOf(element, 'c.Setup_Connection')).toBe('done');
    expect(stateOf(element, 'c.Setup_Statuses')).toBe('missing');
    expect(allOf(element, 'c-setup-pages').map((one) => (one as unknown as { objects: string[] }).objects)).toEqual([
      ['Lead', 'Contact', 'Account'],
    ]);
    await expect(element).toBeAccessible();
  });

  it('shows each thing as it stands', async () => {
    const element = await show([goal]);
    expect(textOf(element)).not.toContain('c.Setup_Empty');
    expect(stateOf(element, 'c.Setup_Permissions')).toBe('missing');
    expect(stateOf(element, 'c.Setup_Statuses')).toBe('done');
    expect(stateOf(element, 'c.Setup_Mapping')).toBe('missing');
    expect(stateOf(element, 'c.Setup_Windows')).toBe('missing');
    expect(stateOf(element, 'c.Setup_Orphans')).toBe('done');
    expect(stateOf(element, 'c.Setup_Pages')).toBe('unknown');
    await expect(element).toBeAccessible();
  });

  it('says in its place what could not be asked', async () => {
    askConnection.mockRejectedValue({ body: { message: 'No answer.' } });
    askSets.mockRejectedValue({ body: { message: 'No view of setup.' } });
    const element = await show([goal]);
    wire(windows).error({ message: 'No windows.' }, 500);
    await settle();
    for (const words of ['No answer.', 'No view of setup.', 'No windows.']) expect(textOf(element)).toContain(words);
    await expect(element).toBeAccessible();
  });

  it('tests the connection once at a time', async () => {
    const element = await show([goal]);
    const [child] = allOf(element, 'c-setup-connection');
    child?.dispatchEvent(new CustomEvent('test'));
    child?.dispatchEvent(new CustomEvent('test'));
    await settle();
    expect(askConnection).toHaveBeenCalledTimes(2);
  });

  it('opens the dialogue of a setting with the goal as it is now, and says that it was saved', async () => {
    const element = await show([goal]);
    jest.mocked(EditQualifiedStatuses.open).mockResolvedValueOnce(true);
    await edit(element, 'c.Setup_Statuses');
    expect(EditQualifiedStatuses.open).toHaveBeenCalledWith(
      expect.objectContaining({ goal, statuses: [expect.objectContaining({ value: 'Open' })] }),
    );
    expect(textOf(element)).toContain('c.Setup_Saved');
    await edit(element, 'c.Setup_Mapping');
    expect(EditGoalFields.open).toHaveBeenCalledWith(expect.objectContaining({ goal, info, kind: 'mapping' }));
    expect(textOf(element)).not.toContain('c.Setup_Saved');
    await edit(element, 'c.Setup_Sensitive');
    expect(EditGoalFields.open).toHaveBeenLastCalledWith(expect.objectContaining({ kind: 'sensitive' }));
    await edit(element, 'c.Setup_Thresholds');
    expect(EditThresholds.open).toHaveBeenCalledWith(expect.objectContaining({ goal }));
  });

  it('cannot choose fields of an object that the viewer may not see', async () => {
    const element = await show([{ ...goal, Object__c: 'Contact' }]);
    await edit(element, 'c.Setup_Mapping');
    expect(EditGoalFields.open).not.toHaveBeenCalled();
    expect(textOf(element)).toContain('c.Setup_No_Object');
  });

  it('reads again after a window or a switch was saved, and says what was', async () => {
    const element = await show([goal]);
    allOf(element, 'c-setup-windows')[0]?.dispatchEvent(new CustomEvent('saved', { detail: 'Saved: Nights' }));
    await settle();
    expect(textOf(element)).toContain('Saved: Nights');
    expect(refreshApex).toHaveBeenCalledTimes(2);
  });

  it('checks everything again by its button', async () => {
    const element = await show([goal]);
    allOf(element, 'lightning-button-icon')[0]?.click();
    await settle();
    expect(askConnection).toHaveBeenCalledTimes(2);
    expect(askSets).toHaveBeenCalledTimes(2);
    expect(refreshApex).toHaveBeenCalledTimes(2);
    jest.mocked(refreshApex).mockRejectedValueOnce({ body: { message: 'The org does not answer.' } });
    allOf(element, 'lightning-button-icon')[0]?.click();
    await settle();
    expect(textOf(element)).toContain('The org does not answer.');
    expect(allOf(element, 'c-setup-item')).toHaveLength(11);
  });
});
