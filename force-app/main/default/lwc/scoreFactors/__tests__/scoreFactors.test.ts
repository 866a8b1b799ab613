import { createElement } from 'lwc';
import ScoreFactors from 'c/scoreFactors';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import { allOf, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/label/c.Score_Value', () => ({ default: 'Value: {0}' }), { virtual: true });

jest.mock('@salesforce/label/c.Reason_Calls_30_Days_Many', () => ({ default: '{0} phone calls in the last 30 days' }), {
  virtual: true,
});

const records = getRecord as unknown as TestWireAdapter;
const objectInfo = getObjectInfo as unknown as TestWireAdapter;

const factors = [
  {
    field: 'industry',
    label: 'Industry',
    source: 'Industry',
    sources: ['Lead.Industry'],
    importance: 'high',
    direction: 'raises',
  },
  {
    field: 'revenue',
    label: 'Revenue',
    source: 'AnnualRevenue',
    sources: ['Lead.AnnualRevenue'],
    importance: 'medium',
    direction: 'lowers',
  },
  {
    field: 'calls_30_days',
    label: 'Phone calls in the last 30 days',
    unit: 'count',
    value: 3,
    sources: ['Task'],
    importance: 'low',
    direction: 'raises',
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

test('each reason has its direction in words, its importance, and a bar by its importance', async () => {
  const element = await show(factors, { Industry: { value: 'Banking', displayValue: null } });
  const icons = allOf(element, 'lightning-icon') as unknown as { alternativeText: string }[];
  expect(icons.map(({ alternativeText }) => alternativeText)).toEqual([
    'c.Score_Raises',
    'c.Score_Lowers',
    'c.Score_Raises',
  ]);
  expect(allOf(element, '.bar').map(({ style }) => style.cssText)).toEqual(
    ['100%', '60%', '25%'].map((size) => `inline-size: ${size};`),
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

test('a field has its label in the viewer’s language, and what is computed its value in words', async () => {
  const element = await show(factors, { Industry: { value: 'Banking', displayValue: null } });
  objectInfo.emit({ fields: { Industry: { label: 'Branche' } } });
  await settle();
  const rows = allOf(element, 'li').map((row) => textOf(row));
  expect(rows[0]).toContain('Branche');
  expect(rows[2]).toContain('3 phone calls in the last 30 days');
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
