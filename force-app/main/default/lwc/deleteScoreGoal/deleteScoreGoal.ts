import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { deleteRecord } from 'lightning/uiRecordApi';
import { fieldsOfSet } from 'c/scoringGoal';
import type { ScoreGoal } from 'c/scoringGoal';
import { formatLabel, messageOf } from 'c/scoringText';
import CANCEL from '@salesforce/label/c.Common_Cancel';
import DELETE from '@salesforce/label/c.Goal_Delete';
import STAYS from '@salesforce/label/c.Goal_Delete_Stays';
import WHAT from '@salesforce/label/c.Goal_Delete_What';

/** Asks before a goal is deleted, and says what goes with it and what stays. Closes with true when it was deleted. */
export default class DeleteScoreGoal extends LightningModal {
  @api goal!: ScoreGoal;
  labels = { CANCEL, DELETE, WHAT };
  failure = '';
  isDeleting = false;

  get stays(): string {
    return formatLabel(STAYS, fieldsOfSet(this.goal.Score_Field__c).join(', '));
  }

  cancel(): void {
    this.close();
  }

  async remove(): Promise<void> {
    this.isDeleting = true;
    this.failure = '';
    try {
      await deleteRecord(this.goal.Id);
      this.close(true);
    } catch (error) {
      this.failure = messageOf(error);
      this.isDeleting = false;
    }
  }
}
