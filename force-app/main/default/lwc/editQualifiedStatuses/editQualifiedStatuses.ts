import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { updateRecord } from 'lightning/uiRecordApi';
import { qualifiedStatusesOf } from 'c/scoringGoal';
import type { ScoreGoal } from 'c/scoringGoal';
import { formatLabel, messageOf } from 'c/scoringText';
import CANCEL from '@salesforce/label/c.Common_Cancel';
import GONE from '@salesforce/label/c.Setup_Status_Gone';
import HELP from '@salesforce/label/c.Setup_Statuses_Help';
import SAVE from '@salesforce/label/c.Goal_Save';
import STATUSES from '@salesforce/label/c.Setup_Statuses_Choose';

/** Which of the org's lead statuses count as qualified for a goal. Closes with true when they were saved. */
export default class EditQualifiedStatuses extends LightningModal {
  @api goal!: ScoreGoal;
  /** Those of the org's leads that are not converted. */
  @api statuses: readonly PicklistEntry[] = [];
  labels = { CANCEL, HELP, SAVE, STATUSES };
  chosen: readonly string[] = [];
  failure = '';
  isSaving = false;

  connectedCallback(): void {
    this.chosen = qualifiedStatusesOf(this.goal);
  }

  /** One that the picklist no longer has can only be taken out. */
  get options(): { value: string; label: string }[] {
    const gone = qualifiedStatusesOf(this.goal).filter((status) =>
      this.statuses.every(({ value }) => value !== status),
    );
    return [
      ...this.statuses.map(({ value, label }) => ({ value, label })),
      ...gone.map((value) => ({ value, label: formatLabel(GONE, value) })),
    ];
  }

  change({ detail }: CustomEvent<{ value: string[] }>): void {
    this.chosen = detail.value;
  }

  cancel(): void {
    this.close();
  }

  async save(): Promise<void> {
    this.isSaving = true;
    this.failure = '';
    // In the order of the picklist, whichever was ticked first.
    const lines = this.options.map(({ value }) => value).filter((value) => this.chosen.includes(value));
    try {
      const Qualified_Statuses__c = lines.length === 0 ? null : lines.join('\n');
      await updateRecord({ fields: { Id: this.goal.Id, Qualified_Statuses__c } });
      this.close(true);
    } catch (error) {
      this.failure = messageOf(error);
      this.isSaving = false;
    }
  }
}
