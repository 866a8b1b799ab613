import { LightningElement, api } from 'lwc';
import { request } from 'shell/request';
import type { ListRoute } from 'shell/viewer';

type ListUi = {
  info: { label: string; displayColumns: { fieldApiName: string; label: string }[] };
  records: { records: { id: string; fields: Record<string, { value: unknown; displayValue: string | null }> }[] };
};
type Row = { id: string; url: string; name: string; cells: { key: string; text: string }[] };

/** A list view with its buttons for selected rows. */
export default class ListPage extends LightningElement {
  @api route!: ListRoute;
  title = '';
  columns: { fieldApiName: string; label: string }[] = [];
  rows: Row[] = [];
  selected = new Set<string>();
  message = '';

  async connectedCallback(): Promise<void> {
    const { objectApiName, listView } = this.route;
    const list = await request<ListUi>(
      'GET',
      `/services/data/v65.0/ui-api/list-ui/${objectApiName}/${listView}?pageSize=50`,
    );
    this.title = list.info.label;
    this.columns = list.info.displayColumns;
    this.rows = list.records.records.map(({ id, fields }) => ({
      id,
      url: `/lightning/r/${objectApiName}/${id}/view`,
      name: String(fields['Name']?.value ?? id),
      cells: this.columns.map(({ fieldApiName }) => {
        const field = fields[fieldApiName];
        return { key: fieldApiName, text: field?.displayValue ?? String(field?.value ?? '') };
      }),
    }));
  }

  get buttons(): ListRoute['buttons'] {
    return this.route.buttons;
  }

  select(event: Event): void {
    const box = event.target as HTMLInputElement;
    const id = box.dataset['id'] ?? '';
    if (box.checked) this.selected.add(id);
    else this.selected.delete(id);
  }

  /** Starts the flow with the IDs of the selected rows. */
  press(event: Event): void {
    const url = (event.currentTarget as HTMLElement).dataset['url'] ?? '';
    if (this.selected.size === 0) {
      this.message = 'Select at least one record and try again.';
      return;
    }
    const target = new URL(url, location.href);
    target.searchParams.set('ids', [...this.selected].join(','));
    location.assign(target);
  }
}
