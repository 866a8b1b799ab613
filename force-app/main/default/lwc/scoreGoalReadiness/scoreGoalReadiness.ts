import { LightningElement, api } from 'lwc';
import getDraftReadiness from '@salesforce/apex/ScoringAdminController.getDraftReadiness';
import { formatDate, formatLabel, formatNumber, messageOf } from 'c/scoringText';
import type { Look } from 'c/scoringText';
import type { Readiness, ReadinessCheck } from '@plumbline/contract';
import { label } from './labels';

type Outcome = ReadinessCheck['outcome'];

const looks: Record<Outcome, Look> = {
  passed: { word: label.PASSED, icon: 'utility:success', variant: 'success' },
  failed: { word: label.FAILED, icon: 'utility:error', variant: 'error' },
  warned: { word: label.WARNED, icon: 'utility:warning', variant: 'warning' },
  unknown: { word: label.UNKNOWN, icon: 'utility:help' },
  'after training': { word: label.LATER, icon: 'utility:clock' },
  'not needed': { word: label.NOT_NEEDED, icon: 'utility:dash' },
};
const worstFirst: Outcome[] = ['failed', 'warned', 'unknown', 'passed', 'after training', 'not needed'];

/** Outcomes that need no explanation. */
const silent: readonly Outcome[] = ['passed', 'after training', 'not needed'];

/** Whether the org has enough records for a goal that is not saved yet. Checked again whenever the draft changes. */
export default class ScoreGoalReadiness extends LightningElement {
  label = label;
  readiness?: Readiness;
  failure = '';
  isChecking = false;
  private text?: string;

  /** The draft of the goal as JSON; undefined while it is incomplete. */
  @api
  get draft(): string | undefined {
    return this.text;
  }
  set draft(text: string | undefined) {
    if (text === this.text) return;
    this.text = text;
    this.readiness = undefined;
    this.failure = '';
    void this.check();
  }

  get isWaiting(): boolean {
    return this.text === undefined;
  }

  get verdict(): string {
    return this.readiness?.isReady === true ? label.READY : label.NOT_READY;
  }

  get checks(): { key: number; name: string; figures: string; look: Look }[] {
    return [...(this.readiness?.checks ?? [])]
      .sort((one, other) => worstFirst.indexOf(one.outcome) - worstFirst.indexOf(other.outcome))
      .map((check) => ({ key: check.code, name: check.name, figures: figuresOf(check), look: looks[check.outcome] }));
  }

  async handleCheck(): Promise<void> {
    await this.check();
  }

  private async check(): Promise<void> {
    const draft = this.text;
    if (draft === undefined) return;
    this.isChecking = true;
    this.failure = '';
    try {
      const answer = await getDraftReadiness<string>({ draft });
      // A late answer about an earlier draft is ignored.
      if (draft === this.text) this.readiness = JSON.parse(answer) as Readiness;
    } catch (error) {
      if (draft === this.text) this.failure = messageOf(error);
    }
    if (draft === this.text) this.isChecking = false;
  }
}

const number = (value: number): string => formatNumber(value, Number.isInteger(value) ? 0 : 2);

/** The measured value, the threshold, the shortfall, and when the check will pass. */
function figuresOf({ code, figure, threshold, shortBy, passesOn, outcome, text }: ReadinessCheck): string {
  // A check without a figure that did not pass says what is missing, and the next step.
  const isText = outcome === 'unknown' || code === 950;
  if (figure === undefined || isText) return silent.includes(outcome) ? '' : text;
  const parts = [
    threshold === undefined ? number(figure) : formatLabel(label.FIGURE, number(figure), number(threshold)),
  ];
  if (shortBy !== undefined) parts.push(formatLabel(label.SHORT, number(shortBy)));
  if (passesOn !== undefined) parts.push(formatLabel(label.PASSES_ON, formatDate(passesOn)));
  return parts.join(', ');
}
