import { LightningElement, wire } from 'lwc';
import { refreshApex } from '@salesforce/apex';
import getGoals from '@salesforce/apex/ScoringAdminController.getGoals';
import getRuns from '@salesforce/apex/ScoringAdminController.getRuns';
import startRun from '@salesforce/apex/ScoringAdminController.startRun';
import mayManage from '@salesforce/customPermission/Manage_Predictive_Scoring';
import CreateScoreGoal from 'c/createScoreGoal';
import DeleteScoreGoal from 'c/deleteScoreGoal';
import EditScoreGoal from 'c/editScoreGoal';
import { MOST_ACTIVE_GOALS, objectWords, statusLook } from 'c/scoringGoal';
import type { ScoreGoal } from 'c/scoringGoal';
import type { GoalAction } from 'c/scoreGoalPanel';
import { pageStateOf } from 'c/scoringPageState';
import type { PageState } from 'c/scoringPageState';
import { createPoll } from 'c/scoringPoll';
import { isUnderWay, wordFor } from 'c/scoringRun';
import type { ScoreRun } from 'c/scoringRun';
import { formatDateTime, formatLabel, formatNumber, messageOf } from 'c/scoringText';
import type { Look } from 'c/scoringText';
import { label } from './labels';

const DAYS = 90;

/** Whether a goal is on its way to its first scores, or has a training. */
const isInPreparation = ({ Status__c = '' }: ScoreGoal): boolean => ['Training', 'Scoring'].includes(Status__c);

type Line = {
  id: string;
  name: string;
  object: string;
  look: Look;
  statusMessage?: string;
  scoredAt: string;
  auc: string;
  isSelected?: string;
  style: string;
};

/** The score goals of the org: a list, the details of the selected one, and the actions of an admin. */
export default class ScoringGoals extends LightningElement {
  label = label;
  canManage = mayManage === true;
  days = DAYS;
  goals?: readonly ScoreGoal[];
  runs: readonly ScoreRun[] = [];
  selectedId?: string;
  failure = '';
  notice = '';
  isBusy = false;
  headings = [label.NAME, label.OBJECT, label.STATUS, label.LAST_SCORED, label.ACCURACY];
  private goalsResult?: WireResult<ScoreGoal[]>;
  private runsResult?: WireResult<ScoreRun[]>;
  private poll = createPoll({
    refresh: () => this.refresh(),
    isWaiting: () => this.runs.some(isUnderWay) || (this.goals?.some(isInPreparation) ?? false),
  });

  @wire(getGoals)
  wiredGoals(result: WireResult<ScoreGoal[]>): void {
    this.goalsResult = result;
    if (result.data) {
      this.goals = result.data;
      if (this.selected === undefined) this.selectedId = result.data[0]?.Id;
    }
    if (result.error) this.failure = messageOf(result.error);
    this.poll.schedule();
  }

  @wire(getRuns, { days: '$days' })
  wiredRuns(result: WireResult<ScoreRun[]>): void {
    this.runsResult = result;
    if (result.data) this.runs = result.data;
    if (result.error) this.failure = messageOf(result.error);
    this.poll.schedule();
  }

  disconnectedCallback(): void {
    this.poll.stop();
  }

  private async refresh(): Promise<void> {
    try {
      await Promise.all([refreshApex(this.goalsResult), refreshApex(this.runsResult)]);
    } catch (error) {
      this.failure = messageOf(error);
    }
    this.poll.schedule();
  }

  get state(): PageState {
    return pageStateOf(this.goals, this.failure);
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
      statusMessage: goal.Status_Message__c,
      scoredAt: goal.Last_Scored_At__c === undefined ? '' : formatDateTime(goal.Last_Scored_At__c),
      auc: goal.Test_AUC__c === undefined ? '' : formatNumber(goal.Test_AUC__c, 3),
      isSelected: goal.Id === this.selectedId ? 'true' : undefined,
      style: goal.Id === this.selectedId ? 'slds-button goal goal_selected' : 'slds-button goal',
    }));
  }

  get selected(): ScoreGoal | undefined {
    return this.goals?.find(({ Id }) => Id === this.selectedId);
  }

  /** Apex returns the newest run first. */
  get lastRun(): ScoreRun | undefined {
    return this.runs.find(({ Goal__c }) => Goal__c === this.selectedId);
  }

  async handleRetry(): Promise<void> {
    this.failure = '';
    await this.refresh();
  }

  handleSelect(event: Event): void {
    this.selectedId = (event.currentTarget as HTMLElement).dataset['id'];
    this.notice = '';
  }

  async handleCreate(): Promise<void> {
    await this.openWizard();
  }

  async handleAction({ detail }: CustomEvent<GoalAction>): Promise<void> {
    const { selected } = this;
    if (selected === undefined) return;
    this.clearMessages();
    if (detail === 'train') await this.startRun(selected, 'Training');
    if (detail === 'score') await this.startRun(selected, 'Scoring');
    if (detail === 'edit') await this.editGoal(selected);
    if (detail === 'clone') await this.openWizard(selected);
    if (detail === 'delete') await this.deleteGoal(selected);
  }

  private clearMessages(): void {
    this.notice = '';
    this.failure = '';
  }

  private async openWizard(clonedFrom?: ScoreGoal): Promise<void> {
    const existing = this.goals ?? [];
    this.clearMessages();
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
    this.selectedId = createdId;
  }

  private async editGoal(goal: ScoreGoal): Promise<void> {
    const isSaved = await EditScoreGoal.open<boolean>({ label: label.EDIT_TITLE, size: 'small', goal });
    if (isSaved !== true) return;
    this.notice = label.SAVED;
    await this.refresh();
  }

  private async deleteGoal(goal: ScoreGoal): Promise<void> {
    const heading = formatLabel(label.DELETE_TITLE, goal.Name);
    const isDeleted = await DeleteScoreGoal.open<boolean>({ label: heading, size: 'small', goal });
    if (isDeleted !== true) return;
    this.selectedId = undefined;
    this.notice = formatLabel(label.DELETED, goal.Name);
    await this.refresh();
  }

  private async startRun(goal: ScoreGoal, jobType: 'Training' | 'Scoring'): Promise<void> {
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
