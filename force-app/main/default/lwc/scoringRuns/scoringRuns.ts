import { LightningElement, wire } from 'lwc';
import { refreshApex } from '@salesforce/apex';
import getRuns from '@salesforce/apex/ScoringAdminController.getRuns';
import mayManage from '@salesforce/customPermission/Manage_Predictive_Scoring';
import { pageStateOf } from 'c/scoringPageState';
import type { PageState } from 'c/scoringPageState';
import { createPoll } from 'c/scoringPoll';
import {
  countByDay,
  everything,
  filterRuns,
  goalsOf,
  isUnderWay,
  runsToAccept,
  timesByDay,
  wordFor,
} from 'c/scoringRun';
import type { ScoreRun } from 'c/scoringRun';
import { formatShortDate } from 'c/scoringCharts';
import type { Series } from 'c/scoringCharts';
import { dayMs, formatLabel, formatNumber, messageOf } from 'c/scoringText';
import { label, statusNames } from './labels';

const days = 90;
const mostRuns = 2000;
const minuteSeconds = 60;
const jobTypes = ['Training', 'Scoring', 'Deletion'];

/** The runs of the last 90 days as charts and as a table; the page refreshes itself while a run is under way. */
export default class ScoringRuns extends LightningElement {
  label = label;
  statusNames = statusNames;
  days = days;
  runs?: readonly ScoreRun[];
  failure = '';
  notice = '';
  goal = everything;
  jobType = everything;
  isFailuresOnly = false;
  isRefreshing = false;
  private runsResult?: WireResult<ScoreRun[]>;
  private poll = createPoll({
    refresh: () => this.refresh(),
    isWaiting: () => this.runs?.some(isUnderWay) ?? false,
  });

  @wire(getRuns, { days: '$days' })
  wiredRuns(result: WireResult<ScoreRun[]>): void {
    this.runsResult = result;
    if (result.data) this.runs = result.data;
    // After a later failure the runs that were read before stay, with the message above them.
    this.failure = result.error ? messageOf(result.error) : '';
    this.poll.schedule();
  }

  disconnectedCallback(): void {
    this.poll.stop();
  }

  private async refresh(): Promise<void> {
    this.isRefreshing = true;
    try {
      await refreshApex(this.runsResult);
    } catch (error) {
      this.failure = messageOf(error);
    }
    this.isRefreshing = false;
    this.poll.schedule();
  }

  async handleRefresh(): Promise<void> {
    await this.refresh();
  }

  get state(): PageState {
    return pageStateOf(this.runs, this.failure);
  }

  get goalOptions(): { value: string; label: string }[] {
    return [{ value: everything, label: label.ALL_GOALS }, ...goalsOf(this.runs ?? [])];
  }

  get jobOptions(): { value: string; label: string }[] {
    return [everything, ...jobTypes].map((value) => ({ value, label: wordFor(value) || label.ALL_JOBS }));
  }

  handleGoalChange({ detail }: CustomEvent<{ value: string }>): void {
    this.goal = detail.value;
  }

  handleJobChange({ detail }: CustomEvent<{ value: string }>): void {
    this.jobType = detail.value;
  }

  handleFailuresOnlyChange({ detail }: CustomEvent<{ checked: boolean }>): void {
    this.isFailuresOnly = detail.checked;
  }

  get shown(): ScoreRun[] {
    return filterRuns(this.runs ?? [], this);
  }

  get toAccept(): ScoreRun[] {
    return mayManage === true ? runsToAccept(this.runs ?? []) : [];
  }

  async handleRestart(): Promise<void> {
    this.notice = label.RESTARTED;
    await this.refresh();
  }

  /** Apex returns this many runs at most; older ones are then missing. */
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

  /** Both charts end today. */
  get lastDay(): number {
    return Date.now();
  }

  get firstDay(): number {
    return this.lastDay - days * dayMs;
  }

  get columns(): { label: string; counts: number[] }[] {
    return countByDay(this.shown, days, new Date(this.lastDay)).map(({ day, counts }) => ({
      label: formatShortDate(day),
      counts,
    }));
  }

  /** The unit is minutes once a run took three of them. */
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
