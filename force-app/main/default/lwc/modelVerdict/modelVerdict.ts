import { LightningElement, api } from 'lwc';
import type { Fact } from 'c/scoringFacts';
import { isThin, verdictOf } from 'c/scoringCard';
import { formatLabel, formatNumber, formatPercent } from 'c/scoringText';
import type { Look } from 'c/scoringText';
import type { ModelCard } from '@plumbline/contract';
import type { Verdict } from 'c/scoringCard';
import AUC from '@salesforce/label/c.Model_Auc';
import AUC_WORDS from '@salesforce/label/c.Model_Auc_Words';
import AVERAGE from '@salesforce/label/c.Model_Average';
import BASE_RATE from '@salesforce/label/c.Model_Base_Rate';
import CHANCE from '@salesforce/label/c.Model_Verdict_Chance';
import FAIR from '@salesforce/label/c.Model_Verdict_Fair';
import GAP from '@salesforce/label/c.Model_Probability_Gap';
import GAP_VALUE from '@salesforce/label/c.Model_Probability_Gap_Value';
import GAP_VALUE_ONE from '@salesforce/label/c.Model_Probability_Gap_Value_One';
import GOOD from '@salesforce/label/c.Model_Verdict_Good';
import INTERVAL from '@salesforce/label/c.Model_Interval';
import LIFT from '@salesforce/label/c.Model_Top_Lift';
import LIFT_VALUE from '@salesforce/label/c.Model_Top_Lift_Value';
import RANGE from '@salesforce/label/c.Common_Chart_Range';
import SUSPICIOUS from '@salesforce/label/c.Model_Verdict_Suspicious';
import THIN from '@salesforce/label/c.Model_Thin';
import UNKNOWN from '@salesforce/label/c.Model_Verdict_Unknown';
import VERY_GOOD from '@salesforce/label/c.Model_Verdict_Very_Good';
import WEAK from '@salesforce/label/c.Model_Verdict_Weak';

const looks: Record<Verdict, Look> = {
  unknown: { word: UNKNOWN, icon: 'utility:question_mark' },
  chance: { word: CHANCE, icon: 'utility:error', variant: 'error' },
  weak: { word: WEAK, icon: 'utility:warning', variant: 'warning' },
  fair: { word: FAIR, icon: 'utility:info' },
  good: { word: GOOD, icon: 'utility:success', variant: 'success' },
  'very-good': { word: VERY_GOOD, icon: 'utility:success', variant: 'success' },
  suspicious: { word: SUSPICIOUS, icon: 'utility:warning', variant: 'warning' },
};

/** The quality of a model in words, with the figures behind it. */
export default class ModelVerdict extends LightningElement {
  @api card?: ModelCard;

  get look(): Look {
    return looks[this.card === undefined ? 'unknown' : verdictOf(this.card)];
  }

  /** A test set with one outcome only measures nothing. */
  get isMeasured(): boolean {
    return this.card !== undefined && verdictOf(this.card) !== 'unknown';
  }

  get thin(): string | undefined {
    if (this.card === undefined || !isThin(this.card)) return undefined;
    return formatLabel(THIN, formatNumber(this.card.testPositives), formatNumber(this.card.testRows));
  }

  get words(): string {
    const { auc = 0, aucLow = 0, aucHigh = 0 } = this.card ?? {};
    return formatLabel(AUC_WORDS, ...[auc, aucLow, aucHigh].map((share) => formatNumber(100 * share)));
  }

  get facts(): Fact[] {
    if (this.card === undefined) return [];
    const { auc, aucLow, aucHigh, baseRate, averageRate, topDecileLift, expectedCalibrationError } = this.card;
    return [
      { name: AUC, text: formatNumber(auc, 3) },
      { name: INTERVAL, text: formatLabel(RANGE, formatNumber(aucLow, 3), formatNumber(aucHigh, 3)) },
      { name: BASE_RATE, text: formatPercent(baseRate, 1) },
      ...(averageRate === undefined ? [] : [{ name: AVERAGE, text: formatPercent(averageRate, 1) }]),
      { name: LIFT, text: formatLabel(LIFT_VALUE, formatNumber(topDecileLift, 1)) },
      { name: GAP, text: gapWords(100 * expectedCalibrationError) },
    ];
  }
}

/** A distance in percentage points, one decimal. */
function gapWords(points: number): string {
  const number = formatNumber(points, 1);
  return number === formatNumber(1) ? GAP_VALUE_ONE : formatLabel(GAP_VALUE, number);
}
