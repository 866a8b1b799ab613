import { LightningElement, api } from 'lwc';
import { updateRecord } from 'lightning/uiRecordApi';
import type { GoalRow } from 'c/setupChecks';
import { formatLabel, messageOf } from 'c/scoringText';
import OFF from '@salesforce/label/c.Setup_Off';
import ON from '@salesforce/label/c.Setup_On';
import SAVED from '@salesforce/label/c.Setup_Saved';
import SWITCH from '@salesforce/label/c.Setup_Background_Switch';

/** The background update switch of each goal, saved at once. Dispatches `saved` with a text for the viewer. */
export default class SetupBackground extends LightningElement {
  @api rows: readonly GoalRow[] = [];
  @api canManage = false;
  label = { OFF, ON, SWITCH };
  failure = '';

  async handleToggle(event: CustomEvent<{ checked: boolean }>): Promise<void> {
    const input = event.currentTarget as HTMLInputElement;
    const { checked } = event.detail;
    const { id = '' } = input.dataset;
    this.failure = '';
    try {
      await updateRecord({ fields: { Id: id, Background_Update__c: checked } });
      const name = this.rows.find((row) => row.id === id)?.name ?? '';
      this.dispatchEvent(new CustomEvent('saved', { detail: formatLabel(SAVED, name) }));
    } catch (error) {
      this.failure = messageOf(error);
      // The switch shows what is saved in the org.
      input.checked = !checked;
    }
  }
}
