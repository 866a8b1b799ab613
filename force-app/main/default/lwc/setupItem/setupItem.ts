import { LightningElement, api } from 'lwc';
import type { Look } from 'c/scoringText';
import type { Check, CheckState } from 'c/setupChecks';
import CHECKING from '@salesforce/label/c.Setup_State_Checking';
import DONE from '@salesforce/label/c.Setup_State_Done';
import MISSING from '@salesforce/label/c.Setup_State_Missing';
import UNKNOWN from '@salesforce/label/c.Setup_State_Unknown';

const looks: Record<CheckState, Look> = {
  done: { word: DONE, icon: 'utility:success', variant: 'success' },
  missing: { word: MISSING, icon: 'utility:warning', variant: 'warning' },
  unknown: { word: UNKNOWN, icon: 'utility:help' },
  checking: { word: CHECKING, icon: 'utility:clock' },
};

/** One item of the setup checklist: its state, and in the default slot what to do about it. */
export default class SetupItem extends LightningElement {
  @api heading = '';
  @api help = '';
  @api check: Check = { state: 'checking', detail: '' };

  get look(): Look {
    return looks[this.check.state];
  }
}
