import { createElement } from 'lwc';
import ColumnChart from 'c/columnChart';
import { allOf } from '../../../../../../test/force-app/lwc/shown';

const chart = {
  heading: 'Runs by day',
  summary: 'Two days, one failure',
  xLabel: 'Day',
  yLabel: 'Runs',
  names: ['Successful', 'Failed'],
};

function show(properties: Record<string, unknown>): HTMLElement {
  const element = createElement('c-column-chart', { is: ColumnChart });
  Object.assign(element, chart, properties);
  document.body.appendChild(element);
  return element;
}

describe('c-column-chart', () => {
  afterEach(() => document.body.replaceChildren());

  it('stacks the counts of a day, and leaves out what did not happen', async () => {
    const element = show({
      columns: [
        { label: 'May 1', counts: [2, 1] },
        { label: 'May 2', counts: [0, 0] },
        { label: 'May 3', counts: [1, 0] },
      ],
    });
    const boxes = allOf(element, '.drawing rect');
    expect(boxes.map((box) => box.querySelector('title')?.textContent)).toEqual([
      'May 1: Successful 2',
      'May 1: Failed 1',
      'May 3: Successful 1',
    ]);
    expect(Number(boxes[0]?.getAttribute('height')) / Number(boxes[1]?.getAttribute('height'))).toBeCloseTo(2);
    expect(allOf(element, 'tbody tr').map((row) => row.textContent)).toEqual(['May 121', 'May 310']);
    await expect(element).toBeAccessible();
  });

  it('writes only so many days under the drawing as there is place for', async () => {
    const element = show({
      columns: Array.from({ length: 90 }, (_, day) => ({ label: `day ${day}`, counts: [1, 0] })),
    });
    expect(allOf(element, '.tick.middle')).toHaveLength(5);
    await expect(element).toBeAccessible();
  });

  it('says that there is nothing without counts', async () => {
    const element = show({ columns: [{ label: 'May 1', counts: [0, 0] }] });
    expect(allOf(element, 'p')[0]?.textContent).toBe('c.Common_Chart_Empty');
    await expect(element).toBeAccessible();
  });
});
