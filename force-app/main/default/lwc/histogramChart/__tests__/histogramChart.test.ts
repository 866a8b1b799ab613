import { createElement } from 'lwc';
import HistogramChart from 'c/histogramChart';

const chart = { heading: 'Scores', summary: 'Most score low', xLabel: 'Score', yLabel: 'Records' };
const bins = [
  { from: 1, to: 10, count: 1200 },
  { from: 11, to: 20, count: 300, isMarked: true },
  { from: 21, to: 30, count: 0 },
];

function show(properties: Record<string, unknown>): ShadowRoot {
  const element = createElement('c-histogram-chart', { is: HistogramChart });
  Object.assign(element, chart, properties);
  document.body.appendChild(element);
  return element.shadowRoot as ShadowRoot;
}

describe('c-histogram-chart', () => {
  afterEach(() => document.body.replaceChildren());

  it('draws a bar as high as its count', async () => {
    const root = show({ bins });
    const heights = [...root.querySelectorAll('rect')].map((bar) => Number(bar.getAttribute('height')));
    expect((heights[0] ?? 0) / (heights[1] ?? 1)).toBeCloseTo(4);
    expect(heights[2]).toBe(0);
    await expect(root.host).toBeAccessible();
  });

  it('marks a bar with an arrow, not by colour alone', async () => {
    const root = show({ bins });
    expect(root.querySelectorAll('.bin_marked')).toHaveLength(1);
    expect(root.querySelectorAll('.arrow')).toHaveLength(1);
    await expect(root.host).toBeAccessible();
  });

  it('says where bins begin and end, also in its table', async () => {
    const root = show({ bins });
    expect([...root.querySelectorAll('.tick.middle')].map((mark) => mark.textContent)).toEqual(['1', '11', '21', '30']);
    expect([...root.querySelectorAll('td')].map((cell) => cell.textContent)).toEqual(['1,200', '300', '0']);
    await expect(root.host).toBeAccessible();
  });

  it('says that there is nothing without counts', async () => {
    const root = show({ bins: [{ from: 1, to: 10, count: 0 }] });
    expect(root.querySelector('p')?.textContent).toBe('c.Common_Chart_Empty');
    expect(root.querySelector('svg')).toBeNull();
    await expect(root.host).toBeAccessible();
  });
});
