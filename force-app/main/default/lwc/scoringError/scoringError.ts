import { LightningElement, api } from 'lwc';
import RETRY from '@salesforce/label/c.Common_Retry';

/** What went wrong and what to do next, with a button where trying again may help. */
export default class ScoringError extends LightningElement {
  @api message = '';
  @api isRetryable = false;
  label = { RETRY };

  retry(): void {
    this.dispatchEvent(new CustomEvent('retry'));
  }
}
