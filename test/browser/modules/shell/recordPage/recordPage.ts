import { LightningElement, api } from 'lwc';
import ActionHost from 'shell/actionHost';
import { loadBundle } from 'shell/bundle';
import { request } from 'shell/request';
import type { RecordRoute } from 'shell/viewer';

type Item = { label: string; layoutComponents: { apiName: string | null }[] };
type Layout = { sections: { heading: string; layoutRows: { layoutItems: Item[] }[] }[] };
type RecordUi = {
  layouts: Record<string, Record<string, Record<'Full' | 'Compact', { View: Layout }>>>;
  records: Record<string, { fields: Record<string, { value: unknown; displayValue: string | null }> }>;
};
type Actions = { actions: Record<string, { actions: { apiName: string; label: string }[] }> };
type Shown = { key: string; label: string; text: string };

const root = '/services/data/v65.0/ui-api';

/** A record page as in Lightning Experience, from the layouts and actions of the org. */
export default class RecordPage extends LightningElement {
  @api route!: RecordRoute;
  title = '';
  highlights: Shown[] = [];
  details: Shown[] = [];
  actions: { apiName: string; label: string }[] = [];
  components: { name: string; component: typeof LightningElement }[] = [];

  async connectedCallback(): Promise<void> {
    const { recordId, components, actions } = this.route;
    // The components load in parallel, as on the platform.
    const loading = components.map(async (name) => ({ name, component: await loadBundle(name) }));
    const [page, offered] = await Promise.all([
      request<RecordUi>('GET', `${root}/record-ui/${recordId}?layoutTypes=Full,Compact&modes=View`),
      request<Actions>('GET', `${root}/actions/record/${recordId}?actionTypes=QuickAction`),
    ]);
    this.actions = (offered.actions[recordId]?.actions ?? []).filter(({ apiName }) => apiName in actions);
    this.showRecord(page);
    this.components = await Promise.all(loading);
  }

  showRecord({ layouts, records }: RecordUi): void {
    const record = records[this.route.recordId];
    const layout = Object.values(layouts[this.route.objectApiName] ?? {})[0];
    const shownOf = (part: 'Full' | 'Compact'): Shown[] =>
      (layout?.[part].View.sections ?? [])
        .flatMap(({ layoutRows }) => layoutRows.flatMap(({ layoutItems }) => layoutItems))
        .flatMap(({ label, layoutComponents }) => {
          const name = layoutComponents[0]?.apiName;
          const field = name ? record?.fields[name] : undefined;
          if (!name || !field) return [];
          return [{ key: name, label, text: field.displayValue ?? String(field.value ?? '') }];
        });
    const name = record?.fields['Name'];
    this.title = name?.displayValue ?? String(name?.value ?? '');
    this.highlights = shownOf('Compact').filter(({ text }) => text !== '');
    this.details = shownOf('Full').filter(({ text }) => text !== '');
  }

  async runAction(event: CustomEvent<{ value: string }>): Promise<void> {
    const action = this.actions.find(({ apiName }) => apiName === event.detail.value);
    const bundle = action && this.route.actions[action.apiName];
    if (!action || !bundle) return;
    await ActionHost.open({
      size: 'small',
      label: action.label,
      component: await loadBundle(bundle),
      recordId: this.route.recordId,
      objectApiName: this.route.objectApiName,
      showToast: ({ type, detail }: CustomEvent) =>
        this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail })),
    });
  }
}
