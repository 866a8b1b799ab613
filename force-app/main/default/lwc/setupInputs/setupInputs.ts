import { LightningElement, api } from 'lwc';
import getReadiness from '@salesforce/apex/ScoringAdminController.getReadiness';
import { formatLabel, formatNumber, messageOf } from 'c/scoringText';
import type { Look } from 'c/scoringText';
import type { GoalRow } from 'c/setupChecks';
import type { GoalInput, Readiness } from '@plumbline/contract';
import { label } from './labels';

const looks: Record<GoalInput['state'], Look> = {
  used: { word: label.USED, icon: 'utility:success', variant: 'success' },
  empty: { word: label.EMPTY, icon: 'utility:warning', variant: 'warning' },
  'not set': { word: label.NOT_SET, icon: 'utility:dash' },
  'left out': { word: label.LEFT_OUT, icon: 'utility:ban' },
};

type Line = { key: string; name: string; from: string; look: Look; next: string };
type View = { state: 'closed' | 'loading' | 'error' | 'ready'; goalId?: string };

/** Every input of a goal on demand: where it comes from, how many records have no value, and what to do. */
export default class SetupInputs extends LightningElement {
  @api rows: readonly GoalRow[] = [];
  label = label;
  view: View = { state: 'closed' };
  failure = '';
  term = '';
  inputs: readonly GoalInput[] = [];

  get goals(): { id: string; buttonLabel: string; isOpen: boolean; expanded: string }[] {
    return this.rows.map(({ id, name }) => {
      const isOpen = this.view.goalId === id;
      const expanded = isOpen ? 'true' : 'false';
      return { id, buttonLabel: formatLabel(isOpen ? label.HIDE : label.LIST, name), isOpen, expanded };
    });
  }

  get isLoading(): boolean {
    return this.view.state === 'loading';
  }

  get isFailed(): boolean {
    return this.view.state === 'error';
  }

  get lines(): Line[] {
    const term = this.term.trim().toLowerCase();
    return this.inputs
      .map(toLine)
      .filter(({ name, from, look, next }) => `${name} ${from} ${look.word} ${next}`.toLowerCase().includes(term));
  }

  get hasLines(): boolean {
    return this.lines.length > 0;
  }

  get count(): string {
    return formatLabel(label.COUNT, formatNumber(this.lines.length), formatNumber(this.inputs.length));
  }

  async handleToggle(event: Event): Promise<void> {
    const { id } = (event.currentTarget as HTMLElement).dataset;
    this.term = '';
    if (id === undefined || this.view.goalId === id) this.view = { state: 'closed' };
    else await this.load(id);
  }

  async handleRetry(): Promise<void> {
    if (this.view.goalId !== undefined) await this.load(this.view.goalId);
  }

  handleSearch({ detail }: CustomEvent<{ value: string }>): void {
    this.term = detail.value;
  }

  private async load(goalId: string): Promise<void> {
    this.view = { state: 'loading', goalId };
    // A late answer about another goal is ignored.
    const isCurrent = (): boolean => this.view.goalId === goalId;
    try {
      const readiness = JSON.parse(await getReadiness<string>({ goalId })) as Readiness;
      if (!isCurrent()) return;
      this.inputs = readiness.inputs ?? [];
      // A goal that the org lacks fields for has no list; its checks say what is missing.
      const problem = readiness.inputs === undefined ? readiness.checks.map(({ text }) => text).join(' ') : '';
      this.failure = problem;
      this.view = { state: problem === '' ? 'ready' : 'error', goalId };
    } catch (error) {
      if (!isCurrent()) return;
      this.failure = messageOf(error);
      this.view = { state: 'error', goalId };
    }
  }
}

function toLine({ field, label: name, state, isComputed, from, reason, nextStep }: GoalInput): Line {
  const sources = from.map(sourceWords).join(', ');
  return {
    ...{ key: field, name, look: looks[state] },
    from: isComputed && sources !== '' ? formatLabel(label.COMPUTED, sources) : sources,
    next: [reason, nextStep].filter((part) => part !== undefined).join(' '),
  };
}

function sourceWords({ source, missing }: GoalInput['from'][number]): string {
  return missing === undefined ? source : formatLabel(label.MISSING, source, formatNumber(Math.round(100 * missing)));
}
