import { LightningElement, api, wire } from 'lwc';
import { CloseActionScreenEvent } from 'lightning/actions';
import { getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import evaluate from '@salesforce/apex/ScoringController.evaluate';
import goalsOf from '@salesforce/apex/ScoringController.goalsOf';
import { failureOf, scoreFieldsOf, viewScore } from 'c/scoringScore';
import type { EvaluationAnswer, ScoreView, ScoringGoal } from 'c/scoringScore';
import { formatLabel, messageOf } from 'c/scoringText';
import CHANGED from '@salesforce/label/c.Score_Changed';
import CLOSE from '@salesforce/label/c.Common_Close';
import EVALUATING from '@salesforce/label/c.Score_Evaluating';
import IS_NEW from '@salesforce/label/c.Score_Is_New';
import OFF from '@salesforce/label/c.Score_Off';
import TITLE from '@salesforce/label/c.Score_Evaluate';
import UNCHANGED from '@salesforce/label/c.Score_Unchanged';

/** The action *Evaluate predictive score* of a record page: evaluates at once and shows what came of it. */
export default class EvaluateScore extends LightningElement {
  @api recordId?: string;
  @api objectApiName?: string;
  label = { CLOSE, EVALUATING, OFF, TITLE };
  goals?: ScoringGoal[];
  record?: RecordRepresentation;
  /** Scores that stood on the record when the action was opened, by goal. */
  before?: Map<string, number | undefined>;
  view: 'working' | 'off' | 'failed' | 'done' = 'working';
  failure = '';
  hasStarted = false;

  @wire(goalsOf, { objectApiName: '$objectApiName' })
  receiveGoals({ data, error }: WireResult<ScoringGoal[]>): void {
    if (error) this.fail(error);
    if (!data) return;
    this.goals = data;
    if (data.length === 0) this.view = 'off';
  }

  // The record's id arrives after the action is connected: only then is anything asked.
  @wire(getRecord, { recordId: '$recordId', optionalFields: '$scoreFields' })
  receiveRecord({ data, error }: WireResult<RecordRepresentation>): void {
    if (error) this.fail(error);
    if (!data) return;
    this.record = data;
    if (this.hasStarted) return;
    this.hasStarted = true;
    this.before = new Map(this.scores.map(({ goal, view }) => [goal.Id, scoreOf(view)]));
    void this.evaluate();
  }

  get scoreFields(): string[] | undefined {
    if (!this.goals || this.goals.length === 0) return undefined;
    return this.goals.flatMap(({ Score_Field__c }) => Object.values(scoreFieldsOf(Score_Field__c)));
  }

  get isWorking(): boolean {
    return this.view === 'working';
  }

  get isOff(): boolean {
    return this.view === 'off';
  }

  get isFailed(): boolean {
    return this.view === 'failed';
  }

  get isDone(): boolean {
    return this.view === 'done';
  }

  get scores(): { goal: ScoringGoal; view: ScoreView; change?: string }[] {
    const fields = this.record?.fields ?? {};
    return (this.goals ?? []).map((goal) => {
      const view = viewScore(goal, fields);
      return { goal, view, change: changeWords(this.before?.get(goal.Id), scoreOf(view)) };
    });
  }

  async evaluate(): Promise<void> {
    this.view = 'working';
    const { recordId = '', goals = [] } = this;
    try {
      const answer = await evaluate<string>({ recordIds: [recordId], goalIds: goals.map(({ Id }) => Id) });
      await notifyRecordUpdateAvailable([{ recordId }]);
      this.failure = failureOf(JSON.parse(answer) as EvaluationAnswer[]);
      this.view = this.failure === '' ? 'done' : 'failed';
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error: unknown): void {
    this.failure = messageOf(error);
    this.view = 'failed';
  }

  close(): void {
    this.dispatchEvent(new CloseActionScreenEvent());
  }
}

const scoreOf = (view: ScoreView): number | undefined => (view.state === 'scored' ? view.score : undefined);

function changeWords(before: number | undefined, now: number | undefined): string | undefined {
  if (now === undefined) return undefined;
  if (before === undefined) return formatLabel(IS_NEW, now);
  return before === now ? formatLabel(UNCHANGED, now) : formatLabel(CHANGED, before, now);
}
