import { LightningElement, api } from 'lwc';
import type { Look } from 'c/scoringText';

/** One item of a list of messages or checks: its status as an icon with a text, and its content in the default slot. */
export default class ScoringStatusItem extends LightningElement {
  @api look?: Look;
}
