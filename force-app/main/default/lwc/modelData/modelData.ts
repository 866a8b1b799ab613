import { LightningElement, api } from 'lwc';
import type { Fact } from 'c/scoringFacts';
import { formatDateTime, formatLabel, formatNumber } from 'c/scoringText';
import type { ModelCard } from '@plumbline/contract';
import AS_OF from '@salesforce/label/c.Model_As_Of';
import BY_CHANCE from '@salesforce/label/c.Model_Split_Chance';
import BY_TIME from '@salesforce/label/c.Model_Split_Time';
import FIELD from '@salesforce/label/c.Model_Field';
import LEARNER from '@salesforce/label/c.Model_Learner';
import LEFT_OUT from '@salesforce/label/c.Model_Left_Out';
import LEFT_OUT_ROWS from '@salesforce/label/c.Model_Left_Out_Rows';
import LIMITS from '@salesforce/label/c.Model_Limits';
import MESSAGES from '@salesforce/label/c.Run_Messages';
import NONE_LEFT_OUT from '@salesforce/label/c.Model_None_Left_Out';
import NO_MESSAGES from '@salesforce/label/c.Run_No_Messages';
import REASON from '@salesforce/label/c.Model_Reason';
import ROWS from '@salesforce/label/c.Model_Rows';
import SEED from '@salesforce/label/c.Model_Seed';
import SPLIT from '@salesforce/label/c.Model_Split';
import TEST from '@salesforce/label/c.Model_Test_Rows';
import TITLE from '@salesforce/label/c.Model_Data';
import TRAINED from '@salesforce/label/c.Model_Trained';
import TRAINING from '@salesforce/label/c.Model_Training_Rows';
import VERSION from '@salesforce/label/c.Run_Model';
import WHY from '@salesforce/label/c.Model_Why';

/** How a model was trained: rows, dates, split, learner, known limits, excluded fields with their reasons, messages. */
export default class ModelData extends LightningElement {
  @api card?: ModelCard;
  label = { FIELD, LEFT_OUT, LIMITS, MESSAGES, NONE_LEFT_OUT, NO_MESSAGES, REASON, TITLE };

  get facts(): Fact[] {
    if (this.card === undefined) return [];
    const { version, trainedAt, asOf, learner, learnerReason, seed, splitBy, leftOutRows } = this.card;
    const { trainingRows, trainingPositives, testRows, testPositives } = this.card;
    return [
      { name: VERSION, text: version },
      { name: TRAINED, text: formatDateTime(trainedAt) },
      { name: AS_OF, text: formatDateTime(asOf) },
      { name: TRAINING, text: formatLabel(ROWS, formatNumber(trainingRows), formatNumber(trainingPositives)) },
      { name: TEST, text: formatLabel(ROWS, formatNumber(testRows), formatNumber(testPositives)) },
      { name: LEFT_OUT_ROWS, text: formatNumber(leftOutRows) },
      { name: SPLIT, text: splitBy === 'time' ? BY_TIME : BY_CHANCE },
      { name: LEARNER, text: learner },
      ...(learnerReason === undefined ? [] : [{ name: WHY, text: learnerReason }]),
      { name: SEED, text: String(seed) },
    ];
  }

  get limits(): { key: number; text: string }[] {
    return (this.card?.limits ?? []).map((text, key) => ({ key, text }));
  }

  get hasLimits(): boolean {
    return this.limits.length > 0;
  }

  get leftOut(): { key: number; label: string; reason: string }[] {
    return (this.card?.leftOutFields ?? []).map(({ label, reason }, key) => ({ key, label, reason }));
  }

  get hasLeftOut(): boolean {
    return this.leftOut.length > 0;
  }

  get messages(): ModelCard['messages'] {
    return this.card?.messages ?? [];
  }

  get hasMessages(): boolean {
    return this.messages.length > 0;
  }
}
