import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { deleteRecord } from 'lightning/uiRecordApi';
import { fieldsOfSet } from 'c/scoringGoal';
import type { ScoreGoal } from 'c/scoringGoal';
import { saveAndClose } from 'c/scoringDialog';
import { formatLabel } from 'c/scoringText';
import DELETE from '@salesforce/label/c.Goal_Delete';
import STAYS from '@salesforce/label/c.Goal_Delete_Stays';
import WHAT from '@salesforce/label/c.Goal_Delete_What';

/** Asks for confirmation, lists what is deleted and what stays, and deletes a goal. Closes with true when it is deleted. */
export default class DeleteScoreGoal extends LightningModal {
  @api goal!: ScoreGoal;
  labels = { DELETE, WHAT };
  failure = '';
  isBusy = false;

  get stays(): string {
    return formatLabel(STAYS, fieldsOfSet(this.goal.Score_Field__c).join(', '));
  }

  handleCancel(): void {
    this.close();
  }

  async handleDelete(): Promise<void> {
    await saveAndClose(this, async () => deleteRecord(this.goal.Id));
  }
}
