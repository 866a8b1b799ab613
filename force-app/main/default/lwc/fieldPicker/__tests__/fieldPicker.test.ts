import { createElement } from 'lwc';
import FieldPicker from 'c/fieldPicker';
import { allOf, labelled } from '../../../../../../test/force-app/lwc/shown';

const options = [
  { value: 'City', label: 'City (City)' },
  { value: 'Industry', label: 'Industry (Industry)' },
];
const changed = jest.fn();

function show(value: string[]): HTMLElement {
  const element = createElement('c-field-picker', { is: FieldPicker });
  Object.assign(element, { label: 'Fields', options, value });
  element.addEventListener('fieldschange', (event) => changed((event as CustomEvent<unknown>).detail));
  document.body.appendChild(element);
  return element;
}

afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe('c-field-picker', () => {
  it('adds a field, and offers those that are not chosen', async () => {
    const element = show(['City']);
    const list = labelled(element, 'Fields', 'lightning-combobox') as HTMLElement & {
      options: unknown;
      value?: string;
    };
    expect(list.options).toEqual([options[1]]);
    list.dispatchEvent(new CustomEvent('change', { detail: { value: 'Industry' } }));
    expect(changed).toHaveBeenCalledWith(['City', 'Industry']);
    expect(list.value).toBe('');
    await expect(element).toBeAccessible();
  });

  it('shows a field that is gone by its name and takes it out', () => {
    const element = show(['City', 'Gone__c']);
    const [pills] = allOf(element, 'lightning-pill-container') as (HTMLElement & { items: { label: string }[] })[];
    expect(pills?.items.map(({ label }) => label)).toEqual(['City (City)', 'Gone__c']);
    pills?.dispatchEvent(new CustomEvent('itemremove', { detail: { item: { name: 'Gone__c' } } }));
    expect(changed).toHaveBeenCalledWith(['City']);
  });

  it('has no list of chosen fields while there are none', () => {
    expect(allOf(show([]), 'lightning-pill-container')).toHaveLength(0);
  });
});
