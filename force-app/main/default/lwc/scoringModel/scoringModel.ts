import { LightningElement, wire } from 'lwc';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import { refreshApex } from '@salesforce/apex';
import goals from '@salesforce/apex/ScoringAdminController.goals';
import modelCard from '@salesforce/apex/ScoringAdminController.modelCard';
import { formatLabel, messageOf } from 'c/scoringText';
import type { ModelCard } from '@plumbline/contract';
import DATA from '@salesforce/label/c.Model_Section_Data';
import FIGURES from '@salesforce/label/c.Model_Section_Charts';
import GOAL from '@salesforce/label/c.Run_Goal';
import LOADING from '@salesforce/label/c.Common_Loading';
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

/** How good the model of a goal is on records it has not seen, and what it was made of. */
export default class ScoringModel extends NavigationMixin(LightningElement) {
  label = { DATA, FIGURES, GOAL, LOADING, NO_GOALS, NO_MODEL_NEXT, OPEN_SCORES, REFRESH, THRESHOLD, TITLE, UNSEEN };
  goals?: readonly Goal[];
  goalId = '';
  card?: ModelCard;
  failure = '';
  private wired?: WireResult<Goal[]>;
  private asked = 0;

  /** A link from elsewhere may name the goal to begin with. */
  @wire(CurrentPageReference)
  receivePage(page?: { state?: Record<string, string | undefined> }): void {
    const named = page?.state?.['c__goalId'];
    if (named === undefined || named === this.goalId) return;
    this.goalId = named;
    void this.load();
  }

  @wire(goals)
  receiveGoals(wired: WireResult<Goal[]>): void {
    this.wired = wired;
    if (wired.error && this.goals === undefined) this.failure = messageOf(wired.error);
    if (wired.data === undefined) return;
    this.goals = wired.data;
    if (this.goal === undefined) {
      const first = wired.data.find(({ Model_Version__c }) => Model_Version__c !== undefined) ?? wired.data[0];
      this.goalId = first?.Id ?? '';
    }
    void this.load();
  }

  get goal(): Goal | undefined {
    return this.goals?.find(({ Id }) => Id === this.goalId);
  }

  /** Asks for the card of the chosen goal; an answer that comes after another choice is let go. */
  private async load(): Promise<void> {
    this.asked += 1;
    const mine = this.asked;
    this.card = undefined;
    this.failure = '';
    if (this.goal?.Model_Version__c === undefined) return;
    try {
      const text = await modelCard<string>({ goalId: this.goalId });
      if (mine === this.asked) this.card = JSON.parse(text) as ModelCard;
    } catch (error) {
      if (mine === this.asked) this.failure = messageOf(error);
    }
  }

  /** Goals that are as they were do not come again: then the card is asked for here. */
  async refresh(): Promise<void> {
    const before = this.asked;
    try {
      await refreshApex(this.wired);
    } catch (error) {
      this.failure = messageOf(error);
      return;
    }
    if (this.asked === before && this.goals !== undefined) await this.load();
  }

  chooseGoal({ detail }: CustomEvent<{ value: string }>): void {
    this.goalId = detail.value;
    void this.load();
  }

  openScores(): void {
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

  get isError(): boolean {
    return this.view === 'error';
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

  /** What the goal says of its last training: often why there is no model. */
  get statusMessage(): string | undefined {
    return this.goal?.Status_Message__c;
  }
}
