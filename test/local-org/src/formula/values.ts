import { dayMs } from '../calendar.ts';
/** A date (midnight UTC) or a time; its own class of value, as `+ 1` moves it by a day. */
export type DateValue = { kind: 'date' | 'datetime'; ms: number };

export type FormulaValue = string | number | boolean | null | DateValue;

/** What a formula is evaluated over: a record as it is being saved, its former state, and who saves it. */
export type FormulaContext = {
  isNew: boolean;
  now: Date;
  /** Whether arithmetic with a blank value gives blank, instead of treating it as zero. */
  blanksSpread?: boolean;
  value(path: string[]): FormulaValue;
  /** The value before the save; for a new record the current value. */
  priorValue(path: string[]): FormulaValue;
};

export const isDateValue = (value: FormulaValue): value is DateValue => typeof value === 'object' && value !== null;

export const isBlank = (value: FormulaValue): boolean => value === null || value === '';

/** Blank counts as zero where a number is needed. */
export function toNumber(value: FormulaValue): number {
  if (value === null || value === '') return 0;
  return isDateValue(value) ? value.ms : Number(value);
}

export function toText(value: FormulaValue): string {
  if (value === null) return '';
  if (!isDateValue(value)) return String(value);
  const iso = new Date(value.ms).toISOString();
  return value.kind === 'date' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}Z`;
}

/** Equality in formulas: blank text equals null, and dates compare by day. */
export function areEqual(one: FormulaValue, other: FormulaValue): boolean {
  if (isBlank(one) || isBlank(other)) return isBlank(one) && isBlank(other);
  if (isDateValue(one) || isDateValue(other)) return toNumber(one) === toNumber(other);
  return one === other;
}

/** `one + sign * other`: adds numbers, joins texts, shifts dates by days; the difference of two dates is in days. */
export function addValues(one: FormulaValue, other: FormulaValue, sign: 1 | -1): FormulaValue {
  if (isDateValue(one)) {
    if (isDateValue(other)) return (one.ms - other.ms) / dayMs;
    return { kind: one.kind, ms: one.ms + sign * toNumber(other) * dayMs };
  }
  if (isDateValue(other)) return addValues(other, one, sign);
  if (sign === 1 && (typeof one === 'string' || typeof other === 'string')) return toText(one) + toText(other);
  return toNumber(one) + sign * toNumber(other);
}

export const dateOf = (year: number, month: number, day: number): DateValue => ({
  kind: 'date',
  ms: Date.UTC(year, month - 1, day),
});
