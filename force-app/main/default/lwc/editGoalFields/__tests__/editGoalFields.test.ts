import { createElement } from 'lwc';
import EditGoalFields from 'c/editGoalFields';
import { updateRecord } from 'lightning/uiRecordApi';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

const update = updateRecord as unknown as jest.Mock;
const closed = jest.fn();
const goal = { Id: 'a01000000000001AAA', Name: 'Won', Object__c: 'Lead' };
const info = {
  apiName: 'Lead',
  fields: Object.fromEntries(
    ['City', 'Industry', 'State'].map((name) => [name, { apiName: name, label: name, dataType: 'String' }]),
  ),
};
type Picker = HTMLElement & { options: { value: string }[]; value: string[] };

async function open(given: object): Promise<HTMLElement> {
  const element = createElement('c-edit-goal-fields', { is: EditGoalFields });
  Object.assign(element, { label: 'Fields', goal, info, kind: 'mapping', ...given });
  element.addEventListener('modalclose', (event) => closed((event as CustomEvent<unknown>).detail));
  document.body.appendChild(element);
  await settle();
  return element;
}

const picker = (element: HTMLElement, label: string): Picker => labelled(element, label, 'c-field-picker') as Picker;
async function pick(element: HTMLElement, label: string, names: string[]): Promise<void> {
  picker(element, label).dispatchEvent(new CustomEvent('fieldschange', { detail: names }));
  await settle();
}
const need = (element: HTMLElement): Picker =>
  allOf(element, 'lightning-combobox').find(
    (one) => (one as { label?: string }).label === 'c.Setup_Fields_Need',
  ) as Picker;
async function chooseNeed(element: HTMLElement, value: string): Promise<void> {
  need(element).dispatchEvent(new CustomEvent('change', { detail: { value } }));
  await settle();
}
async function save(element: HTMLElement): Promise<unknown> {
  labelled(element, 'c.Goal_Save').click();
  await settle();
  const [call] = update.mock.calls as [{ fields: { Settings__c: string } }][];
  return call && (JSON.parse(call[0].fields.Settings__c) as unknown);
}

beforeEach(() => update.mockResolvedValue({}));
afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe('c-edit-goal-fields', () => {
  it('keeps a field in one list only', async () => {
    const element = await open({});
    await pick(element, 'c.Setup_Fields_Extra', ['City']);
    await pick(element, 'c.Setup_Fields_Excluded', ['State']);
    const offered = (label: string): string[] => picker(element, label).options.map(({ value }) => value);
    expect(offered('c.Setup_Fields_Extra')).toEqual(['City', 'Industry']);
    expect(offered('c.Setup_Fields_Excluded')).toEqual(['Industry', 'State']);
    await chooseNeed(element, 'City');
    expect(await save(element)).toEqual({ needTypeField: 'City', extraFields: [], excludedFields: ['State'] });
    expect(closed.mock.calls).toEqual([[true]]);
    await expect(element).toBeAccessible();
  });

  it('shows a need type field that is gone, and can take it out', async () => {
    const element = await open({
      goal: { ...goal, Settings__c: '{"needTypeField":"Gone__c","thresholds":{"auc":0.5}}' },
    });
    expect(need(element).options.map(({ value }) => value)).toContain('Gone__c');
    await chooseNeed(element, '');
    expect(await save(element)).toEqual({ thresholds: { auc: 0.5 }, extraFields: [], excludedFields: [] });
  });

  it('offers fields of contact and account too, and saves the fields that name kind, category and need of these', async () => {
    const infoOf = (...names: string[]): object => ({
      fields: Object.fromEntries(names.map((apiName) => [apiName, { apiName, label: apiName, dataType: 'String' }])),
    });
    const element = await open({ infos: { Lead: info, Contact: infoOf('Level__c'), Account: infoOf('Tier__c') } });
    expect(picker(element, 'c.Setup_Fields_Extra').options.map(({ value }) => value)).toEqual([
      ...['City', 'Industry', 'State', 'Contact.Level__c', 'Account.Tier__c'],
    ]);
    const choose = async (name: string, value: string): Promise<void> => {
      const [box] = allOf(element, 'lightning-combobox').filter((one) => one.dataset['name'] === name);
      expect((box as Picker).options.map((option) => option.value)).toContain(value);
      box?.dispatchEvent(new CustomEvent('change', { detail: { value } }));
      await settle();
    };
    await choose('contactTypeField', 'Level__c');
    await choose('accountCategoryField', 'Tier__c');
    await choose('needTypeField', 'Account.Tier__c');
    await pick(element, 'c.Setup_Fields_Extra', ['Contact.Level__c']);
    expect(await save(element)).toEqual({
      ...{ needTypeField: 'Account.Tier__c', contactTypeField: 'Level__c', accountCategoryField: 'Tier__c' },
      ...{ extraFields: ['Contact.Level__c'], excludedFields: [] },
    });
    await expect(element).toBeAccessible();
  });

  it('saves sensitive fields, those of the fairness check and nothing else, also when there are none', async () => {
    const Settings__c = '{"extraFields":["City"],"fairnessFields":["State"]}';
    const element = await open({ kind: 'sensitive', goal: { ...goal, Settings__c } });
    expect(allOf(element, 'c-field-picker')).toHaveLength(2);
    expect(picker(element, 'c.Setup_Fields_Fairness').value).toEqual(['State']);
    await pick(element, 'c.Setup_Fields_Fairness', ['Industry', 'State']);
    expect(await save(element)).toEqual({
      extraFields: ['City'],
      sensitiveFields: [],
      fairnessFields: ['Industry', 'State'],
    });
    await expect(element).toBeAccessible();
  });

  it('does not overwrite settings that it cannot read', async () => {
    const element = await open({ goal: { ...goal, Settings__c: '{' } });
    expect(textOf(element)).toContain('c.Setup_Settings_Unreadable');
    await save(element);
    expect(update).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });

  it('stays open and says why the org refuses; a cancelled one saves nothing', async () => {
    update.mockRejectedValue({ body: { message: 'Insufficient access.' } });
    const element = await open({ kind: 'sensitive' });
    await pick(element, 'c.Setup_Fields_Sensitive', ['City']);
    await save(element);
    expect(textOf(element)).toContain('Insufficient access.');
    expect(closed).not.toHaveBeenCalled();
    labelled(element, 'c.Common_Cancel').click();
    expect(closed.mock.calls).toEqual([[null]]);
  });
});
