import { createElement } from 'lwc';
import ModelCharts from 'c/modelCharts';
import { modelCard } from '../../../../../../test/force-app/lwc/model-card';
import { allOf, textOf } from '../../../../../../test/force-app/lwc/shown';

function show(changed: object): HTMLElement {
  const element = createElement('c-model-charts', { is: ModelCharts });
  Object.assign(element, { card: { ...modelCard, ...changed } });
  document.body.appendChild(element);
  return element;
}

type Chart = HTMLElement & { heading: string; series: { points: { x: number; y: number }[] }[] };
const chartOf = (element: HTMLElement, heading: string): Chart | undefined =>
  (allOf(element, 'c-line-chart, c-bar-chart, c-histogram-chart') as Chart[]).find(
    (chart) => chart.heading === heading,
  );

afterEach(() => document.body.replaceChildren());

describe('c-model-charts', () => {
  it('draws ROC, lift, calibration, scores, conversion by band and factors', async () => {
    const element = show({});
    const headings = ['Roc', 'Lift', 'Calibration', 'Scores', 'Bands', 'Factors'].map((name) => `c.Model_${name}`);
    expect(headings.map((heading) => chartOf(element, heading)?.heading)).toEqual(headings);
    expect(chartOf(element, 'c.Model_Roc')?.series[0]?.points.at(-1)).toEqual({ x: 100, y: 100 });
    await expect(element).toBeAccessible();
  });

  it('compares probabilities with the diagonal of a square that holds every point', async () => {
    const calibration = [{ rows: 9, meanProbability: 0.2, positiveShare: 0.38 }];
    const element = show({ calibration });
    const [, diagonal] = chartOf(element, 'c.Model_Calibration')?.series ?? [];
    expect(diagonal?.points).toEqual([
      { x: 0, y: 0 },
      { x: 40, y: 40 },
    ]);
    await expect(element).toBeAccessible();
  });

  it('says of a band without records that there are none', () => {
    expect(textOf(show({}))).toContain('c.Model_No_Records');
  });

  it('draws what became of its scores, band by band, once that is known', async () => {
    expect(textOf(show({}))).toContain('c.Model_Realised_Later');
    const bands = [
      { band: 'High', records: 40, conversions: 21, expected: 19.26, conversion: 0.525 },
      { band: 'Medium', records: 0, conversions: 0, expected: 0 },
    ];
    const element = show({ realised: { measuredAt: '2026-11-20T00:00:00.000Z', bands } });
    const chart = chartOf(element, 'c.Model_Realised') as unknown as { bars: { value: number; text: string }[] };
    expect(chart.bars.map(({ value }) => value)).toEqual([0.525, 0]);
    expect(textOf(element)).not.toContain('c.Model_Realised_Later');
    expect(chart.bars[1]?.text).toBe('c.Model_Undefined');
    await expect(element).toBeAccessible();
  });

  it('says of each chart without figures that there is nothing to show', async () => {
    const none = { roc: [], lift: [], calibration: [], scores: [], bands: [], strongestFields: [] };
    const element = show(none);
    expect(textOf(element).split('c.Common_Chart_Empty')).toHaveLength(7);
    await expect(element).toBeAccessible();
  });
});
