import { LightningElement, api } from 'lwc';
import * as charts from 'c/scoringCharts';
import type { ChartRow } from 'c/scoringChartFrame';
import type { LegendItem, PlotChart, PlotColumn } from 'c/scoringPlot';
import { formatNumber } from 'c/scoringText';
import type { Axis, Mark } from 'c/scoringCharts';

/** One position on the horizontal axis: its label, and a count for each name. */
type Stack = { label: string; counts: number[] };

const { plot } = charts;
const mostLabels = 5;
const total = (counts: number[]): number => counts.reduce((sum, count) => sum + count, 0);
const styleOf = (at: number): string => `box box-${at + 1}`;

/** Stacked columns: several counts for each position, for example the runs of each day by their status. */
export default class ColumnChart extends LightningElement {
  @api heading = '';
  /** What the drawing shows, in a sentence. */
  @api summary = '';
  @api xLabel = '';
  @api yLabel = '';
  @api names: readonly string[] = [];
  @api columns: readonly Stack[] = [];

  get chart(): PlotChart {
    return {
      isEmpty: this.columns.every(({ counts }) => total(counts) === 0),
      xMarks: this.xMarks,
      yMarks: charts.marksUpward(this.yAxis),
      columns: this.boxes,
      legend: this.legend,
      tableColumns: [this.xLabel, ...this.names],
      tableRows: this.tableRows,
    };
  }

  private get yAxis(): Axis {
    return charts.axisOf(
      this.columns.map(({ counts }) => total(counts)),
      { min: 0, isWhole: true },
    );
  }

  private get xMarks(): Mark[] {
    const every = Math.ceil(this.columns.length / mostLabels);
    const width = (plot.right - plot.left) / this.columns.length;
    return this.columns
      .map(({ label }, key) => ({ key, label, at: plot.left + (key + 0.5) * width }))
      .filter(({ key }) => key % every === 0);
  }

  private get boxes(): PlotColumn[] {
    const axis = this.yAxis;
    return this.columns.flatMap(({ label, counts }, place) =>
      counts.flatMap((count, at) => {
        if (count === 0) return [];
        const base = total(counts.slice(0, at));
        return {
          ...charts.columnOf(axis, place, this.columns.length, base, base + count),
          key: `${place}-${at}`,
          style: styleOf(at),
          title: `${label}: ${this.names[at]} ${formatNumber(count)}`,
        };
      }),
    );
  }

  private get legend(): LegendItem[] {
    return this.names.map((name, at) => ({ key: String(at), name, style: styleOf(at) }));
  }

  /** A screen reader would read every position, so those without any count are left out. */
  private get tableRows(): ChartRow[] {
    return this.columns
      .filter(({ counts }) => total(counts) > 0)
      .map(({ label, counts }) => [label, ...counts.map((count) => formatNumber(count))]);
  }
}
