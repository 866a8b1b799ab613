import { LightningElement, api } from 'lwc';
import { bestThreshold, predictionsAt } from 'c/scoringCard';
import { formatLabel, formatNumber, formatPercent } from 'c/scoringText';
import type { ModelCard } from '@plumbline/contract';
import type { Predictions } from 'c/scoringCard';
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

/** Precision, recall and the confusion matrix of the test records at a threshold that the reader chooses. */
export default class ModelThreshold extends LightningElement {
  label = { CAPTION, EMPTY, MISSED, PRECISION, REACHED, RECALL, THRESHOLD };
  private shownCard?: ModelCard;
  private chosen?: number;

  @api get card(): ModelCard | undefined {
    return this.shownCard;
  }

  /** A new model starts at its threshold with the best F1. */
  set card(card: ModelCard | undefined) {
    this.shownCard = card;
    this.chosen = card && bestThreshold(card);
  }

  get predictions(): Predictions | undefined {
    return this.shownCard && predictionsAt(this.shownCard, this.chosen ?? 0);
  }

  get percent(): number {
    return Math.round(100 * (this.predictions?.threshold ?? 0));
  }

  handleThresholdChange({ detail }: CustomEvent<{ value: number }>): void {
    this.chosen = detail.value / 100;
  }

  get rows(): { key: string; name: string; reached: string; missed: string }[] {
    if (this.predictions === undefined) return [];
    const { truePositives, falsePositives, falseNegatives, trueNegatives, threshold } = this.predictions;
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
    return this.predictions?.precision === undefined ? UNDEFINED : formatPercent(this.predictions.precision, 1);
  }

  get recall(): string {
    return this.predictions?.recall === undefined ? UNDEFINED : formatPercent(this.predictions.recall, 1);
  }

  get precisionWords(): string {
    const { predicted = 0, truePositives = 0, threshold = 0 } = this.predictions ?? {};
    return formatLabel(PRECISION_WORDS, formatNumber(predicted), formatPercent(threshold), formatNumber(truePositives));
  }

  get recallWords(): string {
    const { reached = 0, truePositives = 0 } = this.predictions ?? {};
    return formatLabel(RECALL_WORDS, formatNumber(truePositives), formatNumber(reached));
  }
}
