import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { dayWords, daysOf, timeValue, timeZones } from 'c/scoringWindow';
import type { MaintenanceWindow } from 'c/scoringWindow';
import { saveAndClose, validateInputs } from 'c/scoringDialog';
import { label } from './labels';

type Draft = { name: string; isActive: boolean; days: string[]; start: string; end: string; zone: string };
type Option = { value: string; label: string };

/** Creates or edits a maintenance window. Closes with its name when it is saved. */
export default class EditMaintenanceWindow extends LightningModal {
  /** Undefined for a new window. */
  @api window?: MaintenanceWindow;
  labels = label;
  draft: Draft = { name: '', isActive: true, days: Object.keys(dayWords), start: '', end: '', zone: TIME_ZONE };
  failure = '';
  isBusy = false;

  connectedCallback(): void {
    if (this.window === undefined) return;
    const { Name: name, Active__c: isActive, Start_Time__c, End_Time__c, Time_Zone__c: zone = '' } = this.window;
    const [start, end] = [timeValue(Start_Time__c), timeValue(End_Time__c)];
    this.draft = { name, isActive, days: daysOf(this.window), start, end, zone };
  }

  get dayOptions(): Option[] {
    return Object.entries(dayWords).map(([value, text]) => ({ value, label: text }));
  }

  get times(): { name: 'start' | 'end'; label: string; value: string }[] {
    return [
      { name: 'start', label: label.START, value: this.draft.start },
      { name: 'end', label: label.END, value: this.draft.end },
    ];
  }

  get zoneOptions(): Option[] {
    return timeZones(this.draft.zone).map((zone) => ({ value: zone, label: zone }));
  }

  /** Text, days, times and the time zone. An emptied time has the value null. */
  handleChange(event: CustomEvent<{ value: string | string[] | null }>): void {
    const { name = '' } = (event.currentTarget as HTMLElement).dataset;
    this.draft = { ...this.draft, [name]: event.detail.value ?? '' };
  }

  handleActiveChange({ detail }: CustomEvent<{ checked: boolean }>): void {
    this.draft = { ...this.draft, isActive: detail.checked };
  }

  handleCancel(): void {
    this.close();
  }

  async handleSave(): Promise<void> {
    if (!validateInputs(this.template)) return;
    const { name, isActive, days, start, end, zone } = this.draft;
    const fields = {
      Name: name.trim(),
      Active__c: isActive,
      Days__c: days.join(';'),
      // The org writes times with a Z; they belong to the time zone of the window.
      Start_Time__c: `${start}Z`,
      End_Time__c: `${end}Z`,
      Time_Zone__c: zone,
    };
    const { window } = this;
    const save = async (): Promise<void> => {
      if (window === undefined) await createRecord({ apiName: 'Maintenance_Window__c', fields });
      else await updateRecord({ fields: { Id: window.Id, ...fields } });
    };
    await saveAndClose(this, save, fields.Name);
  }
}
