import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { updateRecord } from 'lightning/uiRecordApi';
import { qualifiedStatusesOf } from 'c/scoringGoal';
import type { ScoreGoal } from 'c/scoringGoal';
import { saveAndClose } from 'c/scoringDialog';
import { formatLabel } from 'c/scoringText';
import EMPTY from '@salesforce/label/c.Setup_Statuses_Empty';
import GONE from '@salesforce/label/c.Setup_Status_Gone';
import HELP from '@salesforce/label/c.Setup_Statuses_Help';
import STATUSES from '@salesforce/label/c.Setup_Statuses_Choose';

/** The lead statuses that count as qualified for a goal. Closes with true when they are saved. */
export default class EditQualifiedStatuses extends LightningModal {
  @api goal!: ScoreGoal;
  /** The statuses of the org that are not converted. */
  @api statuses: readonly PicklistEntry[] = [];
  labels = { HELP, STATUSES };
  chosen: readonly string[] = [];
  failure = '';
  isBusy = false;

  connectedCallback(): void {
    this.chosen = qualifiedStatusesOf(this.goal);
  }

  /** A chosen status that is no longer in the picklist stays an option, so that it can be removed. */
  get options(): { value: string; label: string }[] {
    const gone = qualifiedStatusesOf(this.goal).filter((status) =>
      this.statuses.every(({ value }) => value !== status),
    );
    return [
      ...this.statuses.map(({ value, label }) => ({ value, label })),
      ...gone.map((value) => ({ value, label: formatLabel(GONE, value) })),
    ];
  }

  handleStatusesChange({ detail }: CustomEvent<{ value: string[] }>): void {
    this.chosen = detail.value;
  }

  handleCancel(): void {
    this.close();
  }

  async handleSave(): Promise<void> {
    // The order of the picklist, whichever status was selected first.
    const lines = this.options.map(({ value }) => value).filter((value) => this.chosen.includes(value));
    if (lines.length === 0) {
      this.failure = EMPTY;
      return;
    }
    const Qualified_Statuses__c = lines.join('\n');
    await saveAndClose(this, async () => updateRecord({ fields: { Id: this.goal.Id, Qualified_Statuses__c } }));
  }
}
