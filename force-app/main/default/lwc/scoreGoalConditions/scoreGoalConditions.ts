import { LightningElement, api } from 'lwc';
import { MOST_ROWS, emptyRow, needsValues, operatorWords } from 'c/scoringGoal';
import type { Row } from 'c/scoringGoal';
import { formatLabel } from 'c/scoringText';
import type { GoalField } from '@plumbline/contract';
import { label } from './labels';

type Option = { value: string; label: string };
type RowView = {
  key: number;
  field: string;
  operator: string;
  heading: string;
  removeLabel: string;
  operators: Option[];
  needsValues: boolean;
  isPicked: boolean;
  isTyped: boolean;
  typed: string;
  choices: Option[];
  pills: { name: string; label: string }[];
  hasPills: boolean;
};

/** The conditions of a goal, one row each: field, operator and values. Dispatches `rowschange` with all rows. */
export default class ScoreGoalConditions extends LightningElement {
  @api fields: readonly GoalField[] = [];
  @api rows: readonly Row[] = [];
  label = label;
  /** Typed text that has not been added yet, by row key. */
  typed: Readonly<Record<number, string>> = {};

  get fieldOptions(): Option[] {
    return this.fields.map(({ field, label: text }) => ({ value: field, label: text }));
  }

  get views(): RowView[] {
    return this.rows.map((row, index) => {
      const described = this.fields.find(({ field }) => field === row.field);
      const choices = (described?.values ?? []).filter(({ value }) => !row.values.includes(value));
      const hasValues = described !== undefined && needsValues(row.operator);
      return {
        key: row.key,
        field: row.field,
        operator: row.operator,
        heading: formatLabel(label.ROW, index + 1),
        removeLabel: formatLabel(label.REMOVE_ROW, index + 1),
        operators: (described?.operators ?? []).map((value) => ({ value, label: operatorWords[value] ?? value })),
        needsValues: hasValues,
        isPicked: hasValues && described.values !== undefined,
        isTyped: hasValues && described.values === undefined,
        typed: this.typed[row.key] ?? '',
        choices,
        pills: row.values.map((value) => ({ name: value, label: wordsOf(described, value) })),
        hasPills: row.values.length > 0,
      };
    });
  }

  get isFull(): boolean {
    return this.rows.length >= MOST_ROWS;
  }

  get isRemovable(): boolean {
    return this.rows.length > 1;
  }

  handleFieldChange(event: CustomEvent<{ value: string }>): void {
    const field = event.detail.value;
    const operator = this.fields.find((one) => one.field === field)?.operators[0] ?? '';
    this.keepTyped(keyOf(event), '');
    this.change(keyOf(event), { field, operator, values: [] });
  }

  handleOperatorChange(event: CustomEvent<{ value: string }>): void {
    const operator = event.detail.value;
    if (!needsValues(operator)) this.keepTyped(keyOf(event), '');
    this.change(keyOf(event), needsValues(operator) ? { operator } : { operator, values: [] });
  }

  handleValueSelect(event: CustomEvent<{ value: string }>): void {
    this.addTo(keyOf(event), event.detail.value);
  }

  handleTyping(event: CustomEvent<{ value: string }>): void {
    this.keepTyped(keyOf(event), event.detail.value);
  }

  handleKeydown(event: KeyboardEvent): void {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    this.handleAddValue(event);
  }

  handleAddValue(event: Event): void {
    const key = keyOf(event);
    this.addTo(key, (this.typed[key] ?? '').trim());
    this.keepTyped(key, '');
  }

  handleRemoveValue(event: CustomEvent<{ item: { name: string } }>): void {
    const key = keyOf(event);
    const values = this.rowOf(key)?.values.filter((value) => value !== event.detail.item.name) ?? [];
    this.change(key, { values });
  }

  handleAddRow(): void {
    const key = Math.max(...this.rows.map((row) => row.key)) + 1;
    this.dispatchRows([...this.rows, emptyRow(key)]);
  }

  handleRemoveRow(event: Event): void {
    const key = keyOf(event);
    // A row that is added later can get the same key.
    this.keepTyped(key, '');
    this.dispatchRows(this.rows.filter((row) => row.key !== key));
  }

  private rowOf(key: number): Row | undefined {
    return this.rows.find((row) => row.key === key);
  }

  private keepTyped(key: number, text: string): void {
    this.typed = { ...this.typed, [key]: text };
  }

  private addTo(key: number, value: string): void {
    const values = this.rowOf(key)?.values ?? [];
    if (value !== '' && !values.includes(value)) this.change(key, { values: [...values, value] });
  }

  private change(key: number, changed: Partial<Row>): void {
    this.dispatchRows(this.rows.map((row) => (row.key === key ? { ...row, ...changed } : row)));
  }

  private dispatchRows(rows: readonly Row[]): void {
    this.dispatchEvent(new CustomEvent('rowschange', { detail: rows }));
  }
}

const keyOf = (event: Event): number => Number((event.currentTarget as HTMLElement).dataset['key']);

const wordsOf = (field: GoalField | undefined, value: string): string =>
  field?.values?.find((one) => one.value === value)?.label ?? value;
