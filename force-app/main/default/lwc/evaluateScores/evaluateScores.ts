import { LightningElement, api, wire } from 'lwc';
import { FlowNavigationFinishEvent } from 'lightning/flowSupport';
import { getRecords, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import evaluate from '@salesforce/apex/ScoringController.evaluate';
import getGoals from '@salesforce/apex/ScoringController.getGoals';
import { chunksOf, countRows, outcomeOf, rowView } from './rows';
import type { Outcome, RowView } from './rows';
import type { EvaluationAnswer, ScoringGoal } from 'c/scoringScore';
import { formatLabel, messageOf } from 'c/scoringText';
import CAPTION from '@salesforce/label/c.Score_Many_Title';
import DONE from '@salesforce/label/c.Common_Done';
import GO_ON from '@salesforce/label/c.Score_Many_Go_On';
import NONE from '@salesforce/label/c.Score_Many_None';
import OFF from '@salesforce/label/c.Score_Off';
import PROGRESS from '@salesforce/label/c.Score_Many_Progress';
import RECORD from '@salesforce/label/c.Score_Column_Record';
import RESULT from '@salesforce/label/c.Score_Column_Result';
import RETRY from '@salesforce/label/c.Score_Many_Retry';
import SCORE from '@salesforce/label/c.Score_Column_Score';
import STOP from '@salesforce/label/c.Score_Many_Stop';
import STOPPED from '@salesforce/label/c.Score_Many_Stopped';
import SUMMARY from '@salesforce/label/c.Score_Many_Summary';

const objectOf: Record<string, string> = { '00Q': 'Lead', '003': 'Contact', '001': 'Account' };

type Batch = { results: { statusCode: number; result: RecordRepresentation }[] };

/** Evaluates the records selected in a list view in chunks and shows the result of each record. */
export default class EvaluateScores extends LightningElement {
  @api recordIds: string[] = [];
  label = { CAPTION, DONE, GO_ON, NONE, OFF, RECORD, RESULT, RETRY, SCORE, STOP };
  goals?: ScoringGoal[];
  names = new Map<string, string>();
  outcomes = new Map<string, Outcome>();
  isRunning = false;
  isStopping = false;
  failure = '';

  @wire(getGoals, { objectApiName: '$objectApiName' })
  wiredGoals({ data, error }: WireResult<ScoringGoal[]>): void {
    if (error) this.failure = messageOf(error);
    if (!data || this.goals) return;
    this.goals = data;
    if (data.length > 0) void this.evaluateAll(this.recordIds);
  }

  @wire(getRecords, { records: '$namesToRead' })
  wiredNames({ data }: WireResult<Batch>): void {
    const read = (data?.results ?? []).filter(({ statusCode }) => statusCode === 200);
    this.names = new Map(read.map(({ result }) => [result.id, String(result.fields['Name']?.value ?? result.id)]));
  }

  get objectApiName(): string | undefined {
    return objectOf[this.recordIds[0]?.slice(0, 3) ?? ''];
  }

  get namesToRead(): { recordIds: string[]; optionalFields: string[] }[] | undefined {
    if (this.objectApiName === undefined) return undefined;
    return [{ recordIds: this.recordIds, optionalFields: [`${this.objectApiName}.Name`] }];
  }

  get isEmpty(): boolean {
    return this.recordIds.length === 0;
  }

  get isOff(): boolean {
    return this.goals?.length === 0;
  }

  get rows(): RowView[] {
    return this.recordIds.map((id) => rowView(id, this.names.get(id) ?? id, this.outcomes.get(id)));
  }

  get percent(): number {
    return Math.round((100 * this.outcomes.size) / Math.max(1, this.recordIds.length));
  }

  get progress(): string {
    return formatLabel(PROGRESS, this.outcomes.size, this.recordIds.length);
  }

  get remaining(): string[] {
    return this.recordIds.filter((id) => !this.outcomes.has(id));
  }

  get failed(): string[] {
    return this.recordIds.filter((id) => this.outcomes.get(id)?.state === 'failed');
  }

  get summary(): string {
    if (this.isRunning || this.outcomes.size === 0) return '';
    const { scored, notScored, failed } = countRows([...this.outcomes.values()]);
    const stopped = this.remaining.length > 0 ? ` ${formatLabel(STOPPED, this.remaining.length)}` : '';
    return `${formatLabel(SUMMARY, scored, notScored, failed)}${stopped}`;
  }

  get canContinue(): boolean {
    return !this.isRunning && !this.isOff && this.remaining.length > 0 && this.outcomes.size > 0;
  }

  get canRetry(): boolean {
    return !this.isRunning && this.failed.length > 0;
  }

  handleStop(): void {
    this.isStopping = true;
  }

  handleContinue(): void {
    void this.evaluateAll(this.remaining);
  }

  handleRetry(): void {
    void this.evaluateAll(this.failed);
  }

  handleFinish(): void {
    this.dispatchEvent(new FlowNavigationFinishEvent());
  }

  /** One callout per chunk; the results of evaluated chunks stay when the user stops. */
  private async evaluateAll(recordIds: readonly string[]): Promise<void> {
    this.isRunning = true;
    this.isStopping = false;
    const goalIds = (this.goals ?? []).map(({ Id }) => Id);
    for (const chunk of chunksOf(recordIds)) {
      if (this.isStopping) break;
      const outcomes = await this.evaluateChunk(chunk, goalIds);
      this.outcomes = new Map([...this.outcomes, ...outcomes]);
    }
    this.isRunning = false;
  }

  private async evaluateChunk(recordIds: string[], goalIds: string[]): Promise<[string, Outcome][]> {
    try {
      const answers = JSON.parse(await evaluate<string>({ recordIds, goalIds })) as EvaluationAnswer[];
      await notifyRecordUpdateAvailable(recordIds.map((recordId) => ({ recordId })));
      return recordIds.map((id) => [id, outcomeOf(answers.filter(({ recordId }) => recordId === id))]);
    } catch (error) {
      const reason = messageOf(error);
      return recordIds.map((id) => [id, { state: 'failed', reason }]);
    }
  }
}
