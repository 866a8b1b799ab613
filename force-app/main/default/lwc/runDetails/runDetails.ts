import { LightningElement, api } from 'lwc';
import AcceptRemovals from 'c/acceptRemovals';
import type { Fact } from 'c/scoringFacts';
import { formatDateTime, formatNumber } from 'c/scoringText';
import { messagesOf, skippedReasonsOf } from 'c/scoringRun';
import type { ScoreRun } from 'c/scoringRun';
import type { RunMessage } from '@plumbline/contract';
import ACCEPT from '@salesforce/label/c.Run_Accept';
import ACCEPT_TITLE from '@salesforce/label/c.Run_Accept_Title';
import AUC from '@salesforce/label/c.Run_Auc';
import CHANGED from '@salesforce/label/c.Run_Changed';
import ENDED from '@salesforce/label/c.Run_Ended';
import FAILED from '@salesforce/label/c.Run_Failed';
import MESSAGES from '@salesforce/label/c.Run_Messages';
import MODEL from '@salesforce/label/c.Run_Model';
import NO_MESSAGES from '@salesforce/label/c.Run_No_Messages';
import READ from '@salesforce/label/c.Run_Read';
import SCORED from '@salesforce/label/c.Run_Scored';
import SKIPPED from '@salesforce/label/c.Run_Skipped';
import SKIPPED_WHY from '@salesforce/label/c.Run_Skipped_Why';

/**
 * The details of a run: counts, reasons for skipped records, messages, and the model it trained or used. Dispatches
 * `restart` when a stopped run has started again.
 */
export default class RunDetails extends LightningElement {
  @api run?: ScoreRun;
  /** Whether the viewer may accept that the run takes the scores it stopped for. */
  @api canAccept = false;
  label = { ACCEPT, MESSAGES, NO_MESSAGES, SKIPPED_WHY };

  get facts(): Fact[] {
    const { Read__c, Scored__c, Changed__c, Skipped__c, Failed__c, Model_Version__c, Test_AUC__c, Job_End__c } =
      this.run ?? {};
    const figures: [string, number | undefined, number][] = [
      [READ, Read__c, 0],
      [SCORED, Scored__c, 0],
      [CHANGED, Changed__c, 0],
      [SKIPPED, Skipped__c, 0],
      [FAILED, Failed__c, 0],
      [AUC, Test_AUC__c, 3],
    ];
    const facts = figures.flatMap(([name, figure, digits]) => {
      return figure === undefined ? [] : { name, text: formatNumber(figure, digits) };
    });
    return [
      ...facts,
      ...(Model_Version__c === undefined ? [] : [{ name: MODEL, text: Model_Version__c }]),
      ...(Job_End__c === undefined ? [] : [{ name: ENDED, text: formatDateTime(Job_End__c) }]),
    ];
  }

  get reasons(): { key: number; count: string; reason: string }[] {
    const reasons = this.run === undefined ? [] : skippedReasonsOf(this.run);
    return reasons.map(({ count, reason }, key) => ({ key, count: formatNumber(count), reason }));
  }

  get hasReasons(): boolean {
    return this.reasons.length > 0;
  }

  get messages(): RunMessage[] {
    return this.run === undefined ? [] : messagesOf(this.run);
  }

  get hasMessages(): boolean {
    return this.messages.length > 0;
  }

  async handleAccept(): Promise<void> {
    const { run } = this;
    const hasStarted = await AcceptRemovals.open<boolean>({ label: ACCEPT_TITLE, size: 'small', run });
    if (hasStarted === true) this.dispatchEvent(new CustomEvent('restart'));
  }
}
