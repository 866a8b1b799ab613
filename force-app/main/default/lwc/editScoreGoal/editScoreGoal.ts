import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { updateRecord } from 'lightning/uiRecordApi';
import type { ScoreGoal } from 'c/scoringGoal';
import { saveAndClose } from 'c/scoringDialog';
import DESCRIPTION from '@salesforce/label/c.Goal_Description';
import ONLY from '@salesforce/label/c.Goal_Description_Only';

/** The dialog *Edit instance*: only the description of a goal can change. Closes with true when it is saved. */
export default class EditScoreGoal extends LightningModal {
  @api goal!: ScoreGoal;
  labels = { DESCRIPTION, ONLY };
  text?: string;
  failure = '';
  isBusy = false;

  get shownDescription(): string {
    return this.text ?? this.goal.Description__c ?? '';
  }

  handleDescriptionChange({ detail }: CustomEvent<{ value: string }>): void {
    this.text = detail.value;
  }

  handleCancel(): void {
    this.close();
  }

  async handleSave(): Promise<void> {
    const description = this.shownDescription.trim();
    const fields = { Id: this.goal.Id, Description__c: description === '' ? null : description };
    await saveAndClose(this, async () => updateRecord({ fields }));
  }
}
