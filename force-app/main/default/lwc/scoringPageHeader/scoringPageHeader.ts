import { LightningElement, api } from 'lwc';

/** The header of a page of the app: its icon, its title, and its actions in the default slot. */
export default class ScoringPageHeader extends LightningElement {
  @api heading = '';
  @api iconName = '';
}
