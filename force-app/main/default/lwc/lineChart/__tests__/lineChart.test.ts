import { createElement } from 'lwc';
import LineChart from 'c/lineChart';
import { allOf } from '../../../../../../test/force-app/lwc/shown';

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

function show(properties: Record<string, unknown>): HTMLElement {
  const element = createElement('c-line-chart', { is: LineChart });
  Object.assign(element, properties);
  document.body.appendChild(element);
  return element;
}

describe('c-line-chart', () => {
  afterEach(() => document.body.replaceChildren());

  it('draws a line for each series, a dashed one without dots', async () => {
    const element = show(roc);
    expect(allOf(element, '.drawing path')).toHaveLength(2);
    expect(allOf(element, 'circle')).toHaveLength(3);
    expect(allOf(element, '.drawing path')[0]?.getAttribute('d')).toMatch(/^M52,172L200,.*L348,12$/);
    await expect(element).toBeAccessible();
  });

  it('is an image with a sentence, and a table with every point', async () => {
    const element = show(roc);
    expect(allOf(element, '[role="img"]')[0]?.getAttribute('aria-label')).toBe('AUC 0.7');
    const rows = allOf(element, 'tbody tr').map((row) => row.textContent);
    expect(rows).toEqual(['Model00', 'Model0.50.707', 'Model11', 'By chance00', 'By chance11']);
    await expect(element).toBeAccessible();
  });

  it('writes times as dates', async () => {
    const day = 86_400_000;
    const points = [0, 4, 8].map((days) => ({ x: days * day, y: days }));
    const element = show({
      ...roc,
      xMin: undefined,
      xMax: undefined,
      yMax: undefined,
      isOverTime: true,
      series: [{ name: 'Training', points }],
    });
    const marks = allOf(element, '.tick.middle').map((mark) => mark.textContent);
    expect(marks).toHaveLength(5);
    expect(marks.at(-1)).toMatch(/Jan\s8|Jan\s9/);
    expect(allOf(element, '.legend')).toHaveLength(0);
    await expect(element).toBeAccessible();
  });

  it('distinguishes times of one day', async () => {
    const points = [9, 10].map((hour) => ({ x: Date.UTC(2026, 0, 5, hour), y: hour }));
    const element = show({
      ...roc,
      xMin: undefined,
      xMax: undefined,
      isOverTime: true,
      series: [{ name: 'A', points }],
    });
    const cells = allOf(element, 'tbody tr td').map((cell) => cell.textContent);
    expect(new Set(cells).size).toBe(cells.length);
    await expect(element).toBeAccessible();
  });

  it('says that there is nothing without points', async () => {
    const element = show({ ...roc, series: [{ name: 'Model', points: [] }] });
    expect(allOf(element, 'svg')).toHaveLength(0);
    expect(allOf(element, 'p')[0]?.textContent).toBe('c.Common_Chart_Empty');
    await expect(element).toBeAccessible();
  });
});
