import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { deleteRecord } from 'lightning/uiRecordApi';
import type { MaintenanceWindow } from 'c/scoringWindow';
import { saveAndClose } from 'c/scoringDialog';
import { formatLabel } from 'c/scoringText';
import DELETE from '@salesforce/label/c.Setup_Delete';
import WHAT from '@salesforce/label/c.Setup_Window_Delete_What';

/** Asks for confirmation and deletes a maintenance window. Closes with true when it is deleted. */
export default class DeleteMaintenanceWindow extends LightningModal {
  @api window!: MaintenanceWindow;
  labels = { DELETE };
  failure = '';
  isBusy = false;

  get what(): string {
    return formatLabel(WHAT, this.window.Name);
  }

  handleCancel(): void {
    this.close();
  }

  async handleDelete(): Promise<void> {
    await saveAndClose(this, async () => deleteRecord(this.window.Id));
  }
}
