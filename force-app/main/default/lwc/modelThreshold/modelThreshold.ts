import { LightningElement, api } from 'lwc';
import { balancedThreshold, nearestCalls } from 'c/scoringCard';
import { formatLabel, formatNumber, formatPercent } from 'c/scoringText';
import type { ModelCard } from '@plumbline/contract';
import type { Calls } from 'c/scoringCard';
import ABOVE from '@salesforce/label/c.Model_At_Or_Above';
import BELOW from '@salesforce/label/c.Model_Below';
import CAPTION from '@salesforce/label/c.Model_Confusion';
import EMPTY from '@salesforce/label/c.Common_Chart_Empty';
import MISSED from '@salesforce/label/c.Model_Not_Reached';
import PRECISION from '@salesforce/label/c.Model_Precision';
import PRECISION_WORDS from '@salesforce/label/c.Model_Precision_Words';
import REACHED from '@salesforce/label/c.Model_Reached';
import RECALL from '@salesforce/label/c.Model_Recall';
import RECALL_WORDS from '@salesforce/label/c.Model_Recall_Words';
import THRESHOLD from '@salesforce/label/c.Model_Threshold';
import UNDEFINED from '@salesforce/label/c.Model_Undefined';

/** What calling every record at or above a probability would have meant, for a probability that the reader picks. */
export default class ModelThreshold extends LightningElement {
  label = { CAPTION, EMPTY, MISSED, PRECISION, REACHED, RECALL, THRESHOLD };
  private shownCard?: ModelCard;
  private chosen?: number;

  @api get card(): ModelCard | undefined {
    return this.shownCard;
  }

  /** Another model begins where its precision and recall are in balance. */
  set card(card: ModelCard | undefined) {
    this.shownCard = card;
    this.chosen = card && balancedThreshold(card);
  }

  get calls(): Calls | undefined {
    return this.shownCard && nearestCalls(this.shownCard, this.chosen ?? 0);
  }

  get percent(): number {
    return Math.round(100 * (this.calls?.threshold ?? 0));
  }

  choose({ detail }: CustomEvent<{ value: number }>): void {
    this.chosen = detail.value / 100;
  }

  get rows(): { key: string; name: string; reached: string; missed: string }[] {
    if (this.calls === undefined) return [];
    const { truePositives, falsePositives, falseNegatives, trueNegatives, threshold } = this.calls;
    const rows = [
      { key: 'above', text: ABOVE, counts: [truePositives, falsePositives] },
      { key: 'below', text: BELOW, counts: [falseNegatives, trueNegatives] },
    ];
    return rows.map(({ key, text, counts: [reached = 0, missed = 0] }) => ({
      key,
      name: formatLabel(text, formatPercent(threshold)),
      reached: formatNumber(reached),
      missed: formatNumber(missed),
    }));
  }

  get precision(): string {
    return this.calls?.precision === undefined ? UNDEFINED : formatPercent(this.calls.precision, 1);
  }

  get recall(): string {
    return this.calls?.recall === undefined ? UNDEFINED : formatPercent(this.calls.recall, 1);
  }

  get precisionWords(): string {
    const { called = 0, truePositives = 0, threshold = 0 } = this.calls ?? {};
    return formatLabel(PRECISION_WORDS, formatNumber(called), formatPercent(threshold), formatNumber(truePositives));
  }

  get recallWords(): string {
    const { reached = 0, truePositives = 0 } = this.calls ?? {};
    return formatLabel(RECALL_WORDS, formatNumber(truePositives), formatNumber(reached));
  }
}
