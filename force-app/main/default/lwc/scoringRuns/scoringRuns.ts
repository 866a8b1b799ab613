import { LightningElement, wire } from 'lwc';
import { refreshApex } from '@salesforce/apex';
import runs from '@salesforce/apex/ScoringAdminController.runs';
import { createPoll } from 'c/scoringPoll';
import { countByDay, everything, filterRuns, goalsOf, isUnderWay, timesByDay, wordFor } from 'c/scoringRun';
import type { ScoreRun } from 'c/scoringRun';
import { formatShortDate } from 'c/scoringCharts';
import type { Series } from 'c/scoringCharts';
import { formatLabel, formatNumber, messageOf } from 'c/scoringText';
import { label, statusNames } from './labels';

const days = 90;
const dayMs = 86_400_000;
const mostRuns = 2000;
const minuteSeconds = 60;
const jobTypes = ['Training', 'Scoring', 'Deletion'];

/** Runs of the last 90 days, as charts and as a table; it looks again by itself while one is under way. */
export default class ScoringRuns extends LightningElement {
  label = label;
  statusNames = statusNames;
  days = days;
  runs?: readonly ScoreRun[];
  failure = '';
  goal = everything;
  jobType = everything;
  isFailuresOnly = false;
  isRefreshing = false;
  private wired?: WireResult<ScoreRun[]>;
  private poll = createPoll({
    look: () => this.refresh(),
    isWaiting: () => this.runs?.some(isUnderWay) ?? false,
  });

  @wire(runs, { days: '$days' })
  receive(wired: WireResult<ScoreRun[]>): void {
    this.wired = wired;
    if (wired.data) this.runs = wired.data;
    // An answer that fails later leaves what was shown; the message stands above it.
    this.failure = wired.error ? messageOf(wired.error) : '';
    this.poll.plan();
  }

  disconnectedCallback(): void {
    this.poll.stop();
  }

  async refresh(): Promise<void> {
    this.isRefreshing = true;
    try {
      await refreshApex(this.wired);
    } catch (error) {
      this.failure = messageOf(error);
    }
    this.isRefreshing = false;
    this.poll.plan();
  }

  get view(): 'loading' | 'error' | 'empty' | 'ready' {
    if (this.runs === undefined) return this.failure === '' ? 'loading' : 'error';
    return this.runs.length === 0 ? 'empty' : 'ready';
  }

  get isLoading(): boolean {
    return this.view === 'loading';
  }

  get isEmpty(): boolean {
    return this.view === 'empty';
  }

  get isReady(): boolean {
    return this.view === 'ready';
  }

  get goalOptions(): { value: string; label: string }[] {
    return [{ value: everything, label: label.ALL_GOALS }, ...goalsOf(this.runs ?? [])];
  }

  get jobOptions(): { value: string; label: string }[] {
    return [everything, ...jobTypes].map((value) => ({ value, label: wordFor(value) || label.ALL_JOBS }));
  }

  chooseGoal({ detail }: CustomEvent<{ value: string }>): void {
    this.goal = detail.value;
  }

  chooseJob({ detail }: CustomEvent<{ value: string }>): void {
    this.jobType = detail.value;
  }

  chooseFailures({ detail }: CustomEvent<{ checked: boolean }>): void {
    this.isFailuresOnly = detail.checked;
  }

  get shown(): ScoreRun[] {
    return filterRuns(this.runs ?? [], this);
  }

  /** Apex gives so many at most; then older ones are missing. */
  get isCutOff(): boolean {
    return (this.runs?.length ?? 0) >= mostRuns;
  }

  get hasShown(): boolean {
    return this.shown.length > 0;
  }

  get summary(): string {
    const failed = this.shown.filter(({ Status__c }) => Status__c === 'Failed').length;
    const underWay = this.shown.filter(isUnderWay).length;
    return formatLabel(label.SUMMARY, ...[this.shown.length, failed, underWay].map((count) => formatNumber(count)));
  }

  /** Both charts show the same days. */
  get lastMoment(): number {
    return Date.now();
  }

  get firstMoment(): number {
    return this.lastMoment - days * dayMs;
  }

  get columns(): { label: string; counts: number[] }[] {
    return countByDay(this.shown, days, new Date(this.lastMoment)).map(({ moment, counts }) => ({
      label: formatShortDate(moment),
      counts,
    }));
  }

  /** In minutes once a run took some of them. */
  private get isInMinutes(): boolean {
    return this.shown.some(({ Processing_Time__c = 0 }) => Processing_Time__c >= 3 * minuteSeconds);
  }

  get timeLabel(): string {
    return this.isInMinutes ? label.TIME_MINUTES : label.TIME_SECONDS;
  }

  get times(): Series[] {
    const unit = this.isInMinutes ? minuteSeconds : 1;
    return jobTypes
      .map((jobType) => ({
        name: wordFor(jobType),
        points: timesByDay(this.shown, jobType).map(({ x, y }) => ({ x, y: y / unit })),
      }))
      .filter(({ points }) => points.length > 0);
  }
}
