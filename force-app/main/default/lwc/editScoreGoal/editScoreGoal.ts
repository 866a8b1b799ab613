import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { updateRecord } from 'lightning/uiRecordApi';
import type { ScoreGoal } from 'c/scoringGoal';
import { messageOf } from 'c/scoringText';
import CANCEL from '@salesforce/label/c.Common_Cancel';
import DESCRIPTION from '@salesforce/label/c.Goal_Description';
import ONLY from '@salesforce/label/c.Goal_Description_Only';
import SAVE from '@salesforce/label/c.Goal_Save';

/** *Edit instance*: the description, which is all that ever changes of a goal. Closes with true when it was saved. */
export default class EditScoreGoal extends LightningModal {
  @api goal!: ScoreGoal;
  labels = { CANCEL, DESCRIPTION, ONLY, SAVE };
  text?: string;
  failure = '';
  isSaving = false;

  get shownDescription(): string {
    return this.text ?? this.goal.Description__c ?? '';
  }

  change({ detail }: CustomEvent<{ value: string }>): void {
    this.text = detail.value;
  }

  cancel(): void {
    this.close();
  }

  async save(): Promise<void> {
    this.isSaving = true;
    this.failure = '';
    try {
      const words = this.shownDescription.trim();
      await updateRecord({ fields: { Id: this.goal.Id, Description__c: words === '' ? null : words } });
      this.close(true);
    } catch (error) {
      this.failure = messageOf(error);
      this.isSaving = false;
    }
  }
}
