import { createElement } from 'lwc';
import ScoreFactors from 'c/scoreFactors';
import { getRecord } from 'lightning/uiRecordApi';
import { allOf, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/label/c.Score_Value', () => ({ default: 'Value: {0}' }), { virtual: true });

const records = getRecord as unknown as TestWireAdapter;

const factors = [
  {
    field: 'industry',
    label: 'Industry',
    source: 'Industry',
    importance: 'high',
    direction: 'raises',
    text: 'Industry raises the score.',
    contribution: 2,
  },
  {
    field: 'revenue',
    label: 'Revenue',
    source: 'AnnualRevenue',
    importance: 'medium',
    direction: 'lowers',
    text: 'Revenue lowers the score.',
    contribution: -1,
  },
  {
    field: 'calls',
    label: 'Calls',
    importance: 'low',
    direction: 'raises',
    text: 'Calls raise the score.',
    contribution: 0.01,
  },
];

async function show(given: object[], fields?: Record<string, unknown>): Promise<HTMLElement> {
  const element = createElement('c-score-factors', { is: ScoreFactors });
  Object.assign(element, { recordId: '00Q000000000001AAA', objectApiName: 'Lead', factors: given });
  document.body.appendChild(element);
  await settle();
  if (fields) records.emit({ id: '00Q000000000001AAA', fields });
  await settle();
  return element;
}

afterEach(() => {
  document.body.replaceChildren();
});

test('each reason has its direction in words, its importance, and a bar as long as its part of the strongest', async () => {
  const element = await show(factors, { Industry: { value: 'Banking', displayValue: null } });
  const icons = allOf(element, 'lightning-icon') as unknown as { alternativeText: string }[];
  expect(icons.map(({ alternativeText }) => alternativeText)).toEqual([
    'c.Score_Raises',
    'c.Score_Lowers',
    'c.Score_Raises',
  ]);
  expect(allOf(element, '.bar').map(({ style }) => style.cssText)).toEqual(
    ['100%', '50%', '4%'].map((size) => `inline-size: ${size};`),
  );
  await expect(element).toBeAccessible();
});

test('a value is shown only where the org gave the field to the viewer', async () => {
  const element = await show(factors, { Industry: { value: 'Banking', displayValue: null } });
  expect(records.getLastConfig()).toMatchObject({ optionalFields: ['Lead.Industry', 'Lead.AnnualRevenue'] });
  const rows = allOf(element, 'li').map((row) => textOf(row));
  expect(rows[0]).toContain('Value: Banking');
  expect(rows[1]).toContain('c.Score_Value_Hidden');
  expect(rows[2]).not.toMatch(/Value: |c\.Score_Value/);
});

test('an empty field is called empty', async () => {
  const element = await show(factors, { Industry: { value: null }, AnnualRevenue: { value: 0, displayValue: '0 €' } });
  const rows = allOf(element, 'li').map((row) => textOf(row));
  expect(rows[0]).toContain('c.Score_Value_Not_Set');
  expect(rows[1]).not.toContain('c.Score_Value_Not_Set');
});

test('numbers and checkboxes, which the org leaves as they are, read as the viewer writes them', async () => {
  const element = await show(factors, { Industry: { value: 98765.5 }, AnnualRevenue: { value: true } });
  const rows = allOf(element, 'li').map((row) => textOf(row));
  expect(rows[0]).toContain('Value: 98,765.5');
  expect(rows[1]).toContain('Value: c.Common_Yes');
});

test('without reasons it says so', async () => {
  const element = await show([]);
  expect(textOf(element)).toContain('c.Score_No_Factors');
  await expect(element).toBeAccessible();
});
