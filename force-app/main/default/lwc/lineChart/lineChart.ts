import { LightningElement, api } from 'lwc';
import * as charts from 'c/scoringCharts';
import type { ChartRow } from 'c/scoringChartFrame';
import type { LegendItem, PlotChart, PlotDot, PlotPath } from 'c/scoringPlot';
import { formatNumber } from 'c/scoringText';
import type { Axis, Mark, Point, Series } from 'c/scoringCharts';
import SERIES from '@salesforce/label/c.Common_Chart_Series';

/** More dots than these would hide their line. */
const mostDots = 16;
const lineStyles = 4;
const { plot } = charts;

function styleOf({ isDashed }: Series, index: number): string {
  return isDashed ? 'compared' : `line-${(index % lineStyles) + 1}`;
}

/** Lines over common axes. */
export default class LineChart extends LightningElement {
  @api heading = '';
  /** What the drawing shows, in a sentence. */
  @api summary = '';
  @api xLabel = '';
  @api yLabel = '';
  @api series: readonly Series[] = [];
  @api xMin?: number;
  @api xMax?: number;
  @api yMin?: number;
  @api yMax?: number;
  /** Whether `x` is a time in milliseconds. */
  @api isOverTime = false;

  get chart(): PlotChart {
    return {
      isEmpty: this.points.length === 0,
      xMarks: this.xMarks,
      yMarks: charts.marksUpward(this.yAxis),
      paths: this.paths,
      dots: this.dots,
      legend: this.legend,
      tableColumns: [SERIES, this.xLabel, this.yLabel],
      tableRows: this.tableRows,
    };
  }

  private get points(): Point[] {
    return this.series.flatMap(({ points }) => points);
  }

  private get xAxis(): Axis {
    const values = this.points.map(({ x }) => x);
    const ends = { min: this.xMin, max: this.xMax };
    return this.isOverTime ? charts.dateAxisOf(values, { ...ends, steps: 4 }) : charts.axisOf(values, ends);
  }

  private get yAxis(): Axis {
    const values = this.points.map(({ y }) => y);
    return charts.axisOf(values, { min: this.yMin ?? Math.min(0, ...values), max: this.yMax });
  }

  private get xMarks(): Mark[] {
    const axis = this.xAxis;
    return axis.ticks.map((value) => ({
      key: value,
      label: this.isOverTime ? charts.formatShortDate(value) : charts.formatTick(value, axis),
      at: charts.positionOf(axis, value, plot.left, plot.right),
    }));
  }

  private get paths(): PlotPath[] {
    return this.series.map((line, index) => ({
      key: String(index),
      style: `line ${styleOf(line, index)}`,
      d: charts.pathOf(this.positionsOf(line)),
    }));
  }

  private get dots(): PlotDot[] {
    return this.series.flatMap((line, index) => {
      if (line.isDashed || line.points.length > mostDots) return [];
      return this.positionsOf(line).map((position, at) => ({
        ...position,
        key: `${index}-${at}`,
        style: `dot ${styleOf(line, index)}`,
        title: this.titleOf(line.name, line.points[at]),
      }));
    });
  }

  /** A single line needs no legend: the axis names it. */
  private get legend(): LegendItem[] {
    if (this.series.length < 2) return [];
    return this.series.map((line, index) => ({
      key: String(index),
      name: line.name,
      style: `line ${styleOf(line, index)}`,
      isLine: true,
    }));
  }

  private get tableRows(): ChartRow[] {
    return this.series.flatMap(({ name, points }) =>
      points.map(({ x, y }): ChartRow => [name, this.formatX(x), formatNumber(y, 3)]),
    );
  }

  private positionsOf({ points }: Series): Point[] {
    const [xAxis, yAxis] = [this.xAxis, this.yAxis];
    return points.map(({ x, y }) => ({
      x: charts.positionOf(xAxis, x, plot.left, plot.right),
      y: charts.positionOf(yAxis, y, plot.bottom, plot.top),
    }));
  }

  private formatX(x: number): string {
    return this.isOverTime ? charts.formatTime(x, this.xAxis) : formatNumber(x, 3);
  }

  private titleOf(name: string, point: Point | undefined): string {
    return point === undefined ? name : `${name}: ${this.formatX(point.x)}, ${formatNumber(point.y, 3)}`;
  }
}
