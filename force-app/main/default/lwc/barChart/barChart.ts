import { LightningElement, api } from 'lwc';
import EMPTY from '@salesforce/label/c.Common_Chart_Empty';
import ITEM from '@salesforce/label/c.Common_Chart_Item';
import VALUE from '@salesforce/label/c.Common_Chart_Value';

type Bar = { label: string; value: number; text: string };

/** Values side by side, the longest bar as wide as the place allows. */
export default class BarChart extends LightningElement {
  @api heading = '';
  /** What the drawing shows, in a sentence. */
  @api summary = '';
  @api bars: readonly Bar[] = [];
  label = { EMPTY, ITEM, VALUE };

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
}
