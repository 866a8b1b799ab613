import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { definitionWords } from 'c/scoringGoal';
import type { GoalDefinition } from 'c/scoringGoal';
import { knownFacts } from 'c/scoringFacts';
import type { Fact } from 'c/scoringFacts';
import explain from '@salesforce/apex/ScoringController.explain';
import { foundByText } from 'c/scoringReasons';
import { formatDate, formatLabel, formatNumber, messageOf } from 'c/scoringText';
import type { ScoreDetails as Details } from '@plumbline/contract';
import { adviceLines, differenceLines, worthLines } from './explanation';
import type { LabelOf } from './explanation';
import ADVICE from '@salesforce/label/c.Score_Advice';
import ACCOUNT from '@salesforce/label/c.Score_Detail_Account';
import ACCURACY from '@salesforce/label/c.Score_Detail_Accuracy';
import AXIS from '@salesforce/label/c.Score_Axis';
import CHANGED from '@salesforce/label/c.Score_Detail_Changed';
import DISTRIBUTION from '@salesforce/label/c.Score_Distribution';
import DISTRIBUTION_SUMMARY from '@salesforce/label/c.Score_Distribution_Summary';
import FIRST from '@salesforce/label/c.Score_History_First';
import GOAL from '@salesforce/label/c.Score_Detail_Goal';
import HISTORY from '@salesforce/label/c.Score_History';
import HISTORY_AXIS from '@salesforce/label/c.Score_History_Axis';
import HISTORY_SUMMARY from '@salesforce/label/c.Score_History_Summary';
import LOADING from '@salesforce/label/c.Common_Loading';
import MODEL from '@salesforce/label/c.Score_Detail_Model';
import RECEIPT from '@salesforce/label/c.Score_Detail_Receipt';
import RECORDS from '@salesforce/label/c.Score_Records';
import TRAINED from '@salesforce/label/c.Score_Detail_Trained';
import WORTH from '@salesforce/label/c.Score_Detail_Worth';

/** The details of a score, loaded when they are opened: advice, the goal, the model, the distribution and the history. */
export default class ScoreDetails extends LightningElement {
  @api recordId?: string;
  @api objectApiName?: string;
  @api goalId?: string;
  /** Its definition, which is put into the viewer's words. */
  @api goal?: Partial<GoalDefinition>;
  @api score = 0;
  label = { AXIS, DISTRIBUTION, FIRST, HISTORY, HISTORY_AXIS, LOADING, RECORDS };
  details?: Details;
  objectInfo?: ObjectInfo;
  failure = '';
  private loadedFor?: string;

  /** When the record was scored. A newer score reloads the details. */
  @api
  get scoredAt(): string | undefined {
    return this.loadedFor;
  }
  set scoredAt(scoredAt: string | undefined) {
    const isNewer = this.loadedFor !== undefined && scoredAt !== this.loadedFor;
    this.loadedFor = scoredAt;
    if (isNewer) void this.load();
  }

  @wire(getObjectInfo, { objectApiName: '$objectApiName' })
  wiredObjectInfo({ data }: WireResult<ObjectInfo>): void {
    this.objectInfo = data;
  }

  connectedCallback(): void {
    void this.load();
  }

  async handleRetry(): Promise<void> {
    await this.load();
  }

  private async load(): Promise<void> {
    this.failure = '';
    try {
      this.details = JSON.parse(await explain<string>({ recordId: this.recordId, goalId: this.goalId })) as Details;
    } catch (error) {
      this.failure = messageOf(error);
    }
  }

  get isLoading(): boolean {
    return this.details === undefined && this.failure === '';
  }

  get definition(): string | undefined {
    const { Goal_Type__c, ...others } = this.goal ?? {};
    return Goal_Type__c === undefined ? undefined : definitionWords({ Goal_Type__c, ...others });
  }

  get facts(): Fact[] {
    const { account, goalWords, modelVersion, trainedAt, auc, receiptId } = this.details ?? {};
    return knownFacts([
      [GOAL, this.definition ?? goalWords],
      [ACCOUNT, account && foundByText(account.foundBy)],
      [MODEL, modelVersion],
      [TRAINED, trainedAt && formatDate(trainedAt)],
      [ACCURACY, auc === undefined ? undefined : formatNumber(auc, 3)],
      [RECEIPT, receiptId],
    ]);
  }

  /** Each list of sentences that has any. */
  get explanations(): { heading: string; lines: { key: string; text: string }[] }[] {
    const { details } = this;
    if (details === undefined) return [];
    const labelOf: LabelOf = (source) => this.objectInfo?.fields[source ?? '']?.label;
    const since = details.difference?.since;
    return [
      { heading: ADVICE, lines: adviceLines(details, this.score, labelOf) },
      {
        heading: since === undefined ? '' : formatLabel(CHANGED, formatDate(since)),
        lines: differenceLines(details, labelOf),
      },
      { heading: WORTH, lines: worthLines(details, labelOf) },
    ].filter(({ lines }) => lines.length > 0);
  }

  get hasDistribution(): boolean {
    return (this.details?.distribution ?? []).length > 0;
  }

  get bins(): { from: number; to: number; count: number; isMarked: boolean }[] {
    return (this.details?.distribution ?? []).map(({ from, to, rows }) => ({
      from,
      to,
      count: rows,
      isMarked: from <= this.score && this.score <= to,
    }));
  }

  get distributionSummary(): string {
    const lower = this.bins.filter(({ to }) => to < this.score).reduce((sum, { count }) => sum + count, 0);
    const all = this.bins.reduce((sum, { count }) => sum + count, 0);
    return formatLabel(DISTRIBUTION_SUMMARY, formatNumber(lower), formatNumber(all), this.score);
  }

  /** The newest scores up to a change of the score basis: those of two bases cannot be compared. */
  private get comparable(): Details['history'] {
    const history = this.details?.history ?? [];
    const change = history.findIndex(({ basis }) => basis !== history[0]?.basis);
    return change < 0 ? history : history.slice(0, change);
  }

  get isFirst(): boolean {
    return this.comparable.length < 2;
  }

  get series(): { name: string; points: { x: number; y: number }[] }[] {
    const history = [...this.comparable].reverse();
    return [{ name: AXIS, points: history.map(({ scoredAt, score }) => ({ x: Date.parse(scoredAt), y: score })) }];
  }

  get historySummary(): string {
    const history = this.comparable;
    return formatLabel(HISTORY_SUMMARY, history.length, history.at(-1)?.score ?? '', history[0]?.score ?? '');
  }
}
