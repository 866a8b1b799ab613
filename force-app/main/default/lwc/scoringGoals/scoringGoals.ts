import { LightningElement, wire } from 'lwc';
import { refreshApex } from '@salesforce/apex';
import goals from '@salesforce/apex/ScoringAdminController.goals';
import runs from '@salesforce/apex/ScoringAdminController.runs';
import startRun from '@salesforce/apex/ScoringAdminController.startRun';
import mayManage from '@salesforce/customPermission/Manage_Predictive_Scoring';
import CreateScoreGoal from 'c/createScoreGoal';
import DeleteScoreGoal from 'c/deleteScoreGoal';
import EditScoreGoal from 'c/editScoreGoal';
import { MOST_ACTIVE_GOALS, objectWords, statusLook } from 'c/scoringGoal';
import type { Look, ScoreGoal } from 'c/scoringGoal';
import { createPoll } from 'c/scoringPoll';
import { isUnderWay, wordFor } from 'c/scoringRun';
import type { ScoreRun } from 'c/scoringRun';
import { formatDateTime, formatLabel, formatNumber, messageOf } from 'c/scoringText';
import { label } from './labels';

const DAYS = 90;

type Line = {
  id: string;
  name: string;
  object: string;
  look: Look;
  scoredAt: string;
  auc: string;
  isChosen?: string;
  style: string;
};

/** The score goals of the org: a list, the details of the chosen one, and what an admin does with them. */
export default class ScoringGoals extends LightningElement {
  label = label;
  canManage = mayManage === true;
  days = DAYS;
  goals?: readonly ScoreGoal[];
  runs: readonly ScoreRun[] = [];
  chosenId?: string;
  failure = '';
  notice = '';
  isBusy = false;
  private wiredGoals?: WireResult<ScoreGoal[]>;
  private wiredRuns?: WireResult<ScoreRun[]>;
  private poll = createPoll({
    look: () => this.refresh(),
    isWaiting: () =>
      this.runs.some(isUnderWay) || (this.goals?.some(({ Status__c }) => Status__c === 'Training') ?? false),
  });

  @wire(goals)
  receiveGoals(wired: WireResult<ScoreGoal[]>): void {
    this.wiredGoals = wired;
    if (wired.data) {
      this.goals = wired.data;
      if (this.chosen === undefined) this.chosenId = wired.data[0]?.Id;
    }
    if (wired.error) this.failure = messageOf(wired.error);
    this.poll.plan();
  }

  @wire(runs, { days: '$days' })
  receiveRuns(wired: WireResult<ScoreRun[]>): void {
    this.wiredRuns = wired;
    if (wired.data) this.runs = wired.data;
    if (wired.error) this.failure = messageOf(wired.error);
    this.poll.plan();
  }

  disconnectedCallback(): void {
    this.poll.stop();
  }

  async refresh(): Promise<void> {
    try {
      await Promise.all([refreshApex(this.wiredGoals), refreshApex(this.wiredRuns)]);
    } catch (error) {
      this.failure = messageOf(error);
    }
    this.poll.plan();
  }

  async retry(): Promise<void> {
    this.failure = '';
    await this.refresh();
  }

  get view(): 'loading' | 'error' | 'empty' | 'ready' {
    if (this.goals === undefined) return this.failure === '' ? 'loading' : 'error';
    return this.goals.length === 0 ? 'empty' : 'ready';
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

  get canCreate(): boolean {
    return this.canManage && this.goals !== undefined;
  }

  get emptyText(): string {
    return this.canManage ? label.EMPTY : label.EMPTY_VIEWER;
  }

  get lines(): Line[] {
    return (this.goals ?? []).map((goal) => ({
      id: goal.Id,
      name: goal.Name,
      object: objectWords[goal.Object__c] ?? goal.Object__c,
      look: statusLook(goal),
      scoredAt: goal.Last_Scored_At__c === undefined ? '' : formatDateTime(goal.Last_Scored_At__c),
      auc: goal.Test_AUC__c === undefined ? '' : formatNumber(goal.Test_AUC__c, 3),
      isChosen: goal.Id === this.chosenId ? 'true' : undefined,
      style: goal.Id === this.chosenId ? 'slds-button goal goal_chosen' : 'slds-button goal',
    }));
  }

  get chosen(): ScoreGoal | undefined {
    return this.goals?.find(({ Id }) => Id === this.chosenId);
  }

  /** Apex gives the newest first. */
  get lastRun(): ScoreRun | undefined {
    return this.runs.find(({ Goal__c }) => Goal__c === this.chosenId);
  }

  choose(event: Event): void {
    this.chosenId = (event.currentTarget as HTMLElement).dataset['id'];
    this.notice = '';
  }

  async create(): Promise<void> {
    await this.openWizard();
  }

  /** The details panel says what its viewer chose to do. */
  async act({ detail }: CustomEvent<'train' | 'score' | 'edit' | 'clone' | 'delete'>): Promise<void> {
    const { chosen } = this;
    if (chosen === undefined) return;
    this.forgetWords();
    if (detail === 'train') await this.start(chosen, 'Training');
    if (detail === 'score') await this.start(chosen, 'Scoring');
    if (detail === 'edit') await this.edit(chosen);
    if (detail === 'clone') await this.openWizard(chosen);
    if (detail === 'delete') await this.remove(chosen);
  }

  /** What was said of the last thing that was done. */
  private forgetWords(): void {
    this.notice = '';
    this.failure = '';
  }

  private async openWizard(clonedFrom?: ScoreGoal): Promise<void> {
    const existing = this.goals ?? [];
    this.forgetWords();
    if (existing.filter(({ Active__c }) => Active__c).length >= MOST_ACTIVE_GOALS) {
      this.failure = label.TOO_MANY;
      return;
    }
    const heading = clonedFrom ? formatLabel(label.CLONE_TITLE, clonedFrom.Name) : label.CREATE_TITLE;
    const createdId = await CreateScoreGoal.open<string>({
      label: heading,
      size: 'large',
      goals: existing,
      clonedFrom,
    });
    if (createdId === undefined) return;
    await this.refresh();
    this.chosenId = createdId;
  }

  private async edit(goal: ScoreGoal): Promise<void> {
    const isSaved = await EditScoreGoal.open<boolean>({ label: label.EDIT_TITLE, size: 'small', goal });
    if (isSaved !== true) return;
    this.notice = label.SAVED;
    await this.refresh();
  }

  private async remove(goal: ScoreGoal): Promise<void> {
    const heading = formatLabel(label.DELETE_TITLE, goal.Name);
    const isDeleted = await DeleteScoreGoal.open<boolean>({ label: heading, size: 'small', goal });
    if (isDeleted !== true) return;
    this.chosenId = undefined;
    this.notice = formatLabel(label.DELETED, goal.Name);
    await this.refresh();
  }

  private async start(goal: ScoreGoal, jobType: 'Training' | 'Scoring'): Promise<void> {
    this.isBusy = true;
    try {
      await startRun({ goalId: goal.Id, jobType });
      this.notice = formatLabel(label.RUN_STARTED, wordFor(jobType));
      await this.refresh();
    } catch (error) {
      this.failure = messageOf(error);
    }
    this.isBusy = false;
  }
}
