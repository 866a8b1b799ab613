import { LightningElement, api } from 'lwc';
import { formatLabel } from 'c/scoringText';
import type { GoalRow } from 'c/setupChecks';
import EDIT_OF from '@salesforce/label/c.Setup_Edit_Of';
import MISSING from '@salesforce/label/c.Setup_State_Missing';

/** One setting of every goal, with a button to change it. */
export default class SetupGoals extends LightningElement {
  @api rows: readonly GoalRow[] = [];
  /** What the button changes. */
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

  edit(event: Event): void {
    const { id } = (event.currentTarget as HTMLElement).dataset;
    this.dispatchEvent(new CustomEvent('edit', { detail: id }));
  }
}
