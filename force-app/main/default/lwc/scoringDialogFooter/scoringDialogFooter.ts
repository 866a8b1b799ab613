import { LightningElement, api } from 'lwc';
import CANCEL from '@salesforce/label/c.Common_Cancel';
import SAVE from '@salesforce/label/c.Goal_Save';

/**
 * The buttons of a dialog: Cancel and the one that confirms, by default Save. Further buttons go before both (slot `start`) or between them
 * (default slot). Dispatches `cancel` and `confirm`.
 */
export default class ScoringDialogFooter extends LightningElement {
  @api confirmLabel = SAVE;
  @api variant: 'brand' | 'destructive' | 'neutral' = 'brand';
  /** While a record is saved or deleted no button works. */
  @api isBusy = false;
  /** Whether something is still missing, so that only Cancel works. */
  @api isIncomplete = false;
  label = { CANCEL };

  get isConfirmDisabled(): boolean {
    return this.isBusy || this.isIncomplete;
  }

  handleCancel(): void {
    this.dispatchEvent(new CustomEvent('cancel'));
  }

  handleConfirm(): void {
    this.dispatchEvent(new CustomEvent('confirm'));
  }
}
