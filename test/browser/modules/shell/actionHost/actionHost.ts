import { api } from 'lwc';
import type { LightningElement } from 'lwc';
import LightningModal from 'lightning/modal';

/** A screen action as in Lightning Experience: a dialog that sets the record ID only after the action is connected. */
export default class ActionHost extends LightningModal {
  @api component?: typeof LightningElement;
  @api recordId?: string;
  @api objectApiName?: string;
  /** Toasts of a dialog belong to the page, so they are dispatched again. */
  @api showToast?: (event: CustomEvent) => void;
  lateRecordId?: string;
  isListening = false;

  connectedCallback(): void {
    void Promise.resolve().then(() => {
      this.lateRecordId = this.recordId;
    });
  }

  renderedCallback(): void {
    if (this.isListening) return;
    this.isListening = true;
    this.template?.addEventListener('lightning__actionsclosescreen', () => this.close());
    this.template?.addEventListener('lightning__showtoast', (event) => {
      event.stopPropagation();
      this.showToast?.(event as CustomEvent);
    });
  }
}
