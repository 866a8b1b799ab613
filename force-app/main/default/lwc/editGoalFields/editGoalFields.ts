import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { updateRecord } from 'lightning/uiRecordApi';
import type { ScoreGoal } from 'c/scoringGoal';
import {
  fieldOptions,
  furtherOptions,
  objectOfSingle,
  readSettings,
  singleFields,
  writeSettings,
} from 'c/scoringSettings';
import type { FieldOption, GoalSettings, SingleField } from 'c/scoringSettings';
import { saveAndClose } from 'c/scoringDialog';
import { compareTexts } from 'c/scoringText';
import { label } from './labels';

type FieldList = 'extraFields' | 'excludedFields' | 'sensitiveFields' | 'fairnessFields';
type Single = { name: SingleField; label: string; help: string; options: FieldOption[]; value: string };
type Picker = { name: FieldList; label: string; help: string; options: FieldOption[]; value: readonly string[] };

/**
 * The fields that a goal's model uses and ignores (`mapping`), or its sensitive fields and those checked for fairness
 * (`sensitive`). Closes with true when they are saved.
 */
export default class EditGoalFields extends LightningModal {
  @api goal!: ScoreGoal;
  @api info!: ObjectInfo;
  /** The objects whose fields can be inputs of the goal. */
  @api infos: Readonly<Record<string, ObjectInfo>> = {};
  @api kind: 'mapping' | 'sensitive' = 'mapping';
  labels = label;
  singles: Readonly<Partial<Record<SingleField, string>>> = {};
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
    const { settings } = this;
    const { extraFields = [], excludedFields = [] } = settings;
    const { sensitiveFields = [], fairnessFields = [] } = settings;
    this.singles = Object.fromEntries(singleFields.map((name) => [name, settings[name] ?? '']));
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

  /** The fields of the scored object, and those of the other records. */
  get allOptions(): FieldOption[] {
    return furtherOptions({ ...this.infos, [this.goal.Object__c]: this.info }, this.goal.Object__c, compareTexts);
  }

  /** A saved field that no longer exists stays an option, so that the list does not look empty. */
  get singlePickers(): Single[] {
    const words: Record<SingleField, [label: string, help: string]> = {
      needTypeField: [label.NEED, label.NEED_HELP],
      accountNeedTypeField: [label.ACCOUNT_NEED, label.ACCOUNT_NEED_HELP],
      contactTypeField: [label.CONTACT_TYPE, label.CONTACT_TYPE_HELP],
      accountCategoryField: [label.ACCOUNT_CATEGORY, label.ACCOUNT_CATEGORY_HELP],
    };
    return singleFields.map((name) => {
      const [text, help] = words[name];
      const value = this.singles[name] ?? '';
      const options = this.optionsOf(name);
      const isPresent = value === '' || options.some((option) => option.value === value);
      const missing = isPresent ? [] : [{ value, label: value }];
      return {
        name,
        label: text,
        help,
        value,
        options: [{ value: '', label: label.NEED_NONE }, ...missing, ...options],
      };
    });
  }

  private optionsOf(name: SingleField): FieldOption[] {
    const object = objectOfSingle[name];
    if (object === undefined) return this.allOptions;
    const info = object === this.goal.Object__c ? this.info : this.infos[object];
    return info === undefined ? [] : fieldOptions(info, compareTexts);
  }

  get pickers(): Picker[] {
    const { options, allOptions, lists } = this;
    const withoutList = (from: FieldOption[], other: FieldList): FieldOption[] =>
      from.filter(({ value }) => !lists[other].includes(value) && value !== this.singles.needTypeField);
    const pickers: Omit<Picker, 'value'>[] = this.isMapping
      ? [
          // A field is either used or ignored.
          {
            ...{ name: 'extraFields', label: label.EXTRA, help: label.EXTRA_HELP },
            options: withoutList(allOptions, 'excludedFields'),
          },
          {
            ...{ name: 'excludedFields', label: label.EXCLUDED, help: label.EXCLUDED_HELP },
            options: withoutList(allOptions, 'extraFields'),
          },
        ]
      : [
          { name: 'sensitiveFields', label: label.SENSITIVE, help: label.SENSITIVE_HELP, options },
          { name: 'fairnessFields', label: label.FAIRNESS, help: label.FAIRNESS_HELP, options },
        ];
    return pickers.map((picker) => ({ ...picker, value: lists[picker.name] }));
  }

  /** The need type field cannot be in another list of the mapping. */
  handleSingleChange(event: CustomEvent<{ value: string }>): void {
    const { name = '' } = (event.currentTarget as HTMLElement).dataset;
    const { value } = event.detail;
    this.singles = { ...this.singles, [name]: value };
    if (name !== 'needTypeField') return;
    const { extraFields, excludedFields } = this.lists;
    const without = (names: readonly string[]): string[] => names.filter((one) => one !== value);
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
    const singles = singleFields.map((name) => [name, this.singles[name] === '' ? undefined : this.singles[name]]);
    return { ...(Object.fromEntries(singles) as Partial<GoalSettings>), extraFields, excludedFields };
  }
}
