import { LightningElement, api } from 'lwc';
import DeleteMaintenanceWindow from 'c/deleteMaintenanceWindow';
import EditMaintenanceWindow from 'c/editMaintenanceWindow';
import { dayWords, daysOf, timeWords } from 'c/scoringWindow';
import type { MaintenanceWindow } from 'c/scoringWindow';
import { formatLabel } from 'c/scoringText';
import { label } from './labels';

type Line = {
  id: string;
  name: string;
  days: string;
  times: string;
  zone?: string;
  state: string;
  editLabel: string;
  deleteLabel: string;
};

/** The maintenance windows with the actions of an admin. Dispatches `saved` with a text for the viewer. */
export default class SetupWindows extends LightningElement {
  @api windows: readonly MaintenanceWindow[] = [];
  @api canManage = false;
  label = label;

  get hasWindows(): boolean {
    return this.windows.length > 0;
  }

  get lines(): Line[] {
    return this.windows.map((window) => ({
      id: window.Id,
      name: window.Name,
      days: daysOf(window)
        .map((day) => dayWords[day])
        .join(', '),
      times: formatLabel(label.FROM_TO, timeWords(window.Start_Time__c), timeWords(window.End_Time__c)),
      zone: window.Time_Zone__c,
      state: window.Active__c ? label.ON : label.OFF,
      editLabel: formatLabel(label.EDIT_OF, window.Name),
      deleteLabel: formatLabel(label.DELETE_OF, window.Name),
    }));
  }

  async handleCreate(): Promise<void> {
    await this.open();
  }

  async handleEdit(event: Event): Promise<void> {
    await this.open(this.windowOf(event));
  }

  async handleDelete(event: Event): Promise<void> {
    const window = this.windowOf(event);
    if (window === undefined) return;
    const heading = formatLabel(label.DELETE_OF, window.Name);
    const isDeleted = await DeleteMaintenanceWindow.open<boolean>({ label: heading, size: 'small', window });
    if (isDeleted === true) this.dispatchSaved(formatLabel(label.DELETED, window.Name));
  }

  private async open(window?: MaintenanceWindow): Promise<void> {
    const heading = window === undefined ? label.NEW : formatLabel(label.EDIT_OF, window.Name);
    const savedName = await EditMaintenanceWindow.open<string>({ label: heading, size: 'small', window });
    if (savedName !== undefined) this.dispatchSaved(formatLabel(label.SAVED, savedName));
  }

  private windowOf(event: Event): MaintenanceWindow | undefined {
    const { id } = (event.currentTarget as HTMLElement).dataset;
    return this.windows.find(({ Id }) => Id === id);
  }

  private dispatchSaved(message: string): void {
    this.dispatchEvent(new CustomEvent('saved', { detail: message }));
  }
}
