import { LightningElement, api } from 'lwc';
import { formatLabel } from 'c/scoringText';
import type { UnusedSet } from 'c/setupChecks';
import OPEN from '@salesforce/label/c.Setup_Orphans_Open';
import OWN from '@salesforce/label/c.Setup_Orphans_Own';
import PACKAGED from '@salesforce/label/c.Setup_Orphans_Packaged';

/** Score field sets that no goal writes to, each with the next step. */
export default class SetupOrphans extends LightningElement {
  @api sets: readonly UnusedSet[] = [];

  get lines(): { id: string; words: string; fields: string; url?: string; open: string }[] {
    return this.sets.map(({ scoreField, object, objectApiName, fields, isPackaged }) => ({
      id: scoreField,
      words: isPackaged ? PACKAGED : OWN,
      fields,
      // Packaged fields cannot be deleted, so they need no link.
      url: isPackaged ? undefined : `/lightning/setup/ObjectManager/${objectApiName}/FieldsAndRelationships/view`,
      open: formatLabel(OPEN, object),
    }));
  }
}
