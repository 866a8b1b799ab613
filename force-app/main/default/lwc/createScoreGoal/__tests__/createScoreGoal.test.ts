import { createElement } from 'lwc';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { createRecord } from 'lightning/uiRecordApi';
import type { GoalField } from '@plumbline/contract';
import draftReadiness from '@salesforce/apex/ScoringAdminController.getDraftReadiness';
import goalFields from '@salesforce/apex/ScoringAdminController.getGoalFields';
import getNeeds from '@salesforce/apex/ScoringAdminController.getNeeds';
import startRun from '@salesforce/apex/ScoringAdminController.startRun';
import CreateScoreGoal from 'c/createScoreGoal';
import { emptyRow } from 'c/scoringGoal';
import type { Row, ScoreGoal } from 'c/scoringGoal';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/apex/ScoringAdminController.getGoalFields', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ScoringAdminController.getNeeds', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ScoringAdminController.startRun', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ScoringAdminController.getDraftReadiness', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/label/c.Goal_Days', () => ({ default: '{0} days' }), { virtual: true });
jest.mock('@salesforce/label/c.Goal_Complete_Text', () => ({ default: '{0} is created' }), { virtual: true });
jest.mock('@salesforce/label/c.Goal_Complete_Untrained', () => ({ default: '{0} waits: {1}' }), { virtual: true });
jest.mock('@salesforce/label/c.Goal_No_Field_Set', () => ({ default: 'no set for {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Goal_Row_Incomplete', () => ({ default: 'Complete row {0}.' }), { virtual: true });

const asFields = goalFields as unknown as jest.Mock;
const asRun = startRun as unknown as jest.Mock;
const asNeeds = getNeeds as unknown as jest.Mock;
const asReadiness = draftReadiness as unknown as jest.Mock;
const create = createRecord as unknown as jest.Mock;
const objectInfo = getObjectInfo as unknown as TestWireAdapter;

const stage: GoalField = {
  ...{ object: 'Lead', field: 'Status', label: 'Status', type: 'picklist', hasHistory: true },
  operators: ['changes to'],
  values: [{ value: 'Closed', label: 'Closed' }],
};
const row: Row = { key: 0, field: 'Status', operator: 'changes to', values: ['Closed'] };
const existing: ScoreGoal = {
  Id: 'a01000000000001AAA',
  Name: 'Won in 90 days',
  Description__c: 'Who buys.',
  Profile_Type__c: 'Person',
  Object__c: 'Lead',
  Goal_Type__c: 'Lead converted',
  Condition_1__c: '{"field":"Status","operator":"is set","values":[]}',
  Timeframe_Days__c: 90,
  Merge_Policy__c: 'Lead first',
  Score_Field__c: 'Lead.Predictive_Score__c',
  Active__c: true,
};
const createdId = 'a01000000000002AAA';
const closed = jest.fn();

const setOf = (base: string): string[] =>
  ['__c', '_Band__c', '_Percentile__c', '_Scored_At__c', '_Factors__c'].map((ending) => `${base}${ending}`);
const infoOf = (apiName: string, ...bases: string[]): object => ({
  apiName,
  fields: Object.fromEntries(bases.flatMap(setOf).map((name) => [name, { apiName: name }])),
});

type Given = { goals?: readonly ScoreGoal[]; clonedFrom?: ScoreGoal };
async function open(given: Given = {}): Promise<HTMLElement> {
  const element = createElement('c-create-score-goal', { is: CreateScoreGoal });
  Object.assign(element, { label: 'Create score', ...given });
  element.addEventListener('modalclose', (event) => closed((event as CustomEvent<unknown>).detail ?? 'nothing'));
  document.body.appendChild(element);
  objectInfo.emit(infoOf('Lead', 'Predictive_Score', 'Second_Score'));
  await settle();
  return element;
}

type Control = HTMLElement & {
  value?: string;
  options?: { value: string; label: string }[];
  disabled?: boolean;
  setCustomValidity(message: string): void;
};
const controls = 'lightning-combobox, lightning-input, lightning-textarea';
const control = (element: HTMLElement, label: string): Control => labelled(element, label, controls) as Control;
const valuesOf = (element: HTMLElement, label: string): string[] =>
  (control(element, label).options ?? []).map(({ value }) => value);
const hasControl = (element: HTMLElement, label: string): boolean =>
  allOf(element, controls).some((one) => (one as HTMLElement & { label?: string }).label === label);
async function set(element: HTMLElement, label: string, value: string): Promise<void> {
  control(element, label).dispatchEvent(new CustomEvent('change', { detail: { value } }));
  await settle();
}
async function press(element: HTMLElement, label: string): Promise<void> {
  labelled(element, label).click();
  await settle();
}
const conditions = (element: HTMLElement): (HTMLElement & { rows: Row[]; fields: GoalField[] }) | undefined =>
  allOf(element, 'c-score-goal-conditions')[0] as (HTMLElement & { rows: Row[]; fields: GoalField[] }) | undefined;
async function setRows(element: HTMLElement, ...rows: Row[]): Promise<void> {
  conditions(element)?.dispatchEvent(new CustomEvent('rowschange', { detail: rows }));
  await settle();
}
const errorsOf = (element: HTMLElement): string[] =>
  allOf(element, '[role="alert"] p').map((one) => textOf(one).trim());
const disabledOf = (element: HTMLElement): (string | undefined)[] =>
  (allOf(element, 'lightning-button') as (Control & { label?: string })[])
    .filter(({ disabled }) => disabled === true)
    .map(({ label }) => label);

/** The second step, reached with a good name; the rows are still empty. */
async function openSecondStep(given?: Given): Promise<HTMLElement> {
  const element = await open(given);
  await set(element, 'c.Goal_Name', ' New goal ');
  await press(element, 'c.Goal_Next');
  return element;
}
async function finishWith(element: HTMLElement, ...rows: Row[]): Promise<void> {
  await setRows(element, ...rows);
  await press(element, 'c.Goal_Finish');
}

const answerWith = (...fields: GoalField[]): string => JSON.stringify({ fields });
const never = new Promise<never>(() => undefined);

beforeEach(() => {
  asFields.mockResolvedValue(answerWith(stage));
  asRun.mockResolvedValue('{}');
  asNeeds.mockResolvedValue('{"messages":[]}');
  asReadiness.mockReturnValue(never);
  create.mockResolvedValue({ id: createdId });
});
afterEach(() => {
  document.body.replaceChildren();
  jest.resetAllMocks();
});

describe('c-create-score-goal: basic information', () => {
  it('begins with the first of two steps, for leads, without a name', async () => {
    const element = await open();
    expect(labelled(element, 'Create score', 'lightning-modal-header')).toBeDefined();
    expect(allOf(element, 'lightning-progress-step')).toHaveLength(2);
    expect(control(element, 'c.Goal_Profile_Type').value).toBe('Person');
    expect(control(element, 'c.Goal_Object').value).toBe('Lead');
    expect(control(element, 'c.Goal_Name').value).toBe('');
    expect(asFields).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });

  it('lets a person be scored on leads or contacts, and an account on accounts alone', async () => {
    const element = await open();
    expect(valuesOf(element, 'c.Goal_Object')).toEqual(['Lead', 'Contact']);
    await set(element, 'c.Goal_Object', 'Contact');
    expect(objectInfo.getLastConfig()).toEqual({ objectApiName: 'Contact' });
    await set(element, 'c.Goal_Profile_Type', 'Account');
    expect(hasControl(element, 'c.Goal_Object')).toBe(false);
    expect(objectInfo.getLastConfig()).toEqual({ objectApiName: 'Account' });
    await expect(element).toBeAccessible();
  });

  it.each([
    ['no name', '', 'c.Goal_Name_Missing'],
    ['spaces for a name', '   ', 'c.Goal_Name_Missing'],
    ['the name of another goal', ' won IN 90 days ', 'c.Goal_Name_Taken'],
  ])('stays with %s and says so at the field', async (_what, name, message) => {
    const element = await open({ goals: [existing] });
    await set(element, 'c.Goal_Name', name);
    const validity = jest.spyOn(control(element, 'c.Goal_Name'), 'setCustomValidity');
    const focus = jest.spyOn(control(element, 'c.Goal_Name'), 'focus');
    await press(element, 'c.Goal_Next');
    expect(validity.mock.calls).toEqual([[message]]);
    expect(focus).toHaveBeenCalledTimes(1);
    expect(hasControl(element, 'c.Goal_Type')).toBe(false);
    await expect(element).toBeAccessible();
    await set(element, 'c.Goal_Name', 'Another name');
    expect(validity).toHaveBeenLastCalledWith('');
  });

  it('begins a clone with the basic information of its goal', async () => {
    const element = await openSecondStep({ goals: [existing], clonedFrom: existing });
    expect(conditions(element)?.rows).toEqual([emptyRow(0)]);
    await press(element, 'c.Goal_Back');
    expect(control(element, 'c.Goal_Description').value).toBe('Who buys.');
    document.body.replaceChildren();
    expect(control(await open({ clonedFrom: existing }), 'c.Goal_Name').value).toBe('Won in 90 days');
  });

  it('closes without an id when it is cancelled, in either step', async () => {
    await press(await open(), 'c.Common_Cancel');
    await press(await openSecondStep(), 'c.Common_Cancel');
    expect(closed.mock.calls).toEqual([['nothing'], ['nothing']]);
    expect(create).not.toHaveBeenCalled();
  });
});

describe('c-create-score-goal: the goal', () => {
  it('waits for the fields of the org, and begins at its heading', async () => {
    asFields.mockReturnValue(never);
    const element = await openSecondStep();
    expect(asFields.mock.calls).toEqual([[{ profileType: 'Person', goalType: 'Lead converted' }]]);
    expect(allOf(element, 'lightning-spinner')).not.toHaveLength(0);
    expect(conditions(element)).toBeUndefined();
    const [heading] = allOf(element, '[data-first]');
    expect(textOf(heading ?? document)).toContain('c.Goal_Step_Define');
    expect((heading?.getRootNode() as ShadowRoot).activeElement).toBe(heading);
    await expect(element).toBeAccessible();
  });

  it('shows fields, types, timeframes and merge policies, and asks for the readiness once the rows are complete', async () => {
    const element = await openSecondStep();
    expect(conditions(element)?.fields).toEqual([stage]);
    expect(valuesOf(element, 'c.Goal_Type')).toEqual(['Lead converted', 'Opportunity updated']);
    expect(valuesOf(element, 'c.Goal_Timeframe')).toEqual(['30', '60', '90', '120', '180', '365']);
    expect(control(element, 'c.Goal_Timeframe').value).toBe('90');
    expect(valuesOf(element, 'c.Goal_Merge_Policy')).toHaveLength(4);
    expect(draftOf(element)).toBeUndefined();
    await setRows(element, row);
    await set(element, 'c.Goal_Timeframe', '30');
    expect(JSON.parse(draftOf(element) ?? '')).toEqual({
      ...{ profileType: 'Person', object: 'Lead', goalType: 'Lead converted', timeframeDays: 30 },
      conditions: [{ field: 'Status', operator: 'changes to', values: ['Closed'] }],
    });
    await expect(element).toBeAccessible();
  });

  it('reads the fields anew for another type of goal, and empties the rows', async () => {
    const element = await openSecondStep();
    await setRows(element, row);
    await set(element, 'c.Goal_Type', 'Opportunity updated');
    expect(asFields).toHaveBeenLastCalledWith({ profileType: 'Person', goalType: 'Opportunity updated' });
    expect(conditions(element)?.rows).toEqual([emptyRow(0)]);
  });

  it('shows the fields that were asked for last, whichever answer comes last', async () => {
    const answers: ((fields: string) => void)[] = [];
    asFields.mockImplementation(() => new Promise<string>((resolve) => answers.push(resolve)));
    const element = await openSecondStep();
    await set(element, 'c.Goal_Type', 'Opportunity updated');
    answers[1]?.(answerWith({ ...stage, object: 'Opportunity' }));
    answers[0]?.(answerWith(stage));
    await settle();
    expect(conditions(element)?.fields.map(({ object }) => object)).toEqual(['Opportunity']);
  });

  it('offers an account no conversion of a lead', async () => {
    const element = await open();
    await set(element, 'c.Goal_Profile_Type', 'Account');
    await set(element, 'c.Goal_Name', 'Account buys');
    await press(element, 'c.Goal_Next');
    expect(valuesOf(element, 'c.Goal_Type')).toEqual(['Opportunity updated']);
  });

  it('says that the fields could not be read, and reads them again on demand', async () => {
    asFields.mockRejectedValueOnce({ body: { message: 'The service does not answer.' } });
    const element = await openSecondStep();
    expect(errorsOf(element)).toEqual(['The service does not answer.']);
    expect(conditions(element)).toBeUndefined();
    await expect(element).toBeAccessible();
    await press(element, 'c.Common_Retry');
    expect(errorsOf(element)).toEqual([]);
    expect(conditions(element)?.fields).toEqual([stage]);
  });

  it('goes back with everything that was said, and forward again', async () => {
    const element = await openSecondStep();
    await setRows(element, row);
    await press(element, 'c.Goal_Back');
    expect(control(element, 'c.Goal_Name').value).toBe(' New goal ');
    await press(element, 'c.Goal_Next');
    expect(conditions(element)?.rows).toEqual([row]);
  });
});

describe('c-create-score-goal: finishing', () => {
  it('names the row that is not complete, until it is changed', async () => {
    const element = await openSecondStep();
    await press(element, 'c.Goal_Finish');
    expect(errorsOf(element)).toEqual(['Complete row 1.']);
    expect(create).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
    await setRows(element, row);
    expect(errorsOf(element)).toEqual([]);
  });

  it('creates nothing where every set of score fields is in use', async () => {
    const second = { ...existing, Name: 'Second', Score_Field__c: 'Lead.Second_Score__c' };
    const element = await openSecondStep({ goals: [existing, second] });
    await finishWith(element, row);
    expect(errorsOf(element)).toEqual(['no set for c.Goal_Object_Lead']);
    expect(create).not.toHaveBeenCalled();
  });

  it('waits for the fields of the object that is scored', async () => {
    const element = await open();
    await set(element, 'c.Goal_Object', 'Contact');
    await set(element, 'c.Goal_Name', 'Contact buys');
    await press(element, 'c.Goal_Next');
    await setRows(element, row);
    expect(disabledOf(element)).toEqual(['c.Goal_Finish']);
    objectInfo.emit(infoOf('Contact', 'Predictive_Score'));
    await settle();
    expect(disabledOf(element)).toEqual([]);
    await press(element, 'c.Goal_Finish');
    expect(create.mock.calls).toMatchObject([[{ fields: { Score_Field__c: 'Contact.Predictive_Score__c' } }]]);
  });

  it('says that the object could not be read, also after the fields were read again', async () => {
    const element = await open();
    await set(element, 'c.Goal_Object', 'Contact');
    objectInfo.error({ message: 'You may not see contacts.' }, 403);
    await set(element, 'c.Goal_Name', 'Contact buys');
    await press(element, 'c.Goal_Next');
    expect(errorsOf(element)).toEqual(['You may not see contacts.']);
    expect(disabledOf(element)).toEqual(['c.Goal_Finish']);
    await expect(element).toBeAccessible();
  });

  it('creates the goal on the first free set, trains it, says so and closes with its id', async () => {
    const element = await openSecondStep({ goals: [existing] });
    await set(element, 'c.Goal_Merge_Policy', 'Contact first');
    await finishWith(element, row);
    expect(create.mock.calls).toMatchObject([
      [
        {
          apiName: 'Score_Goal__c',
          fields: {
            Name: 'New goal',
            Merge_Policy__c: 'Contact first',
            Score_Field__c: 'Lead.Second_Score__c',
            Condition_1__c: '{"field":"Status","operator":"changes to","values":["Closed"]}',
          },
        },
      ],
    ]);
    expect(asRun.mock.calls).toEqual([[{ goalId: createdId, jobType: 'Training' }]]);
    expect(textOf(element)).toContain('New goal is created');
    expect(allOf(element, 'lightning-progress-step')).toHaveLength(0);
    await expect(element).toBeAccessible();
    await press(element, 'c.Goal_Ok');
    expect(closed.mock.calls).toEqual([[createdId]]);
  });

  it('creates nothing while the org lacks what the goal names, in the words of the service', async () => {
    asNeeds.mockResolvedValue('{"messages":[{"code":945,"severity":"ERROR","text":"The org lacks the status New."}]}');
    const element = await openSecondStep();
    await finishWith(element, row);
    expect(textOf(element)).toContain('The org lacks the status New.');
    expect(create).not.toHaveBeenCalled();
    expect(JSON.parse((asNeeds.mock.calls[0] as [{ draft: string }])[0].draft)).toMatchObject({
      conditions: [{ field: 'Status' }],
      scoreField: 'Predictive_Score__c',
    });
    asNeeds.mockResolvedValue('{"messages":[]}');
    await press(element, 'c.Goal_Finish');
    expect(create).toHaveBeenCalledTimes(1);
  });

  it('keeps the goal that could not be trained now, and says why', async () => {
    asRun.mockRejectedValue({ body: { message: 'The service does not answer.' } });
    const element = await openSecondStep();
    await finishWith(element, row);
    expect(textOf(element)).toContain('New goal waits: The service does not answer.');
    await expect(element).toBeAccessible();
    await press(element, 'c.Goal_Ok');
    expect(closed.mock.calls).toEqual([[createdId]]);
  });

  it('saves once: while it saves nothing can be pressed', async () => {
    create.mockReturnValue(never);
    const element = await openSecondStep();
    await finishWith(element, row);
    expect(disabledOf(element).sort()).toEqual(['c.Common_Cancel', 'c.Goal_Back', 'c.Goal_Finish']);
    await expect(element).toBeAccessible();
  });

  it('says why the org did not take the goal, and saves on the second try', async () => {
    create.mockRejectedValueOnce({
      body: { message: 'x', output: { errors: [{ message: 'Five goals are active.' }] } },
    });
    const element = await openSecondStep();
    await finishWith(element, row);
    expect(errorsOf(element)).toEqual(['Five goals are active.']);
    expect(asRun).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
    await press(element, 'c.Goal_Finish');
    expect(textOf(element)).toContain('New goal is created');
  });
});

function draftOf(element: HTMLElement): string | undefined {
  return (allOf(element, 'c-score-goal-readiness')[0] as HTMLElement & { draft?: string }).draft;
}
