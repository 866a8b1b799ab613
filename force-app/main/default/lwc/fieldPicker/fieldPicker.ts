import { LightningElement, api } from 'lwc';
import type { FieldOption } from 'c/scoringSettings';
import { formatLabel } from 'c/scoringText';
import ADD from '@salesforce/label/c.Setup_Field_Add';
import CHOSEN from '@salesforce/label/c.Setup_Fields_Chosen';

/** Fields chosen one by one from those that the org has; says `fieldschange` with the names. */
export default class FieldPicker extends LightningElement {
  @api label = '';
  @api help = '';
  @api options: readonly FieldOption[] = [];
  @api value: readonly string[] = [];
  labels = { ADD };

  get choices(): FieldOption[] {
    return this.options.filter(({ value }) => !this.value.includes(value));
  }

  /** A field that is no longer there is shown by its name, so that it can be taken out. */
  get pills(): { name: string; label: string }[] {
    return this.value.map((name) => ({
      name,
      label: this.options.find(({ value }) => value === name)?.label ?? name,
    }));
  }

  get hasPills(): boolean {
    return this.value.length > 0;
  }

  get chosenLabel(): string {
    return formatLabel(CHOSEN, this.label);
  }

  add(event: CustomEvent<{ value: string }>): void {
    this.tell([...this.value, event.detail.value]);
    // The list is for the next field; the chosen one stands below.
    (event.currentTarget as HTMLInputElement).value = '';
  }

  remove({ detail }: CustomEvent<{ item: { name: string } }>): void {
    this.tell(this.value.filter((name) => name !== detail.item.name));
  }

  private tell(names: readonly string[]): void {
    this.dispatchEvent(new CustomEvent('fieldschange', { detail: names }));
  }
}
