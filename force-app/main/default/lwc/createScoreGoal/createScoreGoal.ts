import { api, wire } from 'lwc';
import LightningModal from 'lightning/modal';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { createRecord } from 'lightning/uiRecordApi';
import getGoalFields from '@salesforce/apex/ScoringAdminController.getGoalFields';
import getNeeds from '@salesforce/apex/ScoringAdminController.getNeeds';
import startRun from '@salesforce/apex/ScoringAdminController.startRun';
import {
  cloneDraft,
  emptyDraft,
  freeScoreField,
  goalTypeWords,
  mergeWords,
  objectWords,
  optionsOf,
  profileWords,
  rowProblem,
  toGoalDraft,
  toRecordFields,
  withProfileType,
} from 'c/scoringGoal';
import type { Draft, Row, ScoreGoal } from 'c/scoringGoal';
import { formatLabel, messageOf } from 'c/scoringText';
import type { GoalField, NeedList } from '@plumbline/contract';
import { label } from './labels';

type Step = 'basic' | 'define' | 'complete';
type Change = CustomEvent<{ value: string }>;

const timeframes = ['30', '60', '90', '120', '180', '365'];

/** The wizard *Create score*. Closes with the ID of the created goal. */
export default class CreateScoreGoal extends LightningModal {
  /** All goals: their names and score fields are taken. */
  @api goals: readonly ScoreGoal[] = [];
  /** A clone starts with the basic information of this goal; its goal section is never copied. */
  @api clonedFrom?: ScoreGoal;
  labels = label;
  step: Step = 'basic';
  draft: Draft = emptyDraft();
  fields?: readonly GoalField[];
  objectInfo?: ObjectInfo;
  fieldsFailure = '';
  objectFailure = '';
  problem = '';
  isBusy = false;
  createdId?: string;
  completeText = '';
  private isNewStep = false;

  @wire(getObjectInfo, { objectApiName: '$draft.object' })
  wiredObject({ data, error }: WireResult<ObjectInfo>): void {
    if (data) this.objectInfo = data;
    this.objectFailure = error === undefined ? '' : messageOf(error);
  }

  connectedCallback(): void {
    if (this.clonedFrom) this.draft = cloneDraft(this.clonedFrom);
  }

  /** The focus moves to the heading of a new step, so that a screen reader reads it. */
  renderedCallback(): void {
    if (!this.isNewStep) return;
    this.isNewStep = false;
    this.template?.querySelector<HTMLElement>('[data-first]')?.focus();
  }

  get isBasic(): boolean {
    return this.step === 'basic';
  }

  get isDefine(): boolean {
    return this.step === 'define';
  }

  get isComplete(): boolean {
    return this.step === 'complete';
  }

  get isUnfinished(): boolean {
    return this.step !== 'complete';
  }

  get profileOptions(): { value: string; label: string }[] {
    return optionsOf(profileWords);
  }

  get isPerson(): boolean {
    return this.draft.profileType === 'Person';
  }

  get objectOptions(): { value: string; label: string }[] {
    return optionsOf(objectWords).filter(({ value }) => (value === 'Account') !== this.isPerson);
  }

  get goalTypeOptions(): { value: string; label: string }[] {
    return optionsOf(goalTypeWords).filter(({ value }) => this.isPerson || value !== 'Lead converted');
  }

  get timeframeOptions(): { value: string; label: string }[] {
    return timeframes.map((value) => ({ value, label: formatLabel(label.DAYS, value) }));
  }

  get mergeOptions(): { value: string; label: string }[] {
    return optionsOf(mergeWords);
  }

  get failure(): string {
    return [this.fieldsFailure, this.objectFailure].filter((text) => text !== '').join(' ');
  }

  get isReadingFields(): boolean {
    return this.fields === undefined && this.fieldsFailure === '';
  }

  /** The description of the scored object. After a change the wire still has the earlier object until the org answers. */
  get scoredObject(): ObjectInfo | undefined {
    return this.objectInfo?.apiName === this.draft.object ? this.objectInfo : undefined;
  }

  get isUndescribed(): boolean {
    return this.scoredObject === undefined;
  }

  /** JSON, so that the readiness is checked again only when the draft changes. */
  get draftText(): string | undefined {
    const goalDraft = toGoalDraft(this.draft);
    return goalDraft && JSON.stringify(goalDraft);
  }

