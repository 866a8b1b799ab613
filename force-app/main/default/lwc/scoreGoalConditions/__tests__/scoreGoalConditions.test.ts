import { createElement } from 'lwc';
import type { GoalField } from '@plumbline/contract';
import ScoreGoalConditions from 'c/scoreGoalConditions';
import type { Row } from 'c/scoringGoal';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/label/c.Goal_Remove_Row', () => ({ default: 'Remove {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Goal_Row', () => ({ default: 'Condition {0}' }), { virtual: true });

const stage: GoalField = {
  ...{ object: 'Opportunity', field: 'StageName', label: 'Stage', type: 'picklist', hasHistory: true },
  operators: ['changes to', 'equals', 'is set'],
  values: [
    { value: 'Closed Won', label: 'Won' },
    { value: 'Closed Lost', label: 'Lost' },
  ],
};
const name: GoalField = {
  ...{ object: 'Opportunity', field: 'Name', label: 'Name', type: 'string', hasHistory: false },
  operators: ['contains', 'equals'],
};
const empty: Row = { key: 0, field: '', operator: '', values: [] };
const picked: Row = { key: 1, field: 'StageName', operator: 'equals', values: [] };
const typed: Row = { key: 2, field: 'Name', operator: 'contains', values: ['Renewal'] };

type Conditions = HTMLElement & { rows: readonly Row[]; fields: readonly GoalField[] };
const rowsChanged = jest.fn();

/** As the wizard holds it: what it tells becomes its rows. */
async function show(...rows: Row[]): Promise<Conditions> {
  const element = createElement('c-score-goal-conditions', { is: ScoreGoalConditions }) as Conditions;
  Object.assign(element, { fields: [stage, name], rows });
  element.addEventListener('rowschange', (event) => {
    element.rows = (event as CustomEvent<readonly Row[]>).detail;
    rowsChanged(element.rows);
  });
  document.body.appendChild(element);
  await settle();
  return element;
}

type Control = HTMLElement & { value?: string; options?: { value: string; label: string }[] };
/** The control of a row, by its label. */
function control(element: Conditions, row: number, label: string): Control {
  const [fieldset] = allOf(element, 'fieldset').slice(row);
  if (fieldset === undefined) throw new Error(`There is no row ${row}.`);
  return labelled(fieldset, label, 'lightning-combobox, lightning-input');
}
async function set(element: Conditions, row: number, label: string, value: string): Promise<void> {
  control(element, row, label).dispatchEvent(new CustomEvent('change', { detail: { value } }));
  await settle();
}
async function press(element: Conditions, label: string, selector?: string): Promise<void> {
  labelled(element, label, selector).click();
  await settle();
}
async function add(element: Conditions): Promise<void> {
  allOf(element, 'lightning-button-icon')[0]?.click();
  await settle();
}
const lastRows = (): Row[] => (rowsChanged.mock.lastCall as [Row[]])[0];
const wordsOf = ({ options = [] }: Control): string[] => options.map(({ label }) => label);
const pillsOf = (element: Conditions): unknown[] =>
  allOf(element, 'lightning-pill-container').map((one) => (one as HTMLElement & { items?: unknown }).items);

afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe('c-score-goal-conditions', () => {
  it('shows an empty row: fields to choose from, no operator, no value, nothing to remove', async () => {
    const element = await show(empty);
    expect(wordsOf(control(element, 0, 'c.Goal_Field'))).toEqual(['Stage', 'Name']);
    expect(wordsOf(control(element, 0, 'c.Goal_Operator'))).toEqual([]);
    expect(() => control(element, 0, 'c.Goal_Value')).toThrow('0 ×');
    expect(allOf(element, 'lightning-button')).toHaveLength(1);
    expect(textOf(element)).toContain('c.Goal_Conditions_Help');
    await expect(element).toBeAccessible();
  });

  it('shows each row under its heading, with its values in words', async () => {
    const element = await show({ ...picked, values: ['Closed Won', 'Old stage'] }, typed);
    expect(allOf(element, 'legend').map((one) => textOf(one))).toEqual(['Condition 1', 'Condition 2']);
    expect(pillsOf(element)).toEqual([
      [
        { name: 'Closed Won', label: 'Won' },
        { name: 'Old stage', label: 'Old stage' },
      ],
      [{ name: 'Renewal', label: 'Renewal' }],
    ]);
    await expect(element).toBeAccessible();
  });

  it('choosing a field chooses its first operator and empties the values', async () => {
    const element = await show(typed);
    await set(element, 0, 'c.Goal_Field', 'StageName');
    expect(lastRows()).toEqual([{ key: 2, field: 'StageName', operator: 'changes to', values: [] }]);
    expect(wordsOf(control(element, 0, 'c.Goal_Operator'))).toEqual([
      ...['c.Goal_Operator_Changes_To', 'c.Goal_Operator_Equals', 'c.Goal_Operator_Set'],
    ]);
  });

  it('choosing an operator keeps the values, but for one that needs none', async () => {
    const element = await show({ ...picked, values: ['Closed Won'] });
    await set(element, 0, 'c.Goal_Operator', 'changes to');
    expect(lastRows()).toEqual([{ ...picked, operator: 'changes to', values: ['Closed Won'] }]);
    await set(element, 0, 'c.Goal_Operator', 'is set');
    expect(lastRows()).toEqual([{ ...picked, operator: 'is set', values: [] }]);
    expect(() => control(element, 0, 'c.Goal_Value')).toThrow('0 ×');
    expect(pillsOf(element)).toEqual([]);
  });

  it('offers the values of a picklist that are not chosen yet', async () => {
    const element = await show(picked);
    await set(element, 0, 'c.Goal_Value', 'Closed Won');
    expect(lastRows()).toEqual([{ ...picked, values: ['Closed Won'] }]);
    expect(wordsOf(control(element, 0, 'c.Goal_Value'))).toEqual(['Lost']);
    await set(element, 0, 'c.Goal_Value', 'Closed Lost');
    expect(lastRows()).toEqual([{ ...picked, values: ['Closed Won', 'Closed Lost'] }]);
  });

  it('adds what was typed once, without spaces around, and empties the input', async () => {
    const element = await show(typed);
    const input = control(element, 0, 'c.Goal_Value');
    input.value = ' Upgrade ';
    await set(element, 0, 'c.Goal_Value', ' Upgrade ');
    expect(rowsChanged).not.toHaveBeenCalled();
    await add(element);
    expect(lastRows()).toEqual([{ ...typed, values: ['Renewal', 'Upgrade'] }]);
    expect(input.value).toBe('');
    await set(element, 0, 'c.Goal_Value', 'Upgrade');
    await add(element);
    await set(element, 0, 'c.Goal_Value', '  ');
    await add(element);
    await add(element);
    expect(rowsChanged).toHaveBeenCalledTimes(1);
  });

  it('adds with Enter, which goes no further, and with no other key', async () => {
    const element = await show(typed);
    await set(element, 0, 'c.Goal_Value', 'Upgrade');
    const pressed = (key: string): boolean =>
      control(element, 0, 'c.Goal_Value').dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
    expect(pressed('a')).toBe(true);
    expect(rowsChanged).not.toHaveBeenCalled();
    expect(pressed('Enter')).toBe(false);
    expect(lastRows()).toEqual([{ ...typed, values: ['Renewal', 'Upgrade'] }]);
  });

  it('removes a value', async () => {
    const element = await show({ ...picked, values: ['Closed Won', 'Closed Lost'] }, typed);
    const detail = { item: { name: 'Closed Won' } };
    allOf(element, 'lightning-pill-container')[0]?.dispatchEvent(new CustomEvent('itemremove', { detail }));
    expect(lastRows()).toEqual([{ ...picked, values: ['Closed Lost'] }, typed]);
  });

  it('adds rows with keys of their own up to five, then says that there are no more', async () => {
    const element = await show(picked, typed);
    for (let row = 3; row <= 5; row += 1) await press(element, 'c.Goal_Add_Field');
    expect(lastRows().map(({ key }) => key)).toEqual([1, 2, 3, 4, 5]);
    expect(lastRows()[4]).toEqual({ ...empty, key: 5 });
    expect(() => labelled(element, 'c.Goal_Add_Field')).toThrow('0 ×');
    expect(textOf(element)).toContain('c.Goal_Most_Rows');
    await expect(element).toBeAccessible();
  });

  it('removes the row that is meant, until one is left', async () => {
    const element = await show(picked, typed);
    await press(element, 'Remove 1');
    expect(lastRows()).toEqual([typed]);
    expect(allOf(element, 'lightning-button')).toHaveLength(1);
  });

  it.each([
    ['another field was chosen', (element: Conditions) => set(element, 1, 'c.Goal_Field', 'Name')],
    [
      'the operator needed no value for a while',
      async (element: Conditions) => {
        await set(element, 1, 'c.Goal_Operator', 'is set');
        await set(element, 1, 'c.Goal_Operator', 'contains');
      },
    ],
    [
      'its row was removed and another one added',
      async (element: Conditions) => {
        await press(element, 'Remove 2');
        await press(element, 'c.Goal_Add_Field');
        await set(element, 1, 'c.Goal_Field', 'Name');
      },
    ],
  ])('forgets what was typed and not added when %s', async (_what, change) => {
    const element = await show(picked, { ...typed, values: [] });
    control(element, 1, 'c.Goal_Value').value = 'Forgotten';
    await set(element, 1, 'c.Goal_Value', 'Forgotten');
    await change(element);
    expect(control(element, 1, 'c.Goal_Value').value ?? '').toBe('');
    await add(element);
    expect(lastRows()[1]?.values).toEqual([]);
  });
});
