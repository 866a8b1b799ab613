import { createElement } from 'lwc';
import BarChart from 'c/barChart';

function show(properties: Record<string, unknown>): ShadowRoot {
  const element = createElement('c-bar-chart', { is: BarChart });
  Object.assign(element, { heading: 'Factors', summary: 'Industry is strongest' }, properties);
  document.body.appendChild(element);
  return element.shadowRoot as ShadowRoot;
}

describe('c-bar-chart', () => {
  afterEach(() => document.body.replaceChildren());

  it('draws the longest bar over the whole width and the others by their share of it', async () => {
    const root = show({
      bars: [
        { label: 'Industry', value: 0.4, text: '40 %' },
        { label: 'Country', value: 0.1, text: '10 %' },
      ],
    });
    expect([...root.querySelectorAll('.bar')].map((bar) => bar.getAttribute('style'))).toEqual([
      'inline-size: 100%',
      'inline-size: 25%',
    ]);
    expect(root.querySelector('[role="img"]')?.getAttribute('aria-label')).toBe('Industry is strongest');
    expect([...root.querySelectorAll('td')].map((cell) => cell.textContent)).toEqual(['40 %', '10 %']);
    await expect(root.host).toBeAccessible();
  });

  it('says that there is nothing without bars', async () => {
    const root = show({ bars: [] });
    expect(root.querySelector('p')?.textContent).toBe('c.Common_Chart_Empty');
    await expect(root.host).toBeAccessible();
  });
});
