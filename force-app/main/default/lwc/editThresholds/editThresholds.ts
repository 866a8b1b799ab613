import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { updateRecord } from 'lightning/uiRecordApi';
import thresholds from '@salesforce/apex/ScoringAdminController.thresholds';
import { basisWords, optionsOf } from 'c/scoringGoal';
import type { ScoreGoal } from 'c/scoringGoal';
import { ownLimits, readSettings, writeSettings } from 'c/scoringSettings';
import type { GoalSettings } from 'c/scoringSettings';
import { formatLabel, formatNumber, messageOf } from 'c/scoringText';
import type { Threshold, ThresholdList } from '@plumbline/contract';
import { label, limitWords } from './labels';

type Line = { name: string; words: string; value: string; most?: number; about: string; resetLabel: string };

/** As the fields of the org have them. */
const highDefault = 80;
const mediumDefault = 50;

/** How a goal's scores are read and when its checks fail. Closes with true when it was saved. */
export default class EditThresholds extends LightningModal {
  @api goal!: ScoreGoal;
  labels = label;
  basis = '';
  highFrom = '';
  mediumFrom = '';
  /** As they were typed, so that nothing is corrected under the writer's hands. */
  limits: Readonly<Record<string, string>> = {};
  thresholds?: readonly Threshold[];
  failure = '';
  isSaving = false;
  private settings?: GoalSettings;

  connectedCallback(): void {
    const { Score_Basis__c = '', High_From__c, Medium_From__c } = this.goal;
    this.basis = Score_Basis__c;
    this.highFrom = String(High_From__c ?? '');
    this.mediumFrom = String(Medium_From__c ?? '');
    this.settings = readSettings(this.goal);
    if (this.settings === undefined) this.failure = label.UNREADABLE;
    else void this.load();
  }

  /** The service knows the limits, their defaults and the texts of the codes. */
  async load(): Promise<void> {
    this.failure = '';
    try {
      this.thresholds = (JSON.parse(await thresholds<string>()) as ThresholdList).thresholds;
      this.limits = Object.fromEntries(
        this.thresholds.map(({ name, defaultValue }) => [
          name,
          String(this.settings?.thresholds?.[name] ?? defaultValue),
        ]),
      );
    } catch (error) {
      this.failure = messageOf(error);
    }
  }

  get isLoading(): boolean {
    return this.thresholds === undefined && this.failure === '';
  }

  get canRetry(): boolean {
    return this.settings !== undefined && this.thresholds === undefined;
  }

  get cannotSave(): boolean {
    return this.isSaving || this.thresholds === undefined;
  }

  get basisOptions(): { value: string; label: string }[] {
    return optionsOf(basisWords);
  }

  get lines(): Line[] {
    return (this.thresholds ?? []).map(({ name, unit, defaultValue, text }) => {
      const words = limitWords[name] ?? name;
      return {
        ...{ name, words, value: this.limits[name] ?? '' },
        ...(unit === 'share' && { most: 1 }),
        about: formatLabel(label.ABOUT, formatNumber(defaultValue, 2), textOf(text)),
        resetLabel: formatLabel(label.RESET_OF, words),
      };
    });
  }

  changeBasis({ detail }: CustomEvent<{ value: string }>): void {
    this.basis = detail.value;
  }

  changeHigh({ detail }: CustomEvent<{ value: string }>): void {
    this.highFrom = detail.value;
  }

  changeMedium({ detail }: CustomEvent<{ value: string }>): void {
    this.mediumFrom = detail.value;
  }

  changeLimit(event: CustomEvent<{ value: string }>): void {
    this.limits = { ...this.limits, [nameOf(event)]: event.detail.value };
  }

  resetLimit(event: Event): void {
    this.reset([nameOf(event)]);
  }

  resetAll(): void {
    this.reset(Object.keys(this.limits));
    this.basis = 'probability';
    this.highFrom = String(highDefault);
    this.mediumFrom = String(mediumDefault);
  }

  cancel(): void {
    this.close();
  }

  async save(): Promise<void> {
    if (this.settings === undefined || this.thresholds === undefined || !this.isValid()) return;
    this.isSaving = true;
    this.failure = '';
    const limits = Object.fromEntries(Object.entries(this.limits).map(([name, text]) => [name, Number(text)]));
    try {
      await updateRecord({
        fields: {
          Id: this.goal.Id,
          Score_Basis__c: this.basis,
          High_From__c: Number(this.highFrom),
          Medium_From__c: Number(this.mediumFrom),
          Settings__c: writeSettings(this.settings, { thresholds: ownLimits(limits, this.thresholds) }),
        },
      });
      this.close(true);
    } catch (error) {
      this.failure = messageOf(error);
      this.isSaving = false;
    }
  }

  private reset(names: readonly string[]): void {
    const defaults = (this.thresholds ?? [])
      .filter(({ name }) => names.includes(name))
      .map(({ name, defaultValue }) => [name, String(defaultValue)]);
    this.limits = { ...this.limits, ...(Object.fromEntries(defaults) as Record<string, string>) };
  }

  /** Every input says what is wrong with it; the first of them gets the focus. */
  private isValid(): boolean {
    const high = this.template?.querySelector<HTMLInputElement>('[data-high]');
    high?.setCustomValidity(Number(this.highFrom) > Number(this.mediumFrom) ? '' : label.ORDER);
    const inputs = [...(this.template?.querySelectorAll<HTMLInputElement>('[data-input]') ?? [])];
    const invalid = inputs.filter((input) => !input.reportValidity());
    invalid[0]?.focus();
    return invalid.length === 0;
  }
}

/** It begins with the code; what is measured is not known yet. */
const textOf = (text: string): string => text.replace(/\{\}\.?/, '…');

const nameOf = (event: Event): string => (event.currentTarget as HTMLElement).dataset['name'] ?? '';
