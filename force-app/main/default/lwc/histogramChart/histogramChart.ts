import { LightningElement, api } from 'lwc';
import * as charts from 'c/scoringCharts';
import { formatLabel, formatNumber } from 'c/scoringText';
import type { Axis, Column, Mark } from 'c/scoringCharts';
import EMPTY from '@salesforce/label/c.Common_Chart_Empty';
import RANGE from '@salesforce/label/c.Common_Chart_Range';

type Bin = { from: number; to: number; count: number; isMarked?: boolean };

const { plot } = charts;

/** How many there are in each range of values; the range that a reader looks for may be marked. */
export default class HistogramChart extends LightningElement {
  @api heading = '';
  /** What the drawing shows, in a sentence. */
  @api summary = '';
  @api xLabel = '';
  @api yLabel = '';
  @api bins: readonly Bin[] = [];
  label = { EMPTY };
  plot = plot;
  viewBox = `0 0 ${plot.width} ${plot.height}`;
  xMiddle = (plot.left + plot.right) / 2;
  yTurn = `translate(12 ${(plot.top + plot.bottom) / 2}) rotate(-90)`;

  get isEmpty(): boolean {
    return this.bins.every(({ count }) => count === 0);
  }

  get yAxis(): Axis {
    return charts.axisOf(
      this.bins.map(({ count }) => count),
      { min: 0, isWhole: true },
    );
  }

  get yMarks(): Mark[] {
    return charts.marksUpward(this.yAxis);
  }

  /** Where each bin begins, and where the last one ends. */
  get xMarks(): Mark[] {
    const wide = (plot.right - plot.left) / this.bins.length;
    const begins = this.bins.map(({ from }, at) => ({
      key: at,
      label: formatNumber(from, 2),
      at: plot.left + at * wide,
    }));
    const last = formatNumber(this.bins.at(-1)?.to ?? 0, 2);
    const every = Math.ceil(this.bins.length / 10);
    const kept = begins.filter(({ key }) => key % every === 0);
    return [...kept, { key: this.bins.length, label: last, at: plot.right }];
  }

  get columns(): (Column & { key: number; style: string; title: string; arrow?: string })[] {
    const axis = this.yAxis;
    return this.bins.map((bin, at) => {
      const column = charts.columnOf(axis, at, this.bins.length, 0, bin.count);
      const middle = column.x + column.width / 2;
      return {
        ...column,
        key: at,
        style: bin.isMarked ? 'bin bin_marked' : 'bin',
        title: `${rangeOf(bin)}: ${formatNumber(bin.count)}`,
        arrow: bin.isMarked ? `M${middle},${column.y - 2}l-5,-8h10z` : undefined,
      };
    });
  }

  get rows(): { key: number; range: string; count: string }[] {
    return this.bins.map((bin, key) => ({ key, range: rangeOf(bin), count: formatNumber(bin.count) }));
  }
}

const rangeOf = ({ from, to }: Bin): string => formatLabel(RANGE, formatNumber(from, 2), formatNumber(to, 2));
