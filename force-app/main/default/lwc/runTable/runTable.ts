import { LightningElement, api } from 'lwc';
import { formatDateTime, formatLabel } from 'c/scoringText';
import { formatDuration, isUnderWay, statusLook, wordFor } from 'c/scoringRun';
import type { ScoreRun } from 'c/scoringRun';
import CAPTION from '@salesforce/label/c.Run_Caption';
import DURATION from '@salesforce/label/c.Run_Duration';
import EXPAND from '@salesforce/label/c.Run_Show_Details';
import GOAL from '@salesforce/label/c.Run_Goal';
import JOB from '@salesforce/label/c.Run_Job';
import MORE from '@salesforce/label/c.Run_More';
import PROFILE from '@salesforce/label/c.Run_Profile';
import PROGRESS from '@salesforce/label/c.Run_Progress';
import STARTED from '@salesforce/label/c.Run_Started';
import STATUS from '@salesforce/label/c.Run_Status';
import TRIGGER from '@salesforce/label/c.Run_Trigger';

/** Rows per page: rendering all of up to 2,000 rows at once would be slow. */
const pageSize = 50;

/** A table of runs; a row expands to the details of its run. Dispatches `restart` when a stopped run has started again. */
export default class RunTable extends LightningElement {
  @api runs: readonly ScoreRun[] = [];
  /** Those whose removals the viewer may accept. */
  @api toAccept: readonly ScoreRun[] = [];
  label = { CAPTION, DURATION, GOAL, JOB, MORE, PROFILE, STARTED, STATUS, TRIGGER };
  headings = [GOAL, JOB, PROFILE, TRIGGER, STARTED, DURATION, STATUS];
  shown = pageSize;
  opened: readonly string[] = [];

  get rows(): Record<string, unknown>[] {
    return this.runs.slice(0, this.shown).map((run) => {
      const { word, icon, variant } = statusLook(run.Status__c);
      const started = run.Job_Start__c === undefined ? '' : formatDateTime(run.Job_Start__c);
      const isOpen = this.opened.includes(run.Id);
      return {
        id: run.Id,
        run,
        isOpen,
        canAccept: this.toAccept.some(({ Id }) => Id === run.Id),
        expanded: String(isOpen),
        chevron: isOpen ? 'utility:chevrondown' : 'utility:chevronright',
        expand: formatLabel(EXPAND, wordFor(run.Job_Type__c), started),
        goal: run.Goal_Name__c,
        job: wordFor(run.Job_Type__c),
        profile: wordFor(run.Profile_Type__c),
        trigger: wordFor(run.Trigger__c),
        started,
        duration: run.Processing_Time__c === undefined ? '' : formatDuration(run.Processing_Time__c),
        status: isUnderWay(run) && run.Progress__c ? formatLabel(PROGRESS, word, run.Progress__c) : word,
        icon,
        variant,
      };
    });
  }

  get hasMore(): boolean {
    return this.runs.length > this.shown;
  }

  handleToggle({ currentTarget }: Event): void {
    const id = (currentTarget as HTMLElement).dataset['id'];
    if (id === undefined) return;
    this.opened = this.opened.includes(id) ? this.opened.filter((one) => one !== id) : [...this.opened, id];
  }

  handleRestart(): void {
    this.dispatchEvent(new CustomEvent('restart'));
  }

  handleShowMore(): void {
    this.shown += pageSize;
  }
}
