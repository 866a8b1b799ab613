import { createElement } from 'lwc';
import LineChart from 'c/lineChart';

const roc = {
  heading: 'ROC',
  summary: 'AUC 0.7',
  xLabel: 'False positives',
  yLabel: 'True positives',
  xMin: 0,
  xMax: 1,
  yMin: 0,
  yMax: 1,
  series: [
    { name: 'Model', points: [0, 0.5, 1].map((x) => ({ x, y: Math.sqrt(x) })) },
    { name: 'By chance', isDashed: true, points: [0, 1].map((x) => ({ x, y: x })) },
  ],
};

function show(properties: Record<string, unknown>): ShadowRoot {
  const element = createElement('c-line-chart', { is: LineChart });
  Object.assign(element, properties);
  document.body.appendChild(element);
  return element.shadowRoot as ShadowRoot;
}

describe('c-line-chart', () => {
  afterEach(() => document.body.replaceChildren());

  it('draws a line for each series, a dashed one without dots', async () => {
    const root = show(roc);
    expect(root.querySelectorAll('.drawing path')).toHaveLength(2);
    expect(root.querySelectorAll('circle')).toHaveLength(3);
    expect(root.querySelector('.drawing path')?.getAttribute('d')).toMatch(/^M52,172L200,.*L348,12$/);
    await expect(root.host).toBeAccessible();
  });

  it('is an image with a sentence, and a table with every point', async () => {
    const root = show(roc);
    expect(root.querySelector('svg[role="img"]')?.getAttribute('aria-label')).toBe('AUC 0.7');
    const rows = [...root.querySelectorAll('tbody tr')].map((row) => row.textContent);
    expect(rows).toEqual(['Model00', 'Model0.50.707', 'Model11', 'By chance00', 'By chance11']);
    await expect(root.host).toBeAccessible();
  });

  it('writes moments as dates', async () => {
    const day = 86_400_000;
    const points = [0, 4, 8].map((days) => ({ x: days * day, y: days }));
    const root = show({
      ...roc,
      xMin: undefined,
      xMax: undefined,
      yMax: undefined,
      isOverTime: true,
      series: [{ name: 'Training', points }],
    });
    const marks = [...root.querySelectorAll('.tick.middle')].map((mark) => mark.textContent);
    expect(marks).toHaveLength(5);
    expect(marks.at(-1)).toMatch(/Jan\s8|Jan\s9/);
    expect(root.querySelector('.legend')).toBeNull();
    await expect(root.host).toBeAccessible();
  });

  it('tells moments of one day apart by their time', async () => {
    const points = [9, 10].map((hour) => ({ x: Date.UTC(2026, 0, 5, hour), y: hour }));
    const root = show({ ...roc, xMin: undefined, xMax: undefined, isOverTime: true, series: [{ name: 'A', points }] });
    const cells = [...root.querySelectorAll('tbody tr td')].map((cell) => cell.textContent);
    expect(new Set(cells).size).toBe(cells.length);
    await expect(root.host).toBeAccessible();
  });

  it('says that there is nothing without points', async () => {
    const root = show({ ...roc, series: [{ name: 'Model', points: [] }] });
    expect(root.querySelector('svg')).toBeNull();
    expect(root.querySelector('p')?.textContent).toBe('c.Common_Chart_Empty');
    await expect(root.host).toBeAccessible();
  });
});
