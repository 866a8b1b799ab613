import { LightningElement, api } from 'lwc';
import * as charts from 'c/scoringCharts';
import type { PlotChart, PlotColumn, PlotPath } from 'c/scoringPlot';
import { formatLabel, formatNumber } from 'c/scoringText';
import type { Axis, Mark } from 'c/scoringCharts';
import RANGE from '@salesforce/label/c.Common_Chart_Range';

type Bin = { from: number; to: number; count: number; isMarked?: boolean };

const { plot } = charts;
const mostLabels = 10;

/** How many values fall into each bin; the bin that the reader looks for can be marked. */
export default class HistogramChart extends LightningElement {
  @api heading = '';
  /** What the drawing shows, in a sentence. */
  @api summary = '';
  @api xLabel = '';
  @api yLabel = '';
  @api bins: readonly Bin[] = [];

  get chart(): PlotChart {
    return {
      isEmpty: this.bins.every(({ count }) => count === 0),
      xMarks: this.xMarks,
      yMarks: charts.marksUpward(this.yAxis),
      columns: this.columns,
      paths: this.arrows,
      tableColumns: [this.xLabel, this.yLabel],
      tableRows: this.bins.map((bin) => [rangeOf(bin), formatNumber(bin.count)]),
    };
  }

  private get yAxis(): Axis {
    return charts.axisOf(
      this.bins.map(({ count }) => count),
      { min: 0, isWhole: true },
    );
  }

  /** Where each bin begins, and where the last one ends. */
  private get xMarks(): Mark[] {
    const width = (plot.right - plot.left) / this.bins.length;
    const begins = this.bins.map(({ from }, at) => ({
      key: at,
      label: formatNumber(from, 2),
      at: plot.left + at * width,
    }));
    const last = formatNumber(this.bins.at(-1)?.to ?? 0, 2);
    const every = Math.ceil(this.bins.length / mostLabels);
    const kept = begins.filter(({ key }) => key % every === 0);
    return [...kept, { key: this.bins.length, label: last, at: plot.right }];
  }

  private get columns(): PlotColumn[] {
    return this.bins.map((bin, at) => ({
      ...this.columnAt(at),
      key: String(at),
      style: bin.isMarked ? 'bin bin_marked' : 'bin',
      title: `${rangeOf(bin)}: ${formatNumber(bin.count)}`,
    }));
  }

  /** An arrow above each marked bin, because colour alone must not mark it. */
  private get arrows(): PlotPath[] {
    return this.bins.flatMap(({ isMarked }, at) => {
      if (!isMarked) return [];
      const { x, y, width } = this.columnAt(at);
      return { key: String(at), style: 'arrow', d: `M${x + width / 2},${y - 2}l-5,-8h10z` };
    });
  }

  private columnAt(at: number): charts.Column {
    return charts.columnOf(this.yAxis, at, this.bins.length, 0, this.bins[at]?.count ?? 0);
  }
}

const rangeOf = ({ from, to }: Bin): string => formatLabel(RANGE, formatNumber(from, 2), formatNumber(to, 2));
