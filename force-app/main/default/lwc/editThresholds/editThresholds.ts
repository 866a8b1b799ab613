import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { updateRecord } from 'lightning/uiRecordApi';
import getThresholds from '@salesforce/apex/ScoringAdminController.getThresholds';
import { basisWords, optionsOf } from 'c/scoringGoal';
import type { ScoreGoal } from 'c/scoringGoal';
import { changedLimits, readSettings, writeSettings } from 'c/scoringSettings';
import type { GoalSettings } from 'c/scoringSettings';
import { saveAndClose, validateInputs } from 'c/scoringDialog';
import { formatLabel, formatNumber, messageOf } from 'c/scoringText';
import type { Threshold, ThresholdList } from '@plumbline/contract';
import { label } from './labels';
import { limitLabels } from './limitLabels';

type Line = { name: string; words: string; value: string; most?: number; about: string; resetLabel: string };

/** The defaults of the fields High_From__c and Medium_From__c. */
const highDefault = 80;
const mediumDefault = 50;

/** Edits the score basis, the bands and the limits of a goal's quality checks. Closes with true when they are saved. */
export default class EditThresholds extends LightningModal {
  @api goal!: ScoreGoal;
  labels = label;
  basis = '';
  highFrom = '';
  mediumFrom = '';
  /** The limits as text, so that an unfinished number stays as it was entered. */
  limits: Readonly<Record<string, string>> = {};
  thresholds?: readonly Threshold[];
  failure = '';
  isBusy = false;
  private settings?: GoalSettings;

  connectedCallback(): void {
    const { Score_Basis__c = '', High_From__c, Medium_From__c } = this.goal;
    this.basis = Score_Basis__c;
    this.highFrom = String(High_From__c ?? '');
    this.mediumFrom = String(Medium_From__c ?? '');
    this.settings = readSettings(this.goal);
    if (this.settings === undefined) this.failure = label.UNREADABLE;
    else void this.loadThresholds();
  }

  handleRetry(): void {
    void this.loadThresholds();
  }

  /** Reads the limits, their defaults and the texts of their codes from the service. */
  private async loadThresholds(): Promise<void> {
    this.failure = '';
    try {
      this.thresholds = (JSON.parse(await getThresholds<string>()) as ThresholdList).thresholds;
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

  get isIncomplete(): boolean {
    return this.thresholds === undefined;
  }

  get cannotReset(): boolean {
    return this.isBusy || this.isIncomplete;
  }

  get bands(): { name: string; label: string; value: string; min: number; max: number }[] {
    return [
      { name: 'highFrom', label: label.HIGH, value: this.highFrom, min: 3, max: 100 },
      { name: 'mediumFrom', label: label.MEDIUM, value: this.mediumFrom, min: 2, max: 99 },
    ];
  }

  get basisOptions(): { value: string; label: string }[] {
    return optionsOf(basisWords);
  }

  get lines(): Line[] {
    return (this.thresholds ?? []).map(({ name, unit, defaultValue, text }) => {
      // The service may be newer than the package.
      const words = limitLabels[name] ?? name;
      return {
        ...{ name, words, value: this.limits[name] ?? '' },
        ...(unit === 'share' && { most: 1 }),
        about: formatLabel(label.ABOUT, formatNumber(defaultValue, 2), textOf(text)),
        resetLabel: formatLabel(label.RESET_OF, words),
      };
    });
  }

  handleBasisChange({ detail }: CustomEvent<{ value: string }>): void {
    this.basis = detail.value;
  }

  handleBandChange(event: CustomEvent<{ value: string }>): void {
    if (nameOf(event) === 'highFrom') this.highFrom = event.detail.value;
    else this.mediumFrom = event.detail.value;
  }

  handleLimitChange(event: CustomEvent<{ value: string }>): void {
    this.limits = { ...this.limits, [nameOf(event)]: event.detail.value };
  }

  handleReset(event: Event): void {
    this.reset([nameOf(event)]);
  }

  handleResetAll(): void {
    this.reset(Object.keys(this.limits));
    this.basis = 'relative';
    this.highFrom = String(highDefault);
    this.mediumFrom = String(mediumDefault);
  }

  handleCancel(): void {
    this.close();
  }

  async handleSave(): Promise<void> {
    if (this.settings === undefined || this.thresholds === undefined || !this.isValid()) return;
    const limits = Object.fromEntries(Object.entries(this.limits).map(([name, text]) => [name, Number(text)]));
    const fields = {
      Id: this.goal.Id,
      Score_Basis__c: this.basis,
      High_From__c: Number(this.highFrom),
      Medium_From__c: Number(this.mediumFrom),
      Settings__c: writeSettings(this.settings, { thresholds: changedLimits(limits, this.thresholds) }),
    };
    await saveAndClose(this, async () => updateRecord({ fields }));
  }

  private reset(names: readonly string[]): void {
    const defaults = (this.thresholds ?? [])
      .filter(({ name }) => names.includes(name))
      .map(({ name, defaultValue }) => [name, String(defaultValue)]);
    this.limits = { ...this.limits, ...(Object.fromEntries(defaults) as Record<string, string>) };
  }

  private isValid(): boolean {
    const high = this.template?.querySelector<HTMLInputElement>('[data-name="highFrom"]');
    high?.setCustomValidity(Number(this.highFrom) > Number(this.mediumFrom) ? '' : label.ORDER);
    return validateInputs(this.template);
  }
}

/** The text of a code; an ellipsis replaces the measured value, which is not known yet. */
const textOf = (text: string): string => text.replace(/\{\}\.?/, '…');

const nameOf = (event: Event): string => (event.currentTarget as HTMLElement).dataset['name'] ?? '';
