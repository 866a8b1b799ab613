import { LightningElement, api } from 'lwc';
import RETRY from '@salesforce/label/c.Common_Retry';

/** An error message with the next step. Where a retry can help it has a button that dispatches `retry`. */
export default class ScoringError extends LightningElement {
  @api message = '';
  @api isRetryable = false;
  label = { RETRY };

  handleRetry(): void {
    this.dispatchEvent(new CustomEvent('retry'));
  }
}
