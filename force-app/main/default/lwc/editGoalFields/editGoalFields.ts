import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { updateRecord } from 'lightning/uiRecordApi';
import type { ScoreGoal } from 'c/scoringGoal';
import { fieldOptions, readSettings, writeSettings } from 'c/scoringSettings';
import type { FieldOption, GoalSettings } from 'c/scoringSettings';
import { saveAndClose } from 'c/scoringDialog';
import { compareTexts } from 'c/scoringText';
import { label } from './labels';

type FieldList = 'extraFields' | 'excludedFields' | 'sensitiveFields' | 'fairnessFields';
type Picker = { name: FieldList; label: string; help: string; options: FieldOption[]; value: readonly string[] };

/**
 * The fields that a goal's model uses and ignores (`mapping`), or its sensitive fields and those checked for fairness
 * (`sensitive`). Closes with true when they are saved.
 */
export default class EditGoalFields extends LightningModal {
  @api goal!: ScoreGoal;
  @api info!: ObjectInfo;
  @api kind: 'mapping' | 'sensitive' = 'mapping';
  labels = label;
  needTypeField = '';
  lists: Readonly<Record<FieldList, readonly string[]>> = {
    extraFields: [],
    excludedFields: [],
    sensitiveFields: [],
    fairnessFields: [],
  };
  failure = '';
  isBusy = false;
  private settings?: GoalSettings;

  connectedCallback(): void {
    this.settings = readSettings(this.goal);
    if (this.settings === undefined) {
      this.failure = label.UNREADABLE;
      return;
    }
    const { needTypeField = '', extraFields = [], excludedFields = [] } = this.settings;
    const { sensitiveFields = [], fairnessFields = [] } = this.settings;
    this.needTypeField = needTypeField;
    this.lists = { extraFields, excludedFields, sensitiveFields, fairnessFields };
  }

  get isMapping(): boolean {
    return this.kind === 'mapping';
  }

  get isUnreadable(): boolean {
    return this.settings === undefined;
  }

  get options(): FieldOption[] {
    return fieldOptions(this.info, compareTexts);
  }

  /** A saved field that no longer exists stays an option, so that the list does not look empty. */
  get needOptions(): FieldOption[] {
    const { needTypeField, options } = this;
    const isPresent = needTypeField === '' || options.some(({ value }) => value === needTypeField);
    const missing = isPresent ? [] : [{ value: needTypeField, label: needTypeField }];
    return [{ value: '', label: label.NEED_NONE }, ...missing, ...options];
  }

  get pickers(): Picker[] {
    const { options, lists } = this;
    const withoutList = (other: FieldList): FieldOption[] =>
      options.filter(({ value }) => !lists[other].includes(value) && value !== this.needTypeField);
    const pickers: Omit<Picker, 'value'>[] = this.isMapping
      ? [
          // A field is either used or ignored.
          {
            ...{ name: 'extraFields', label: label.EXTRA, help: label.EXTRA_HELP },
            options: withoutList('excludedFields'),
          },
          {
            ...{ name: 'excludedFields', label: label.EXCLUDED, help: label.EXCLUDED_HELP },
            options: withoutList('extraFields'),
          },
        ]
      : [
          { name: 'sensitiveFields', label: label.SENSITIVE, help: label.SENSITIVE_HELP, options },
          { name: 'fairnessFields', label: label.FAIRNESS, help: label.FAIRNESS_HELP, options },
        ];
    return pickers.map((picker) => ({ ...picker, value: lists[picker.name] }));
  }

  /** The need type field cannot be in another list of the mapping. */
  handleNeedChange({ detail }: CustomEvent<{ value: string }>): void {
    const { extraFields, excludedFields } = this.lists;
    const without = (names: readonly string[]): string[] => names.filter((name) => name !== detail.value);
    this.needTypeField = detail.value;
    this.lists = { ...this.lists, extraFields: without(extraFields), excludedFields: without(excludedFields) };
  }

  handleFieldsChange(event: CustomEvent<readonly string[]>): void {
    const { name = '' } = (event.currentTarget as HTMLElement).dataset;
    this.lists = { ...this.lists, [name]: event.detail };
  }

  handleCancel(): void {
    this.close();
  }

  async handleSave(): Promise<void> {
    const { settings } = this;
    if (settings === undefined) return;
    const Settings__c = writeSettings(settings, this.changedSettings());
    await saveAndClose(this, async () => updateRecord({ fields: { Id: this.goal.Id, Settings__c } }));
  }

  /** An empty list is saved too: it means that the admin decided for none. */
  private changedSettings(): Partial<GoalSettings> {
    const [extraFields, excludedFields] = [[...this.lists.extraFields], [...this.lists.excludedFields]];
    const [sensitiveFields, fairnessFields] = [[...this.lists.sensitiveFields], [...this.lists.fairnessFields]];
    if (!this.isMapping) return { sensitiveFields, fairnessFields };
    const needTypeField = this.needTypeField === '' ? undefined : this.needTypeField;
    return { needTypeField, extraFields, excludedFields };
  }
}
