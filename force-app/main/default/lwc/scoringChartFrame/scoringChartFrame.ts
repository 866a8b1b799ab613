import { LightningElement, api } from 'lwc';
import EMPTY from '@salesforce/label/c.Common_Chart_Empty';

/** The texts of one row of the table: the first one is the heading of the row. */
export type ChartRow = readonly [heading: string, ...cells: string[]];

type TableRow = { key: number; heading: string; cells: { key: number; text: string }[] };

/**
 * The frame of every chart: its title, the drawing in the default slot as one image with a description, and a table with
 * the same values for screen readers. An empty chart shows a text instead.
 */
export default class ScoringChartFrame extends LightningElement {
  @api heading = '';
  /** What the drawing shows, in a sentence: the text alternative of the image. */
  @api summary = '';
  @api isEmpty = false;
  /** The column headings of the table, the row heading included. */
  @api columns: readonly string[] = [];
  @api rows: readonly ChartRow[] = [];
  label = { EMPTY };

  get tableRows(): TableRow[] {
    return this.rows.map(([heading, ...cells], key) => ({
      key,
      heading,
      cells: cells.map((text, at) => ({ key: at, text })),
    }));
  }
}
