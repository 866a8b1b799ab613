import { createElement } from 'lwc';
import ScoringChartFrame from 'c/scoringChartFrame';
import { allOf, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

async function show(
  given: Partial<Pick<ScoringChartFrame, 'heading' | 'summary' | 'isEmpty' | 'columns' | 'rows'>>,
): Promise<HTMLElement> {
  const element = createElement('c-scoring-chart-frame', { is: ScoringChartFrame });
  Object.assign(element, given);
  document.body.appendChild(element);
  await settle();
  return element;
}

const chart = {
  heading: 'Score distribution',
  summary: 'Most records have a score from 1 to 10.',
  columns: ['Score', 'Records', 'Share'],
  rows: [
    ['1 to 10', '800', '80 %'],
    ['11 to 20', '200', '20 %'],
  ] as const,
};

afterEach(() => document.body.replaceChildren());

describe('c-scoring-chart-frame', () => {
  it('gives the drawing a text alternative and the same values as a table', async () => {
    const element = await show(chart);
    const [image] = allOf(element, '[role="img"]');
    expect(image?.getAttribute('aria-label')).toBe(chart.summary);
    const texts = (selector: string): string[] => allOf(element, selector).map((cell) => textOf(cell).trim());
    expect(texts('caption')).toEqual([chart.heading]);
    expect(texts('th[scope="col"]')).toEqual(chart.columns);
    expect(texts('th[scope="row"]')).toEqual(['1 to 10', '11 to 20']);
    expect(texts('td')).toEqual(['800', '80 %', '200', '20 %']);
    await expect(element).toBeAccessible();
  });

  it('says that there is nothing to draw, without an image or a table', async () => {
    const element = await show({ ...chart, isEmpty: true });
    expect(textOf(element)).toContain('c.Common_Chart_Empty');
    expect(allOf(element, '[role="img"], table')).toHaveLength(0);
    await expect(element).toBeAccessible();
  });
});
