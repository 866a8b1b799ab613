import {
  axisOf,
  columnOf,
  dateAxisOf,
  formatTick,
  marksUpward,
  niceStep,
  pathOf,
  plot,
  positionOf,
} from 'c/scoringCharts';

const dayMs = 86_400_000;

describe('c-scoring-charts', () => {
  it('steps by 1, 2 or 5 times a power of ten', () => {
    expect([0.03, 0.2, 0.9, 1.1, 4, 7, 130].map(niceStep)).toEqual([0.05, 0.2, 1, 2, 5, 10, 200]);
  });

  it('includes every value', () => {
    for (const values of [[0], [5, 5], [0.31, 0.87], [3, 1000], [-7, 12], [0.001, 0.002]]) {
      const { from, to } = axisOf(values);
      expect(from).toBeLessThanOrEqual(Math.min(...values));
      expect(to).toBeGreaterThanOrEqual(Math.max(...values));
      expect(to).toBeGreaterThan(from);
    }
  });

  it('ends at the given values, with round marks between', () => {
    expect(axisOf([0.2, 0.4], { min: 0, max: 1 })).toEqual({
      from: 0,
      to: 1,
      step: 0.2,
      ticks: [0, 0.2, 0.4, 0.6, 0.8, 1],
    });
  });

  it('counts in whole numbers only', () => {
    expect(axisOf([0, 2], { min: 0, isWhole: true }).ticks).toEqual([0, 1, 2]);
  });

  it('marks times by whole days', () => {
    const { ticks, step } = dateAxisOf([0, 10 * dayMs], { steps: 4 });
    expect(step).toBe(3 * dayMs);
    expect(ticks).toEqual([0, 3, 6, 9].map((day) => day * dayMs));
    expect(dateAxisOf([0]).to).toBe(dayMs);
  });

  it('places values between the ends of the drawing, also upside down', () => {
    const axis = axisOf([0, 10], { min: 0, max: 10 });
    expect(positionOf(axis, 5, 100, 200)).toBe(150);
    expect(positionOf(axis, 10, plot.bottom, plot.top)).toBe(plot.top);
  });

  it('writes a path and as many digits as the steps need', () => {
    expect(
      pathOf([
        { x: 1, y: 2.04 },
        { x: 3, y: 4 },
      ]),
    ).toBe('M1,2L3,4');
    expect(formatTick(0.5, axisOf([0, 1]))).toBe('0.5');
    expect(formatTick(1500, axisOf([0, 5000]))).toBe('1,500');
    expect(marksUpward(axisOf([0, 1])).at(-1)).toEqual({ key: 1, label: '1', at: plot.top });
  });

  it('stands columns on each other without overlap', () => {
    const axis = axisOf([0, 10], { min: 0, max: 10 });
    const [below, above] = [columnOf(axis, 0, 4, 0, 5), columnOf(axis, 0, 4, 5, 10)];
    expect(above.y + above.height).toBe(below.y);
    expect(below.y + below.height).toBe(plot.bottom);
    expect(columnOf(axis, 3, 4, 0, 1).x + below.width).toBeLessThanOrEqual(plot.right);
  });
});
