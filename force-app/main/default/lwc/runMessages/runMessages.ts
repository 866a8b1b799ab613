import { LightningElement, api } from 'lwc';
import { severityLook } from 'c/scoringRun';
import { formatLabel, formatNumber } from 'c/scoringText';
import type { Look } from 'c/scoringText';
import type { RunMessage } from '@plumbline/contract';
import FIGURE from '@salesforce/label/c.Run_Message_Figure';

const bySeverity: RunMessage['severity'][] = ['ERROR', 'WARNING', 'INFO'];

type Row = { key: number; text: string; nextStep?: string; figure: string; look: Look };

/** The messages of a run, the most severe first, each with the next step. The text of a message contains its code. */
export default class RunMessages extends LightningElement {
  @api messages: readonly RunMessage[] = [];

  get rows(): Row[] {
    return [...this.messages]
      .sort((one, other) => bySeverity.indexOf(one.severity) - bySeverity.indexOf(other.severity))
      .map(({ severity, text, nextStep, ...figures }, key) => ({
        ...{ key, text, nextStep },
        ...{ figure: figureBesideLimit(figures), look: severityLook(severity) },
      }));
  }
}

function figureBesideLimit({ figure, limit }: Pick<RunMessage, 'figure' | 'limit'>): string {
  if (figure === undefined || limit === undefined) return '';
  return formatLabel(FIGURE, formatNumber(figure, 4), formatNumber(limit, 4));
}
