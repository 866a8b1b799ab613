import { api, wire } from 'lwc';
import LightningModal from 'lightning/modal';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { createRecord } from 'lightning/uiRecordApi';
import goalFields from '@salesforce/apex/ScoringAdminController.goalFields';
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
import type { GoalField } from '@plumbline/contract';
import { label } from './labels';

type Step = 'basic' | 'define' | 'complete';
type Change = CustomEvent<{ value: string }>;

const timeframes = ['30', '60', '90', '120', '180', '365'];

/** The wizard *Create score*. Closes with the id of the goal that was created. */
export default class CreateScoreGoal extends LightningModal {
  /** Every goal there is: names and score fields are taken. */
  @api goals: readonly ScoreGoal[] = [];
  /** A clone begins with this goal's basic information, never with its goal section. */
  @api clonedFrom?: ScoreGoal;
  labels = label;
  step: Step = 'basic';
  draft: Draft = emptyDraft();
  fields?: readonly GoalField[];
  objectInfo?: ObjectInfo;
  fieldsFailure = '';
  objectFailure = '';
  problem = '';
  isSaving = false;
  createdId?: string;
  completeText = '';
  private isNewStep = false;

  @wire(getObjectInfo, { objectApiName: '$draft.object' })
  receiveObject({ data, error }: WireResult<ObjectInfo>): void {
    if (data) this.objectInfo = data;
    this.objectFailure = error === undefined ? '' : messageOf(error);
  }

  connectedCallback(): void {
    if (this.clonedFrom) this.draft = cloneDraft(this.clonedFrom);
  }

  /** A new step begins at its first control, and a screen reader says so. */
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

  /** What the org says of the scored object: of the one before, after a change, until the org answers. */
  get scoredObject(): ObjectInfo | undefined {
    return this.objectInfo?.apiName === this.draft.object ? this.objectInfo : undefined;
  }

  get cannotFinish(): boolean {
    return this.isSaving || this.scoredObject === undefined;
  }

  /** As text, so that the readiness is asked anew only when it changes. */
  get draftText(): string | undefined {
    const goalDraft = toGoalDraft(this.draft);
    return goalDraft && JSON.stringify(goalDraft);
  }

  changeProfileType({ detail }: Change): void {
    this.draft = withProfileType(this.draft, detail.value);
    this.fields = undefined;
  }

  changeObject({ detail }: Change): void {
    this.draft = { ...this.draft, object: detail.value };
  }

  changeName({ detail }: Change): void {
    this.draft = { ...this.draft, name: detail.value };
    this.markName('');
  }

  changeDescription({ detail }: Change): void {
    this.draft = { ...this.draft, description: detail.value };
  }

  async changeGoalType({ detail }: Change): Promise<void> {
    this.draft = { ...this.draft, goalType: detail.value, rows: emptyDraft().rows };
    await this.readFields();
  }

  changeRows({ detail }: CustomEvent<readonly Row[]>): void {
    this.draft = { ...this.draft, rows: detail };
    this.problem = '';
  }

  changeTimeframe({ detail }: Change): void {
    this.draft = { ...this.draft, timeframeDays: detail.value };
  }

  changeMergePolicy({ detail }: Change): void {
    this.draft = { ...this.draft, mergePolicy: detail.value };
  }

  async goOn(): Promise<void> {
    const name = this.draft.name.trim();
    const isTaken = this.goals.some(({ Name }) => Name.toLowerCase() === name.toLowerCase());
    if (name === '' || isTaken) {
      this.markName(name === '' ? label.NAME_MISSING : label.NAME_TAKEN);
      return;
    }
    this.enter('define');
    await this.readFields();
  }

  goBack(): void {
    this.fieldsFailure = '';
    this.enter('basic');
  }

  cancel(): void {
    this.close();
  }

  finish(): void {
    this.close(this.createdId);
  }

  /** The fields, operators and values that the service reads from the org. */
  async readFields(): Promise<void> {
    const { profileType, goalType } = this.draft;
    const isWanted = (): boolean => this.draft.profileType === profileType && this.draft.goalType === goalType;
    this.fields = undefined;
    this.fieldsFailure = '';
    try {
      const answer = await goalFields<string>({ profileType, goalType });
      // An answer for what was chosen before may come late.
      if (isWanted()) this.fields = (JSON.parse(answer) as { fields: GoalField[] }).fields;
    } catch (error) {
      if (isWanted()) this.fieldsFailure = messageOf(error);
    }
  }

  async save(): Promise<void> {
    this.problem = rowProblem(this.draft.rows);
    if (this.problem !== '' || this.scoredObject === undefined) return;
    const scoreField = freeScoreField(this.scoredObject, this.goals);
    if (scoreField === undefined) {
      this.problem = formatLabel(label.NO_FIELD_SET, objectWords[this.draft.object] ?? this.draft.object);
      return;
    }
    this.isSaving = true;
    try {
      const fields = toRecordFields(this.draft, scoreField);
      this.createdId = (await createRecord({ apiName: 'Score_Goal__c', fields })).id;
    } catch (error) {
      this.problem = messageOf(error);
      this.isSaving = false;
      return;
    }
    await this.startTraining(this.createdId);
    this.isSaving = false;
    this.enter('complete');
  }

  /** The goal stays when the service cannot train it now: the dialogue says so and what to do. */
  private async startTraining(goalId: string): Promise<void> {
    const name = this.draft.name.trim();
    try {
      await startRun({ goalId, jobType: 'Training' });
      this.completeText = formatLabel(label.COMPLETE_TEXT, name);
    } catch (error) {
      this.completeText = formatLabel(label.COMPLETE_UNTRAINED, name, messageOf(error));
    }
  }

  private enter(step: Step): void {
    this.step = step;
    this.isNewStep = true;
  }

  private markName(message: string): void {
    const input = this.template?.querySelector<HTMLInputElement>('[data-name]');
    input?.setCustomValidity(message);
    input?.reportValidity();
    if (message !== '') input?.focus();
  }
}