  handleProfileTypeChange({ detail }: Change): void {
    this.draft = withProfileType(this.draft, detail.value);
    this.fields = undefined;
  }

  handleNameChange({ detail }: Change): void {
    this.draft = { ...this.draft, name: detail.value };
    this.setNameError('');
  }

  async handleGoalTypeChange({ detail }: Change): Promise<void> {
    this.draft = { ...this.draft, goalType: detail.value, rows: emptyDraft().rows };
    await this.loadFields();
  }

  handleRowsChange({ detail }: CustomEvent<readonly Row[]>): void {
    this.draft = { ...this.draft, rows: detail };
    this.problem = '';
  }

  /** The inputs that nothing else depends on. */
  handleChange(event: Change): void {
    const { field = '' } = (event.currentTarget as HTMLElement).dataset;
    this.draft = { ...this.draft, [field]: event.detail.value };
  }

  async handleNext(): Promise<void> {
    const name = this.draft.name.trim();
    const isTaken = this.goals.some(({ Name }) => Name.toLowerCase() === name.toLowerCase());
    if (name === '' || isTaken) {
      this.setNameError(name === '' ? label.NAME_MISSING : label.NAME_TAKEN);
      return;
    }
    this.goTo('define');
    await this.loadFields();
  }

  handleBack(): void {
    this.fieldsFailure = '';
    this.goTo('basic');
  }

  handleCancel(): void {
    this.close();
  }

  handleClose(): void {
    this.close(this.createdId);
  }

  async handleRetry(): Promise<void> {
    await this.loadFields();
  }

  async handleFinish(): Promise<void> {
    this.problem = rowProblem(this.draft.rows);
    if (this.problem !== '' || this.scoredObject === undefined) return;
    const scoreField = freeScoreField(this.scoredObject, this.goals);
    if (scoreField === undefined) {
      this.problem = formatLabel(label.NO_FIELD_SET, objectWords[this.draft.object] ?? this.draft.object);
      return;
    }
    this.isBusy = true;
    try {
      this.problem = await this.findNeeds(scoreField);
      const fields = toRecordFields(this.draft, scoreField);
      if (this.problem === '') this.createdId = (await createRecord({ apiName: 'Score_Goal__c', fields })).id;
    } catch (error) {
      this.problem = messageOf(error);
    }
    if (this.createdId === undefined) {
      this.isBusy = false;
      return;
    }
    await this.startTraining(this.createdId);
    this.isBusy = false;
    this.goTo('complete');
  }

  /** Reads the fields, operators and values that a goal can use; the service reads them from the org. */
  private async loadFields(): Promise<void> {
    const { profileType, goalType } = this.draft;
    const isCurrent = (): boolean => this.draft.profileType === profileType && this.draft.goalType === goalType;
    this.fields = undefined;
    this.fieldsFailure = '';
    try {
      const answer = await getGoalFields<string>({ profileType, goalType });
      // A late answer to an earlier choice is ignored.
      if (isCurrent()) this.fields = (JSON.parse(answer) as { fields: GoalField[] }).fields;
    } catch (error) {
      if (isCurrent()) this.fieldsFailure = messageOf(error);
    }
  }

  /** What the org lacks of what the goal names, in the words of the service; empty if it has everything. */
  private async findNeeds(scoreField: string): Promise<string> {
    const draft = JSON.stringify({ ...toGoalDraft(this.draft), scoreField: scoreField.split('.').at(-1) });
    const { messages } = JSON.parse(await getNeeds<string>({ draft })) as NeedList;
    const errors = messages.filter(({ severity }) => severity === 'ERROR');
    return errors.map(({ text }) => text).join(' ');
  }

  /** The goal exists even if its training cannot start: the dialog then shows the reason and the next step. */
  private async startTraining(goalId: string): Promise<void> {
    const name = this.draft.name.trim();
    try {
      await startRun({ goalId, jobType: 'Training' });
      this.completeText = formatLabel(label.COMPLETE_TEXT, name);
    } catch (error) {
      this.completeText = formatLabel(label.COMPLETE_UNTRAINED, name, messageOf(error));
    }
  }

  private goTo(step: Step): void {
    this.step = step;
    this.isNewStep = true;
  }

  private setNameError(message: string): void {
    const input = this.template?.querySelector<HTMLInputElement>('[data-name]');
    input?.setCustomValidity(message);
    input?.reportValidity();
    if (message !== '') input?.focus();
  }
}
