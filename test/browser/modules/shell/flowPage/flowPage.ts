import { LightningElement, api } from 'lwc';
import { loadBundle } from 'shell/bundle';
import type { FlowRoute } from 'shell/viewer';

/** The screen of a flow that one of the package's bundles fills; finishing goes back to where it was started. */
export default class FlowPage extends LightningElement {
  @api route!: FlowRoute;
  component?: typeof LightningElement;

  async connectedCallback(): Promise<void> {
    this.template?.addEventListener('lightning__flownavigation', () => location.assign(this.route.returnUrl));
    this.component = await loadBundle(this.route.component);
  }
}
