import { LightningElement, api } from 'lwc';
import { formatLabel } from 'c/scoringText';
import type { GoalRow } from 'c/setupChecks';
import EDIT_OF from '@salesforce/label/c.Setup_Edit_Of';
import MISSING from '@salesforce/label/c.Setup_State_Missing';

/** One setting of every goal, with a button to change it. Dispatches `edit` with the ID of the goal. */
export default class SetupGoals extends LightningElement {
  @api rows: readonly GoalRow[] = [];
  /** The name of the setting. */
  @api setting = '';
  @api canManage = false;
  label = { MISSING };

  get lines(): (GoalRow & { title: string; editLabel: string; isMissing: boolean })[] {
    return this.rows.map((row) => ({
      ...row,
      title: `${row.name} (${row.object})`,
      editLabel: formatLabel(EDIT_OF, this.setting, row.name),
      isMissing: !row.isDone,
    }));
  }

  handleEdit(event: Event): void {
    const { id } = (event.currentTarget as HTMLElement).dataset;
    this.dispatchEvent(new CustomEvent('edit', { detail: id }));
  }
}
