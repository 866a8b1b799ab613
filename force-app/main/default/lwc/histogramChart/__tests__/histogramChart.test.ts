import { createElement } from 'lwc';
import HistogramChart from 'c/histogramChart';
import { allOf } from '../../../../../../test/force-app/lwc/shown';

const chart = { heading: 'Scores', summary: 'Most score low', xLabel: 'Score', yLabel: 'Records' };
const bins = [
  { from: 1, to: 10, count: 1200 },
  { from: 11, to: 20, count: 300, isMarked: true },
  { from: 21, to: 30, count: 0 },
];

function show(properties: Record<string, unknown>): HTMLElement {
  const element = createElement('c-histogram-chart', { is: HistogramChart });
  Object.assign(element, chart, properties);
  document.body.appendChild(element);
  return element;
}

describe('c-histogram-chart', () => {
  afterEach(() => document.body.replaceChildren());

  it('draws a bar as high as its count', async () => {
    const element = show({ bins });
    const heights = allOf(element, 'rect').map((bar) => Number(bar.getAttribute('height')));
    expect((heights[0] ?? 0) / (heights[1] ?? 1)).toBeCloseTo(4);
    expect(heights[2]).toBe(0);
    await expect(element).toBeAccessible();
  });

  it('marks a bar with an arrow, not by colour alone', async () => {
    const element = show({ bins });
    expect(allOf(element, '.bin_marked')).toHaveLength(1);
    expect(allOf(element, '.arrow')).toHaveLength(1);
    await expect(element).toBeAccessible();
  });

  it('says where bins begin and end, also in its table', async () => {
    const element = show({ bins });
    expect(allOf(element, '.tick.middle').map((mark) => mark.textContent)).toEqual(['1', '11', '21', '30']);
    expect(allOf(element, 'td').map((cell) => cell.textContent)).toEqual(['1,200', '300', '0']);
    await expect(element).toBeAccessible();
  });

  it('says that there is nothing without counts', async () => {
    const element = show({ bins: [{ from: 1, to: 10, count: 0 }] });
    expect(allOf(element, 'p')[0]?.textContent).toBe('c.Common_Chart_Empty');
    expect(allOf(element, 'svg')).toHaveLength(0);
    await expect(element).toBeAccessible();
  });
});
