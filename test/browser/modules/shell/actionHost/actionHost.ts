import { api } from 'lwc';
import type { LightningElement } from 'lwc';
import LightningModal from 'lightning/modal';

/** What Lightning Experience does for a screen action: a dialogue, and the record's id only after it is connected. */
export default class ActionHost extends LightningModal {
  @api component?: typeof LightningElement;
  @api recordId?: string;
  @api objectApiName?: string;
  /** Toasts of a dialogue are outside the page: they are handed on. */
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
