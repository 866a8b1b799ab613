import { LightningElement, wire } from 'lwc';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import { refreshApex } from '@salesforce/apex';
import getGoals from '@salesforce/apex/ScoringAdminController.getGoals';
import getModelCard from '@salesforce/apex/ScoringAdminController.getModelCard';
import { formatLabel, messageOf } from 'c/scoringText';
import type { ModelCard } from '@plumbline/contract';
import DATA from '@salesforce/label/c.Model_Section_Data';
import FIGURES from '@salesforce/label/c.Model_Section_Charts';
import GOAL from '@salesforce/label/c.Run_Goal';
import NO_GOALS from '@salesforce/label/c.Model_No_Goals';
import NO_MODEL from '@salesforce/label/c.Model_None';
import NO_MODEL_NEXT from '@salesforce/label/c.Model_None_Next';
import OPEN_SCORES from '@salesforce/label/c.Model_Open_Scores';
import REFRESH from '@salesforce/label/c.Model_Refresh';
import THRESHOLD from '@salesforce/label/c.Model_Section_Threshold';
import TITLE from '@salesforce/label/c.Model_Title';
import UNSEEN from '@salesforce/label/c.Model_Unseen';

type Goal = { Id: string; Name: string; Model_Version__c?: string; Status_Message__c?: string };

type View = 'loading' | 'error' | 'no-goals' | 'no-model' | 'ready';

/** The quality of a goal's model on records it was not trained on, and the data it was trained with. */
export default class ScoringModel extends NavigationMixin(LightningElement) {
  label = { DATA, FIGURES, GOAL, NO_GOALS, NO_MODEL_NEXT, OPEN_SCORES, REFRESH, THRESHOLD, TITLE, UNSEEN };
  goals?: readonly Goal[];
  goalId = '';
  card?: ModelCard;
  failure = '';
  private goalsResult?: WireResult<Goal[]>;
  private requests = 0;

  /** A link to the page can name the goal to show first. */
  @wire(CurrentPageReference)
  wiredPage(page?: { state?: Record<string, string | undefined> }): void {
    const named = page?.state?.['c__goalId'];
    if (named === undefined || named === this.goalId) return;
    this.goalId = named;
    void this.loadCard();
  }

  @wire(getGoals)
  wiredGoals(result: WireResult<Goal[]>): void {
    this.goalsResult = result;
    if (result.error && this.goals === undefined) this.failure = messageOf(result.error);
    if (result.data === undefined) return;
    this.goals = result.data;
    if (this.goal === undefined) {
      const first = result.data.find(({ Model_Version__c }) => Model_Version__c !== undefined) ?? result.data[0];
      this.goalId = first?.Id ?? '';
    }
    void this.loadCard();
  }

  get goal(): Goal | undefined {
    return this.goals?.find(({ Id }) => Id === this.goalId);
  }

  /** Reads the model card of the chosen goal. A late answer to an earlier request is ignored. */
  private async loadCard(): Promise<void> {
    this.requests += 1;
    const request = this.requests;
    this.card = undefined;
    this.failure = '';
    if (this.goal?.Model_Version__c === undefined) return;
    try {
      const text = await getModelCard<string>({ goalId: this.goalId });
      if (request === this.requests) this.card = JSON.parse(text) as ModelCard;
    } catch (error) {
      if (request === this.requests) this.failure = messageOf(error);
    }
  }

  /** The wire does not deliver unchanged goals again, so the card is then read here. */
  async handleRefresh(): Promise<void> {
    const before = this.requests;
    try {
      await refreshApex(this.goalsResult);
    } catch (error) {
      this.failure = messageOf(error);
      return;
    }
    if (this.requests === before && this.goals !== undefined) await this.loadCard();
  }

  handleGoalChange({ detail }: CustomEvent<{ value: string }>): void {
    this.goalId = detail.value;
    void this.loadCard();
  }

  handleOpenScores(): void {
    this[NavigationMixin.Navigate]({ type: 'standard__navItemPage', attributes: { apiName: 'Scoring_Scores' } });
  }

  get view(): View {
    if (this.failure !== '') return 'error';
    if (this.goals === undefined) return 'loading';
    if (this.goals.length === 0) return 'no-goals';
    if (this.goal?.Model_Version__c === undefined) return 'no-model';
    return this.card === undefined ? 'loading' : 'ready';
  }

  get isLoading(): boolean {
    return this.view === 'loading';
  }

  get isPending(): boolean {
    return this.view === 'loading' || this.view === 'error';
  }

  get isWithoutGoals(): boolean {
    return this.view === 'no-goals';
  }

  get isWithoutModel(): boolean {
    return this.view === 'no-model';
  }

  get hasGoals(): boolean {
    return this.goalOptions.length > 0;
  }

  get goalOptions(): { value: string; label: string }[] {
    return (this.goals ?? []).map(({ Id, Name }) => ({ value: Id, label: Name }));
  }

  get noModel(): string {
    return formatLabel(NO_MODEL, this.goal?.Name ?? '');
  }

  /** The status message of the last training, which often explains why there is no model. */
  get statusMessage(): string | undefined {
    return this.goal?.Status_Message__c;
  }
}
