import { LightningElement, api } from 'lwc';
import { severityLook } from 'c/scoringRun';
import type { RunMessage } from '@plumbline/contract';

const bySeverity: RunMessage['severity'][] = ['ERROR', 'WARNING', 'INFO'];

/** What a run has to say, the worst first, each with its severity as icon and word; the code is in the text. */
export default class RunMessages extends LightningElement {
  @api messages: readonly RunMessage[] = [];

  get rows(): Record<string, string | number | undefined>[] {
    return [...this.messages]
      .sort((one, other) => bySeverity.indexOf(one.severity) - bySeverity.indexOf(other.severity))
      .map(({ severity, text }, key) => ({ key, text, ...severityLook(severity) }));
  }
}
