import { createElement } from 'lwc';
import ScoringPlot from 'c/scoringPlot';
import type { PlotChart } from 'c/scoringPlot';
import { allOf, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

async function show(chart?: PlotChart): Promise<HTMLElement> {
  const element = createElement('c-scoring-plot', { is: ScoringPlot });
  Object.assign(element, { heading: 'Calibration', summary: 'Most dots lie on the line.', xLabel: 'Predicted', chart });
  document.body.appendChild(element);
  await settle();
  return element;
}

const chart: PlotChart = {
  isEmpty: false,
  xMarks: [{ key: 1, at: 40, label: '0.5' }],
  yMarks: [{ key: 2, at: 20, label: '10 %' }],
  columns: [{ key: 'c', x: 1, y: 2, width: 3, height: 4, style: 'first', title: '12 records' }],
  paths: [{ key: 'p', style: 'second', d: 'M0,0L1,1' }],
  dots: [{ key: 'd', x: 5, y: 6, style: 'second', title: '3 % of 40' }],
  legend: [
    { key: 'one', name: 'This model', style: 'first' },
    { key: 'two', name: 'Perfect', style: 'second', isLine: true },
  ],
  tableColumns: ['Predicted', 'Reached'],
  tableRows: [['0.5', '10 %']],
};

afterEach(() => document.body.replaceChildren());

describe('c-scoring-plot', () => {
  it('draws marks, columns, lines and dots where the chart says, each with its value on hover', async () => {
    const element = await show(chart);
    expect(allOf(element, 'text.tick').map((mark) => textOf(mark).trim())).toEqual(['10 %', '0.5']);
    const [column] = allOf(element, 'rect.first');
    expect(['x', 'y', 'width', 'height'].map((name) => column?.getAttribute(name))).toEqual(['1', '2', '3', '4']);
    expect(allOf(element, 'title').map((title) => textOf(title).trim())).toEqual(['12 records', '3 % of 40']);
    expect(allOf(element, '.drawing path').map((path) => path.getAttribute('d'))).toEqual(['M0,0L1,1']);
    expect(allOf(element, '.legend li').map((item) => textOf(item).trim())).toEqual(['This model', 'Perfect']);
    expect(allOf(element, 'td').map((cell) => textOf(cell).trim())).toEqual(['10 %']);
    await expect(element).toBeAccessible();
  });

  it('says that there is nothing to draw, for an empty chart and for none', async () => {
    for (const nothing of [undefined, { ...chart, isEmpty: true }]) {
      const element = await show(nothing);
      expect(textOf(element)).toContain('c.Common_Chart_Empty');
      expect(allOf(element, 'svg.drawing')).toHaveLength(0);
      await expect(element).toBeAccessible();
    }
  });
});
