import { LightningElement, api, wire } from 'lwc';
import { getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import evaluate from '@salesforce/apex/ScoringController.evaluate';
import getGoals from '@salesforce/apex/ScoringController.getGoals';
import { readReasons } from 'c/scoringReasons';
import type { Reasons } from 'c/scoringReasons';
import { failureOf, fieldsOfGoals, viewScore } from 'c/scoringScore';
import type { EvaluationAnswer, ScoreView, ScoringGoal } from 'c/scoringScore';
import { messageOf } from 'c/scoringText';
import EVALUATE from '@salesforce/label/c.Score_Evaluate';
import EVALUATING from '@salesforce/label/c.Score_Evaluating';
import HIDE_DETAILS from '@salesforce/label/c.Score_Hide_Details';
import KEPT from '@salesforce/label/c.Score_Kept';
import LOADING from '@salesforce/label/c.Common_Loading';
import OFF from '@salesforce/label/c.Score_Off';
import OTHER_GOALS from '@salesforce/label/c.Score_Other_Goals';
import SHOW_DETAILS from '@salesforce/label/c.Score_Show_Details';
import TITLE from '@salesforce/label/c.Score_Title';
import WHY from '@salesforce/label/c.Score_Why';

type Shown = { goal: ScoringGoal; view: ScoreView };

/** The score on the record page of a lead, contact or account: that of the oldest goal that has one large, those of others below. */
export default class ScoreBadge extends LightningElement {
  @api recordId?: string;
  @api objectApiName?: string;
  label = { EVALUATE, EVALUATING, KEPT, LOADING, OFF, OTHER_GOALS, TITLE, WHY };
  goals?: ScoringGoal[];
  record?: RecordRepresentation;
  /** By goal ID; undefined until they are read. */
  reasons?: Record<string, Reasons>;
  reasonsFailure = '';
  unreadable = '';
  failure = '';
  isEvaluating = false;
  isDetailed = false;

  @wire(getGoals, { objectApiName: '$objectApiName' })
  wiredGoals({ data, error }: WireResult<ScoringGoal[]>): void {
    if (data) this.goals = data;
    if (error) this.unreadable = messageOf(error);
  }

  @wire(getRecord, { recordId: '$recordId', optionalFields: '$scoreFields' })
  wiredRecord({ data, error }: WireResult<RecordRepresentation>): void {
    if (data) {
      this.record = data;
      void this.loadReasons();
    }
    if (error) this.unreadable = messageOf(error);
  }

  get scoreFields(): string[] | undefined {
    return fieldsOfGoals(this.goals);
  }

  get view(): 'loading' | 'unreadable' | 'off' | 'ready' {
    if (this.unreadable !== '') return 'unreadable';
    if (this.goals?.length === 0) return 'off';
    return this.goals && this.record ? 'ready' : 'loading';
  }

  get isLoading(): boolean {
    return this.view === 'loading';
  }

  get isUnreadable(): boolean {
    return this.view === 'unreadable';
  }

  get isOff(): boolean {
    return this.view === 'off';
  }

  get isReady(): boolean {
    return this.view === 'ready';
  }

  get shown(): Shown[] {
    const fields = this.record?.fields ?? {};
    return (this.goals ?? []).map((goal) => ({ goal, view: viewScore(goal, fields, this.reasons?.[goal.Id]) }));
  }

  /** The oldest goal that has scored the record: others may be of another segment. */
  get main(): Shown | undefined {
    return this.shown.find(({ view }) => view.state === 'scored') ?? this.shown[0];
  }

  get others(): Shown[] {
    const { main } = this;
    return this.shown.filter(({ goal }) => goal.Id !== main?.goal.Id);
  }

  get hasOthers(): boolean {
    return this.others.length > 0;
  }

  get isScored(): boolean {
    return this.main?.view.state === 'scored';
  }

  get hasReasons(): boolean {
    return this.reasons !== undefined;
  }

  get factors(): unknown {
    return this.main?.view.state === 'scored' ? (this.main.view.stored?.factors ?? []) : [];
  }

  get people(): unknown {
    return this.main?.view.state === 'scored' ? this.main.view.stored?.people : undefined;
  }

  get isAccount(): boolean {
    return this.objectApiName === 'Account';
  }

  get evaluable(): Shown[] {
    return this.shown.filter(({ view }) => view.state !== 'no-model' && view.state !== 'no-permission');
  }

  get canEvaluate(): boolean {
    return this.isReady && this.evaluable.length > 0;
  }

  get isFailed(): boolean {
    return this.failure !== '';
  }

  get isKept(): boolean {
    return this.isFailed && this.isScored;
  }

  get detailsLabel(): string {
    return this.isDetailed ? HIDE_DETAILS : SHOW_DETAILS;
  }

  get detailsIcon(): string {
    return this.isDetailed ? 'utility:chevronup' : 'utility:chevrondown';
  }

  async handleReloadReasons(): Promise<void> {
    await this.loadReasons();
  }

  /** The score is shown meanwhile, and also where its reasons cannot be read. */
  private async loadReasons(): Promise<void> {
    const { recordId = '', goals = [] } = this;
    const goalIds = goals.map(({ Id }) => Id);
    try {
      this.reasons = await readReasons(recordId, goalIds);
      this.reasonsFailure = '';
    } catch (error) {
      this.reasonsFailure = messageOf(error);
    }
  }

  handleToggleDetails(): void {
    this.isDetailed = !this.isDetailed;
  }

  async handleEvaluate(): Promise<void> {
    if (this.isEvaluating) return;
    this.isEvaluating = true;
    this.failure = '';
    const { recordId = '' } = this;
    const goalIds = this.evaluable.map(({ goal }) => goal.Id);
    try {
      const answer = await evaluate<string>({ recordIds: [recordId], goalIds });
      this.failure = failureOf(JSON.parse(answer) as EvaluationAnswer[]);
      // The page shows the new score without a reload.
      await notifyRecordUpdateAvailable([{ recordId }]);
    } catch (error) {
      this.failure = messageOf(error);
    } finally {
      this.isEvaluating = false;
    }
  }
}
