import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { deleteRecord } from 'lightning/uiRecordApi';
import type { MaintenanceWindow } from 'c/scoringWindow';
import { formatLabel, messageOf } from 'c/scoringText';
import CANCEL from '@salesforce/label/c.Common_Cancel';
import DELETE from '@salesforce/label/c.Setup_Delete';
import WHAT from '@salesforce/label/c.Setup_Window_Delete_What';

/** Asks before a maintenance window is deleted. Closes with true when it was. */
export default class DeleteMaintenanceWindow extends LightningModal {
  @api window!: MaintenanceWindow;
  labels = { CANCEL, DELETE };
  failure = '';
  isDeleting = false;

  get what(): string {
    return formatLabel(WHAT, this.window.Name);
  }

  cancel(): void {
    this.close();
  }

  async remove(): Promise<void> {
    this.isDeleting = true;
    this.failure = '';
    try {
      await deleteRecord(this.window.Id);
      this.close(true);
    } catch (error) {
      this.failure = messageOf(error);
      this.isDeleting = false;
    }
  }
}
