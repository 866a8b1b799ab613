import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { dayWords, daysOf, timeValue, timeZones } from 'c/scoringWindow';
import type { MaintenanceWindow } from 'c/scoringWindow';
import { messageOf } from 'c/scoringText';
import { label } from './labels';

type Draft = { name: string; isActive: boolean; days: string[]; start: string; end: string; zone: string };
type Option = { value: string; label: string };

/** A new or a changed maintenance window. Closes with its name when it was saved. */
export default class EditMaintenanceWindow extends LightningModal {
  /** Undefined for a new one. */
  @api window?: MaintenanceWindow;
  labels = label;
  draft: Draft = { name: '', isActive: true, days: Object.keys(dayWords), start: '', end: '', zone: TIME_ZONE };
  failure = '';
  isSaving = false;

  connectedCallback(): void {
    if (this.window === undefined) return;
    const { Name: name, Active__c: isActive, Start_Time__c, End_Time__c, Time_Zone__c: zone = '' } = this.window;
    const [start, end] = [timeValue(Start_Time__c), timeValue(End_Time__c)];
    this.draft = { name, isActive, days: daysOf(this.window), start, end, zone };
  }

  get dayOptions(): Option[] {
    return Object.entries(dayWords).map(([value, text]) => ({ value, label: text }));
  }

  get zoneOptions(): Option[] {
    return timeZones(this.draft.zone).map((zone) => ({ value: zone, label: zone }));
  }

  changeName({ detail }: CustomEvent<{ value: string }>): void {
    this.draft = { ...this.draft, name: detail.value };
  }

  changeActive({ detail }: CustomEvent<{ checked: boolean }>): void {
    this.draft = { ...this.draft, isActive: detail.checked };
  }

  changeDays({ detail }: CustomEvent<{ value: string[] }>): void {
    this.draft = { ...this.draft, days: detail.value };
  }

  changeStart({ detail }: CustomEvent<{ value: string | null }>): void {
    this.draft = { ...this.draft, start: detail.value ?? '' };
  }

  changeEnd({ detail }: CustomEvent<{ value: string | null }>): void {
    this.draft = { ...this.draft, end: detail.value ?? '' };
  }

  changeZone({ detail }: CustomEvent<{ value: string }>): void {
    this.draft = { ...this.draft, zone: detail.value };
  }

  cancel(): void {
    this.close();
  }

  async save(): Promise<void> {
    if (!this.isComplete()) return;
    this.isSaving = true;
    this.failure = '';
    const { name, isActive, days, start, end, zone } = this.draft;
    const fields = {
      Name: name.trim(),
      Active__c: isActive,
      Days__c: days.join(';'),
      // The Z is how the org writes times; it names no zone.
      Start_Time__c: `${start}Z`,
      End_Time__c: `${end}Z`,
      Time_Zone__c: zone,
    };
    try {
      if (this.window === undefined) await createRecord({ apiName: 'Maintenance_Window__c', fields });
      else await updateRecord({ fields: { Id: this.window.Id, ...fields } });
      this.close(fields.Name);
    } catch (error) {
      this.failure = messageOf(error);
      this.isSaving = false;
    }
  }

  /** Every input says what it lacks; the first of them gets the focus. */
  private isComplete(): boolean {
    const inputs = [...(this.template?.querySelectorAll<HTMLInputElement>('[data-input]') ?? [])];
    const invalid = inputs.filter((input) => !input.reportValidity());
    invalid[0]?.focus();
    return invalid.length === 0;
  }
}
