import { LightningElement } from 'lwc';
import Toast from 'lightning/toast';
import { loadBundle } from 'shell/bundle';
import { viewer } from 'shell/viewer';
import type { PlatformToast } from 'lightning/platformShowToastEvent';

/** The frame of every page in Lightning Experience: header, tabs of the app, and toasts. */
export default class App extends LightningElement {
  tabs = viewer.tabs.map((tab) => ({ ...tab, isCurrent: location.pathname === tab.url ? 'page' : undefined }));
  userName = viewer.userName;
  route = viewer.route;
  tabComponent?: typeof LightningElement;

  async connectedCallback(): Promise<void> {
    this.template?.addEventListener('lightning__showtoast', (event) => {
      event.stopPropagation();
      const { title, message, variant, mode } = (event as CustomEvent<PlatformToast>).detail;
      void Toast.show({ label: title, message, variant, mode: mode ?? 'dismissible' }, this);
    });
    if (this.route.kind === 'tab') this.tabComponent = await loadBundle(this.route.component);
  }

  get isRecord(): boolean {
    return this.route.kind === 'record';
  }

  get isList(): boolean {
    return this.route.kind === 'list';
  }

  get isFlow(): boolean {
    return this.route.kind === 'flow';
  }
}
