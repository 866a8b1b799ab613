import { LightningElement, api } from 'lwc';
import { severityLook } from 'c/scoringRun';
import type { Look } from 'c/scoringText';
import type { RunMessage } from '@plumbline/contract';

const bySeverity: RunMessage['severity'][] = ['ERROR', 'WARNING', 'INFO'];

/** The messages of a run, the most severe first. The text of a message contains its code. */
export default class RunMessages extends LightningElement {
  @api messages: readonly RunMessage[] = [];

  get rows(): { key: number; text: string; look: Look }[] {
    return [...this.messages]
      .sort((one, other) => bySeverity.indexOf(one.severity) - bySeverity.indexOf(other.severity))
      .map(({ severity, text }, key) => ({ key, text, look: severityLook(severity) }));
  }
}
