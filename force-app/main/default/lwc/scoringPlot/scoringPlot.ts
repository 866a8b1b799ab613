import { LightningElement, api } from 'lwc';
import { plot } from 'c/scoringCharts';
import type { ChartRow } from 'c/scoringChartFrame';
import type { Column, Mark, Point } from 'c/scoringCharts';

/** The shapes of a chart, in units of the drawing. `style` is a class of this component; `title` shows on hover. */
export type PlotColumn = Column & { key: string; style: string; title: string };
export type PlotPath = { key: string; style: string; d: string };
export type PlotDot = Point & { key: string; style: string; title: string };
export type LegendItem = { key: string; name: string; style: string; isLine?: boolean };

/** What is drawn between the axes, and the same values as a table. */
export type PlotChart = {
  isEmpty: boolean;
  xMarks: readonly Mark[];
  yMarks: readonly Mark[];
  columns?: readonly PlotColumn[];
  paths?: readonly PlotPath[];
  dots?: readonly PlotDot[];
  legend?: readonly LegendItem[];
  tableColumns: readonly string[];
  tableRows: readonly ChartRow[];
};

const empty = { isEmpty: true, xMarks: [], yMarks: [], columns: [], paths: [], dots: [], legend: [] };

/** A chart with two axes: their marks and labels, columns, lines and dots between them, and a legend below. */
export default class ScoringPlot extends LightningElement {
  @api heading = '';
  @api summary = '';
  @api xLabel = '';
  @api yLabel = '';
  @api chart?: PlotChart;
  plot = plot;
  viewBox = `0 0 ${plot.width} ${plot.height}`;
  xMiddle = (plot.left + plot.right) / 2;
  yTurn = `translate(12 ${(plot.top + plot.bottom) / 2}) rotate(-90)`;

  get shown(): Required<PlotChart> {
    return { ...empty, tableColumns: [], tableRows: [], ...this.chart };
  }

  get hasLegend(): boolean {
    return this.shown.legend.length > 0;
  }
}
