import { createElement } from 'lwc';
import ScoreGoalPanel from 'c/scoreGoalPanel';
import type { ScoreGoal } from 'c/scoringGoal';
import { formatDateTime } from 'c/scoringText';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

const countsText = '{0} read, {1} scored, {2} changed, {3} skipped, {4} failed';
jest.mock('@salesforce/label/c.Goal_Run_Counts', () => ({ default: countsText }), { virtual: true });

const time = '2026-11-25T01:00:00.000Z';
const later = '2026-11-26T01:00:00.000Z';
const goal: ScoreGoal = {
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
};
const scoring = { Id: 'a02000000000001AAA', Job_Type__c: 'Scoring', Status__c: 'Successful', Job_Start__c: time };
const actions = ['Train_Now', 'Score_Now', 'Edit', 'Clone', 'Delete'].map((name) => `c.Goal_${name}`);

type Given = { goal: ScoreGoal; lastRun?: object; canManage?: boolean; isBusy?: boolean };

async function show(given: Given): Promise<HTMLElement> {
  const element = createElement('c-score-goal-panel', { is: ScoreGoalPanel });
  Object.assign(element, given);
  document.body.appendChild(element);
  await settle();
  return element;
}

const factsOf = (element: HTMLElement): Record<string, string> =>
  Object.fromEntries(
    allOf(element, 'dl > div').map(
      (fact) => allOf(fact, 'dt, dd').map((part) => textOf(part).trim()) as [string, string],
    ),
  );

const disabledOf = (element: HTMLElement): string[] =>
  actions.filter((label) => (labelled(element, label) as HTMLElement & { disabled?: boolean }).disabled === true);

afterEach(() => document.body.replaceChildren());

describe('c-score-goal-panel', () => {
  it('shows what a new goal predicts, that nothing is planned, and that it has no run', async () => {
    const element = await show({ goal: { ...goal, Status__c: 'Waiting for training' } });
    expect(factsOf(element)).toEqual({
      'c.Goal_Definition': 'c.Goal_Definition_Words',
      'c.Goal_Profile_Type': 'c.Goal_Profile_Person',
      'c.Goal_Object': 'c.Goal_Object_Lead',
      'c.Goal_Merge_Policy': 'c.Goal_Merge_Lead',
      'c.Goal_Qualified': 'c.Goal_Qualified_Suggested',
      'c.Goal_Score_Field': 'Lead.Predictive_Score__c',
      'c.Goal_Next_Scoring': 'c.Goal_Not_Planned',
      'c.Goal_Next_Training': 'c.Goal_Not_Planned',
    });
    expect(textOf(element)).toContain('c.Goal_Last_Run_None');
    expect(textOf(element)).toContain('c.Goal_Status_Waiting');
    await expect(element).toBeAccessible();
  });

  it('shows description, basis, statuses, model, accuracy and the next runs of a goal in use', async () => {
    const used = {
      ...{ ...goal, Description__c: 'Who buys.', Score_Basis__c: 'percentile', Model_Version__c: '7' },
      ...{ Qualified_Statuses__c: 'Open\r\n\nWorking\n', Test_AUC__c: 0.74567 },
      ...{ Next_Scoring_At__c: time, Next_Training_At__c: later },
    };
    expect(factsOf(await show({ goal: used }))).toMatchObject({
      'c.Goal_Description': 'Who buys.',
      'c.Goal_Basis': 'c.Goal_Basis_Percentile',
      'c.Goal_Qualified': 'Open, Working',
      'c.Goal_Model': '7',
      'c.Goal_Accuracy': '0.746',
      'c.Goal_Next_Scoring': formatDateTime(time),
      'c.Goal_Next_Training': formatDateTime(later),
    });
  });

  it('shows why a goal failed', async () => {
    const element = await show({ goal: { ...goal, Status__c: 'Failed', Status_Message__c: 'ERROR 401. Too few.' } });
    expect(textOf(element)).toContain('c.Goal_Status_Failed');
    expect(textOf(element)).toContain('ERROR 401. Too few.');
    await expect(element).toBeAccessible();
  });

  it('shows the counts of a scoring run with what it has to say', async () => {
    const counts = { Read__c: 1500, Scored__c: 1400, Changed__c: 90, Skipped__c: 60, Failed__c: 40 };
    const messages = 'WARNING 200. Rate: 0.4.\nERROR 410. Test auc: 0.51.';
    const element = await show({ goal, lastRun: { ...scoring, ...counts, Messages__c: messages } });
    expect(textOf(element)).toContain('1,500 read, 1,400 scored, 90 changed, 60 skipped, 40 failed');
    expect(textOf(element)).toContain(`c.Run_Job_Scoring: c.Run_Status_Successful · ${formatDateTime(time)}`);
    expect(allOf(element, 'li').map((one) => textOf(one).trim())).toEqual([
      'ERROR 410. Test auc: 0.51.',
      'WARNING 200. Rate: 0.4.',
    ]);
    await expect(element).toBeAccessible();
  });

  it('shows no counts of a training, and of a run that did not start no time', async () => {
    const element = await show({ goal, lastRun: { ...scoring, Job_Type__c: 'Training', Job_Start__c: undefined } });
    const said = allOf(element, 'p').map((one) => textOf(one).trim());
    expect(said.at(-1)).toBe('c.Run_Job_Training: c.Run_Status_Successful ·');
    expect(textOf(element)).not.toContain('0 read');
  });

  it('shows a viewer no buttons', async () => {
    const element = await show({ goal });
    expect(allOf(element, 'lightning-button')).toHaveLength(0);
  });

  it('says which action its viewer chose', async () => {
    const element = await show({ goal: { ...goal, Model_Version__c: '7' }, canManage: true });
    const chosen = jest.fn();
    element.addEventListener('actionselect', (event) => chosen((event as CustomEvent<string>).detail));
    expect(disabledOf(element)).toEqual([]);
    for (const label of actions) labelled(element, label).click();
    expect(chosen.mock.calls.flat()).toEqual(['train', 'score', 'edit', 'clone', 'delete']);
    await expect(element).toBeAccessible();
  });

  it.each([
    ['no model yet', {}, ['c.Goal_Score_Now']],
    ['a run under way', { lastRun: { ...scoring, Status__c: 'Processing' } }, ['c.Goal_Train_Now', 'c.Goal_Score_Now']],
    ['a call under way', { isBusy: true }, actions],
  ])('offers only what is possible with %s', async (_state, given, disabled) => {
    const model = 'lastRun' in given || 'isBusy' in given ? { Model_Version__c: '7' } : {};
    const element = await show({ goal: { ...goal, ...model }, canManage: true, ...given });
    expect(disabledOf(element)).toEqual(disabled);
    await expect(element).toBeAccessible();
  });
});
