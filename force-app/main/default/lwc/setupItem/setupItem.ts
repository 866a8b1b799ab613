import { LightningElement, api } from 'lwc';
import type { Check, CheckState } from 'c/setupChecks';
import CHECKING from '@salesforce/label/c.Setup_State_Checking';
import DONE from '@salesforce/label/c.Setup_State_Done';
import MISSING from '@salesforce/label/c.Setup_State_Missing';
import UNKNOWN from '@salesforce/label/c.Setup_State_Unknown';

const looks: Record<CheckState, { word: string; icon: string; variant?: string }> = {
  done: { word: DONE, icon: 'utility:success', variant: 'success' },
  missing: { word: MISSING, icon: 'utility:warning', variant: 'warning' },
  unknown: { word: UNKNOWN, icon: 'utility:help' },
  checking: { word: CHECKING, icon: 'utility:clock' },
};

/** One thing of the checklist: what it is, whether it is done, and inside it how to do it. */
export default class SetupItem extends LightningElement {
  @api heading = '';
  @api help = '';
  @api check: Check = { state: 'checking', detail: '' };

  get look(): { word: string; icon: string; variant?: string } {
    return looks[this.check.state];
  }
}
