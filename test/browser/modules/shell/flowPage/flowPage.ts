import { LightningElement, api } from 'lwc';
import { loadBundle } from 'shell/bundle';
import type { FlowRoute } from 'shell/viewer';

/** A flow screen with a bundle of the package; finishing returns to the page that started the flow. */
export default class FlowPage extends LightningElement {
  @api route!: FlowRoute;
  component?: typeof LightningElement;

  async connectedCallback(): Promise<void> {
    this.template?.addEventListener('lightning__flownavigation', () => location.assign(this.route.returnUrl));
    this.component = await loadBundle(this.route.component);
  }
}
