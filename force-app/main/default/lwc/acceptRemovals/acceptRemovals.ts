import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import acceptRemovals from '@salesforce/apex/ScoringAdminController.acceptRemovals';
import { saveAndClose } from 'c/scoringDialog';
import { removalsOf } from 'c/scoringRun';
import type { ScoreRun } from 'c/scoringRun';
import { formatLabel, formatNumber } from 'c/scoringText';
import ACCEPT from '@salesforce/label/c.Run_Accept';
import ONLY_IF from '@salesforce/label/c.Run_Accept_Only_If';
import WHAT from '@salesforce/label/c.Run_Accept_What';

/** Asks whether a stopped run may take the scores that it stopped for. Closes with true when it has started again. */
export default class AcceptRemovals extends LightningModal {
  @api run!: ScoreRun;
  labels = { ACCEPT, ONLY_IF };
  failure = '';
  isBusy = false;

  get what(): string {
    const { count = 0, scored = 0 } = removalsOf(this.run) ?? {};
    return formatLabel(WHAT, formatNumber(count), formatNumber(scored));
  }

  handleCancel(): void {
    this.close();
  }

  async handleAccept(): Promise<void> {
    await saveAndClose(this, async () => acceptRemovals({ runKey: this.run.Run_Key__c }));
  }
}
