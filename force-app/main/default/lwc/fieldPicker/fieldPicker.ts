import { LightningElement, api } from 'lwc';
import type { FieldOption } from 'c/scoringSettings';
import { formatLabel } from 'c/scoringText';
import ADD from '@salesforce/label/c.Setup_Field_Add';
import CHOSEN from '@salesforce/label/c.Setup_Fields_Chosen';

/** Selects fields of the org one by one. Dispatches `fieldschange` with the names. */
export default class FieldPicker extends LightningElement {
  @api label = '';
  @api help = '';
  @api options: readonly FieldOption[] = [];
  @api value: readonly string[] = [];
  labels = { ADD };

  get choices(): FieldOption[] {
    return this.options.filter(({ value }) => !this.value.includes(value));
  }

  /** A field that no longer exists is shown by its API name, so that it can be removed. */
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

  handleAdd(event: CustomEvent<{ value: string }>): void {
    this.dispatchFields([...this.value, event.detail.value]);
    // The combobox is empty again for the next field; the chosen one is a pill below it.
    (event.currentTarget as HTMLInputElement).value = '';
  }

  handleRemove({ detail }: CustomEvent<{ item: { name: string } }>): void {
    this.dispatchFields(this.value.filter((name) => name !== detail.item.name));
  }

  private dispatchFields(names: readonly string[]): void {
    this.dispatchEvent(new CustomEvent('fieldschange', { detail: names }));
  }
}
