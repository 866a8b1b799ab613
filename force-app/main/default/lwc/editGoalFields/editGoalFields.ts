import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { updateRecord } from 'lightning/uiRecordApi';
import type { ScoreGoal } from 'c/scoringGoal';
import { fieldOptions, readSettings, writeSettings } from 'c/scoringSettings';
import type { FieldOption, GoalSettings } from 'c/scoringSettings';
import { compareTexts, messageOf } from 'c/scoringText';
import { label } from './labels';

type Fields = CustomEvent<readonly string[]>;

/**
 * Which of the org's fields a goal's model may and may not look at: its mapping, or its sensitive fields with those that
 * are checked for fairness. Closes with true when it was saved.
 */
export default class EditGoalFields extends LightningModal {
  @api goal!: ScoreGoal;
  @api info!: ObjectInfo;
  @api kind: 'mapping' | 'sensitive' = 'mapping';
  labels = label;
  needTypeField = '';
  extraFields: readonly string[] = [];
  excludedFields: readonly string[] = [];
  sensitiveFields: readonly string[] = [];
  fairnessFields: readonly string[] = [];
  failure = '';
  isSaving = false;
  private settings?: GoalSettings;

  connectedCallback(): void {
    this.settings = readSettings(this.goal);
    if (this.settings === undefined) {
      this.failure = label.UNREADABLE;
      return;
    }
    this.needTypeField = this.settings.needTypeField ?? '';
    this.extraFields = this.settings.extraFields ?? [];
    this.excludedFields = this.settings.excludedFields ?? [];
    this.sensitiveFields = this.settings.sensitiveFields ?? [];
    this.fairnessFields = this.settings.fairnessFields ?? [];
  }

  get isMapping(): boolean {
    return this.kind === 'mapping';
  }

  get cannotSave(): boolean {
    return this.isSaving || this.settings === undefined;
  }

  get options(): FieldOption[] {
    return fieldOptions(this.info, compareTexts);
  }

  /** One that is set and no longer there stays in the list, or it would look as if none were. */
  get needOptions(): FieldOption[] {
    const { needTypeField, options } = this;
    const isThere = needTypeField === '' || options.some(({ value }) => value === needTypeField);
    const present = isThere ? [] : [{ value: needTypeField, label: needTypeField }];
    return [{ value: '', label: label.NEED_NONE }, ...present, ...options];
  }

  /** A field is either in or out. */
  get extraOptions(): FieldOption[] {
    return this.options.filter(({ value }) => !this.excludedFields.includes(value) && value !== this.needTypeField);
  }

  get excludedOptions(): FieldOption[] {
    return this.options.filter(({ value }) => !this.extraFields.includes(value) && value !== this.needTypeField);
  }

  /** The field of the need is one, whatever it was before. */
  changeNeed({ detail }: CustomEvent<{ value: string }>): void {
    this.needTypeField = detail.value;
    this.extraFields = this.extraFields.filter((name) => name !== detail.value);
    this.excludedFields = this.excludedFields.filter((name) => name !== detail.value);
  }

  changeExtra({ detail }: Fields): void {
    this.extraFields = detail;
  }

  changeExcluded({ detail }: Fields): void {
    this.excludedFields = detail;
  }

  changeSensitive({ detail }: Fields): void {
    this.sensitiveFields = detail;
  }

  changeFairness({ detail }: Fields): void {
    this.fairnessFields = detail;
  }

  cancel(): void {
    this.close();
  }

  async save(): Promise<void> {
    if (this.settings === undefined) return;
    this.isSaving = true;
    this.failure = '';
    try {
      const Settings__c = writeSettings(this.settings, this.changed());
      await updateRecord({ fields: { Id: this.goal.Id, Settings__c } });
      this.close(true);
    } catch (error) {
      this.failure = messageOf(error);
      this.isSaving = false;
    }
  }

  /** An empty list is kept: it says that somebody has decided. */
  private changed(): Partial<GoalSettings> {
    if (!this.isMapping) {
      return { sensitiveFields: [...this.sensitiveFields], fairnessFields: [...this.fairnessFields] };
    }
    return {
      needTypeField: this.needTypeField === '' ? undefined : this.needTypeField,
      extraFields: [...this.extraFields],
      excludedFields: [...this.excludedFields],
    };
  }
}
