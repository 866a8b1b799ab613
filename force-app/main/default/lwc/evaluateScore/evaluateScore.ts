import { LightningElement, api, wire } from 'lwc';
import { CloseActionScreenEvent } from 'lightning/actions';
import { getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import evaluate from '@salesforce/apex/ScoringController.evaluate';
import getGoals from '@salesforce/apex/ScoringController.getGoals';
import { readReasons } from 'c/scoringReasons';
import type { Reasons } from 'c/scoringReasons';
import { failureOf, fieldsOfGoals, viewScore } from 'c/scoringScore';
import type { EvaluationAnswer, ScoreView, ScoringGoal } from 'c/scoringScore';
import { formatLabel, messageOf } from 'c/scoringText';
import CHANGED from '@salesforce/label/c.Score_Changed';
import CLOSE from '@salesforce/label/c.Common_Close';
import EVALUATING from '@salesforce/label/c.Score_Evaluating';
import IS_NEW from '@salesforce/label/c.Score_Is_New';
import OFF from '@salesforce/label/c.Score_Off';
import TITLE from '@salesforce/label/c.Score_Evaluate';
import UNCHANGED from '@salesforce/label/c.Score_Unchanged';

/** The action *Evaluate predictive score* of record pages: evaluates the record at once and shows the result. */
export default class EvaluateScore extends LightningElement {
  @api recordId?: string;
  @api objectApiName?: string;
  label = { CLOSE, EVALUATING, OFF, TITLE };
  goals?: ScoringGoal[];
  record?: RecordRepresentation;
  reasons: Record<string, Reasons> = {};
  /** The scores of the record before the evaluation, by goal ID. */
  before?: Map<string, number | undefined>;
  view: 'working' | 'off' | 'failed' | 'done' = 'working';
  failure = '';
  hasStarted = false;

  @wire(getGoals, { objectApiName: '$objectApiName' })
  wiredGoals({ data, error }: WireResult<ScoringGoal[]>): void {
    if (error) this.fail(error);
    if (!data) return;
    this.goals = data;
    if (data.length === 0) this.view = 'off';
  }

  // The platform sets the record ID after the action is connected, so the evaluation starts with the record.
  @wire(getRecord, { recordId: '$recordId', optionalFields: '$scoreFields' })
  wiredRecord({ data, error }: WireResult<RecordRepresentation>): void {
    if (error) this.fail(error);
    if (!data) return;
    this.record = data;
    if (this.hasStarted) return;
    this.hasStarted = true;
    this.before = new Map(this.scores.map(({ goal, view }) => [goal.Id, scoreOf(view)]));
    void this.evaluate();
  }

  get scoreFields(): string[] | undefined {
    return fieldsOfGoals(this.goals);
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
      const view = viewScore(goal, fields, this.reasons[goal.Id]);
      return { goal, view, change: describeChange(this.before?.get(goal.Id), scoreOf(view)) };
    });
  }

  async handleRetry(): Promise<void> {
    await this.evaluate();
  }

  private async evaluate(): Promise<void> {
    this.view = 'working';
    const { recordId = '', goals = [] } = this;
    try {
      const goalIds = goals.map(({ Id }) => Id);
      const answer = await evaluate<string>({ recordIds: [recordId], goalIds });
      this.reasons = await readReasons(recordId, goalIds);
      await notifyRecordUpdateAvailable([{ recordId }]);
      this.failure = failureOf(JSON.parse(answer) as EvaluationAnswer[]);
      this.view = this.failure === '' ? 'done' : 'failed';
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.failure = messageOf(error);
    this.view = 'failed';
  }

  handleClose(): void {
    this.dispatchEvent(new CloseActionScreenEvent());
  }
}

const scoreOf = (view: ScoreView): number | undefined => (view.state === 'scored' ? view.score : undefined);

function describeChange(before: number | undefined, now: number | undefined): string | undefined {
  if (now === undefined) return undefined;
  if (before === undefined) return formatLabel(IS_NEW, now);
  return before === now ? formatLabel(UNCHANGED, now) : formatLabel(CHANGED, before, now);
}
