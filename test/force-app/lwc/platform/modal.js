import { LightningElement, api } from 'lwc';

/** As components extend and open it; what `open` answers is set by the test. */
export default class LightningModal extends LightningElement {
  @api size;
  @api label;
  @api description;
  @api disableClose;
  static open = jest.fn().mockResolvedValue(undefined);

  @api close(result) {
    this.dispatchEvent(new CustomEvent('modalclose', { detail: result }));
  }
}
