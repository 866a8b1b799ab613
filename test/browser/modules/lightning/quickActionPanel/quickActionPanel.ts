import { LightningElement, api } from 'lwc';

/** The frame of a screen action. */
export default class QuickActionPanel extends LightningElement {
  @api header?: string;
}
