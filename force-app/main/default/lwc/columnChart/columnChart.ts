import { LightningElement, api } from 'lwc';
import * as charts from 'c/scoringCharts';
import { formatNumber } from 'c/scoringText';
import type { Axis, Mark } from 'c/scoringCharts';
import EMPTY from '@salesforce/label/c.Common_Chart_Empty';

/** One place of the chart: a count for each name, stacked. */
type Stack = { label: string; counts: number[] };

const { plot } = charts;
const shownLabels = 5;
const total = (counts: number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Counts by place, of several names on top of each other: runs of each day by their status. */
export default class ColumnChart extends LightningElement {
  @api heading = '';
  /** What the drawing shows, in a sentence. */
  @api summary = '';
  @api xLabel = '';
  @api yLabel = '';
  @api names: readonly string[] = [];
  @api columns: readonly Stack[] = [];
  label = { EMPTY };
  plot = plot;
  viewBox = `0 0 ${plot.width} ${plot.height}`;
  xMiddle = (plot.left + plot.right) / 2;
  yTurn = `translate(12 ${(plot.top + plot.bottom) / 2}) rotate(-90)`;

  get isEmpty(): boolean {
    return this.columns.every(({ counts }) => total(counts) === 0);
  }

  get yAxis(): Axis {
    return charts.axisOf(
      this.columns.map(({ counts }) => total(counts)),
      { min: 0, isWhole: true },
    );
  }

  get yMarks(): Mark[] {
    return charts.marksUpward(this.yAxis);
  }

  get xMarks(): Mark[] {
    const every = Math.ceil(this.columns.length / shownLabels);
    const wide = (plot.right - plot.left) / this.columns.length;
    return this.columns
      .map(({ label }, key) => ({ key, label, at: plot.left + (key + 0.5) * wide }))
      .filter(({ key }) => key % every === 0);
  }

  get boxes(): Record<string, string | number>[] {
    const axis = this.yAxis;
    return this.columns.flatMap(({ label, counts }, place) =>
      counts.flatMap((count, at) => {
        if (count === 0) return [];
        const base = total(counts.slice(0, at));
        return {
          ...charts.columnOf(axis, place, this.columns.length, base, base + count),
          key: `${place}-${at}`,
          style: `box box-${at + 1}`,
          title: `${label}: ${this.names[at]} ${formatNumber(count)}`,
        };
      }),
    );
  }

  get legend(): { key: number; name: string; style: string }[] {
    return this.names.map((name, key) => ({ key, name, style: `box box-${key + 1}` }));
  }

  /** Places without any count would be read out one by one. */
  get rows(): { key: number; label: string; cells: { key: number; count: string }[] }[] {
    return this.columns
      .map(({ label, counts }, key) => ({ label, counts, key }))
      .filter(({ counts }) => total(counts) > 0)
      .map(({ label, counts, key }) => ({
        key,
        label,
        cells: counts.map((count, at) => ({ key: at, count: formatNumber(count) })),
      }));
  }
}
