import { createElement } from 'lwc';
import BarChart from 'c/barChart';
import { allOf } from '../../../../../../test/force-app/lwc/shown';

function show(properties: Record<string, unknown>): HTMLElement {
  const element = createElement('c-bar-chart', { is: BarChart });
  Object.assign(element, { heading: 'Factors', summary: 'Industry is strongest' }, properties);
  document.body.appendChild(element);
  return element;
}

describe('c-bar-chart', () => {
  afterEach(() => document.body.replaceChildren());

  it('draws the longest bar over the whole width and the others by their share of it', async () => {
    const element = show({
      bars: [
        { label: 'Industry', value: 0.4, text: '40 %' },
        { label: 'Country', value: 0.1, text: '10 %' },
      ],
    });
    expect(allOf(element, '.bar').map((bar) => bar.getAttribute('style'))).toEqual([
      'inline-size: 100%',
      'inline-size: 25%',
    ]);
    expect(allOf(element, '[role="img"]')[0]?.getAttribute('aria-label')).toBe('Industry is strongest');
    expect(allOf(element, 'td').map((cell) => cell.textContent)).toEqual(['40 %', '10 %']);
    await expect(element).toBeAccessible();
  });

  it('says that there is nothing without bars', async () => {
    const element = show({ bars: [] });
    expect(allOf(element, 'p')[0]?.textContent).toBe('c.Common_Chart_Empty');
    await expect(element).toBeAccessible();
  });
});
