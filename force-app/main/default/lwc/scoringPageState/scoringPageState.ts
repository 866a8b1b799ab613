import { LightningElement, api } from 'lwc';
import LOADING from '@salesforce/label/c.Common_Loading';

/** The state of a page that shows a list; a failure leaves the list that was read before. */
export type PageState = { isLoading: boolean; isEmpty: boolean; isReady: boolean };

export const pageStateOf = (list: readonly unknown[] | undefined, failure: string): PageState => ({
  isLoading: list === undefined && failure === '',
  isEmpty: list?.length === 0,
  isReady: list !== undefined && list.length > 0,
});

/** What a page shows while it reads its data and when that failed. Dispatches `retry`. */
export default class ScoringPageState extends LightningElement {
  @api isLoading = false;
  @api failure = '';
  label = { LOADING };

  handleRetry(): void {
    this.dispatchEvent(new CustomEvent('retry'));
  }
}
