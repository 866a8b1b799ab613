import { LightningElement, api } from 'lwc';
import * as charts from 'c/scoringCharts';
import { formatNumber } from 'c/scoringText';
import type { Axis, Mark, Point, Series } from 'c/scoringCharts';
import EMPTY from '@salesforce/label/c.Common_Chart_Empty';
import SERIES from '@salesforce/label/c.Common_Chart_Series';

type Line = { key: string; name: string; style: string; path: string; dots: Dot[] };
type Dot = { key: string; x: number; y: number; style: string; title: string };

/** More points than these would hide their line. */
const shownDots = 16;
const lineStyles = 4;
const { plot } = charts;

/** Lines over a common axis, as a drawing for the eye and as a table for a screen reader. */
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
  /** Whether `x` is a moment in milliseconds. */
  @api isOverTime = false;
  label = { EMPTY, SERIES };
  plot = plot;
  viewBox = `0 0 ${plot.width} ${plot.height}`;
  xMiddle = (plot.left + plot.right) / 2;
  yTurn = `translate(12 ${(plot.top + plot.bottom) / 2}) rotate(-90)`;

  get points(): Point[] {
    return this.series.flatMap(({ points }) => points);
  }

  get isEmpty(): boolean {
    return this.points.length === 0;
  }

  get hasLegend(): boolean {
    return this.series.length > 1;
  }

  get xAxis(): Axis {
    const values = this.points.map(({ x }) => x);
    const ends = { min: this.xMin, max: this.xMax };
    return this.isOverTime ? charts.dateAxisOf(values, { ...ends, steps: 4 }) : charts.axisOf(values, ends);
  }

  get yAxis(): Axis {
    const values = this.points.map(({ y }) => y);
    return charts.axisOf(values, { min: this.yMin ?? Math.min(0, ...values), max: this.yMax });
  }

  get xMarks(): Mark[] {
    const axis = this.xAxis;
    return axis.ticks.map((value) => ({
      key: value,
      label: this.isOverTime ? charts.formatShortDate(value) : charts.formatTick(value, axis),
      at: charts.positionOf(axis, value, plot.left, plot.right),
    }));
  }

  get yMarks(): Mark[] {
    return charts.marksUpward(this.yAxis);
  }

  get lines(): Line[] {
    const [xAxis, yAxis] = [this.xAxis, this.yAxis];
    return this.series.map(({ name, points, isDashed }, index) => {
      const style = isDashed ? 'compared' : `line-${(index % lineStyles) + 1}`;
      const placed = points.map(({ x, y }) => ({
        x: charts.positionOf(xAxis, x, plot.left, plot.right),
        y: charts.positionOf(yAxis, y, plot.bottom, plot.top),
      }));
      const dots = placed.map((place, at) => ({
        ...place,
        key: `${index}-${at}`,
        style: `dot ${style}`,
        title: this.titleOf(name, points[at]),
      }));
      return {
        key: `${index}`,
        name,
        path: charts.pathOf(placed),
        style: `line ${style}`,
        dots: isDashed || dots.length > shownDots ? [] : dots,
      };
    });
  }

  get rows(): { key: string; name: string; x: string; y: string }[] {
    return this.series.flatMap(({ name, points }, index) =>
      points.map((point, at) => ({
        key: `${index}-${at}`,
        name,
        x: this.formatX(point.x),
        y: formatNumber(point.y, 3),
      })),
    );
  }

  private formatX(x: number): string {
    return this.isOverTime ? charts.formatMoment(x, this.xAxis) : formatNumber(x, 3);
  }

  private titleOf(name: string, point: Point | undefined): string {
    return point === undefined ? name : `${name}: ${this.formatX(point.x)}, ${formatNumber(point.y, 3)}`;
  }
}
