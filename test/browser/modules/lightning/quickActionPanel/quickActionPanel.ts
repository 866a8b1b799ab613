import { LightningElement, api } from 'lwc';

/** The frame that the platform gives a screen action. */
export default class QuickActionPanel extends LightningElement {
  @api header?: string;
}
