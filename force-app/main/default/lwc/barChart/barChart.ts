import { LightningElement, api } from 'lwc';
import type { ChartRow } from 'c/scoringChartFrame';
import ITEM from '@salesforce/label/c.Common_Chart_Item';
import VALUE from '@salesforce/label/c.Common_Chart_Value';

/** A value with its label, and the value as the viewer reads it. */
export type Bar = { label: string; value: number; text: string };

/** Horizontal bars; the longest one fills the available width. */
export default class BarChart extends LightningElement {
  @api heading = '';
  /** What the drawing shows, in a sentence. */
  @api summary = '';
  @api bars: readonly Bar[] = [];
  tableColumns = [ITEM, VALUE];

  get isEmpty(): boolean {
    return this.bars.length === 0;
  }

  get rows(): (Bar & { key: number; length: string })[] {
    const longest = Math.max(...this.bars.map(({ value }) => value), Number.EPSILON);
    return this.bars.map((bar, key) => ({
      ...bar,
      key,
      length: `inline-size: ${(100 * Math.max(0, bar.value)) / longest}%`,
    }));
  }

  get tableRows(): ChartRow[] {
    return this.bars.map(({ label, text }) => [label, text]);
  }
}
