import { LightningElement, api } from 'lwc';
import { severityLook } from 'c/scoringRun';
import type { RunMessage } from '@plumbline/contract';

/** What a run has to say, each with its severity as icon and word; the code is in the text. */
export default class RunMessages extends LightningElement {
  @api messages: readonly RunMessage[] = [];

  get rows(): Record<string, string | number | undefined>[] {
    return this.messages.map(({ severity, text }, key) => ({ key, text, ...severityLook(severity) }));
  }
}
