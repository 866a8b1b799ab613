import { LightningElement, api } from 'lwc';
import type { FlowRow } from 'c/setupChecks';
import ACTIVE from '@salesforce/label/c.Setup_Flows_Active';
import OFF from '@salesforce/label/c.Setup_Flows_Off';
import OPEN from '@salesforce/label/c.Setup_Flows_Open';
import USER from '@salesforce/label/c.Setup_Flows_User';
import USER_OPEN from '@salesforce/label/c.Setup_Flows_User_Open';

/** The flows of the package, with links to where they are activated and to the default workflow user. */
export default class SetupFlows extends LightningElement {
  @api flows: readonly FlowRow[] = [];
  label = { OPEN, USER, USER_OPEN };

  get lines(): { name: string; label: string; state: string }[] {
    return this.flows.map(({ name, label, isActive }) => ({ name, label, state: isActive ? ACTIVE : OFF }));
  }
}
