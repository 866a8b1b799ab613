import { isDateValue } from '../formula/values.ts';
import type { DateValue, FormulaValue } from '../formula/values.ts';

/** A record in a flow. `changed` holds the fields that the flow has assigned: an update writes these. */
export type FlowRecord = {
  kind: 'record';
  object: string;
  fields: Record<string, FlowValue>;
  changed: Set<string>;
};

/** A value of an Apex class. */
export type ApexObject = { kind: 'apex'; fields: Record<string, FlowValue> };

export type FlowValue = string | number | boolean | null | DateValue | FlowRecord | ApexObject | FlowValue[];

export const newRecord = (object: string, fields: Record<string, FlowValue> = {}): FlowRecord => ({
  kind: 'record',
  object,
  fields,
  changed: new Set(),
});

const kindOf = (value: FlowValue): string | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value.kind : undefined;

export const isRecord = (value: FlowValue | undefined): value is FlowRecord =>
  value !== undefined && kindOf(value) === 'record';

export const isApexObject = (value: FlowValue): value is ApexObject => kindOf(value) === 'apex';

export const isDate = (value: FlowValue): value is DateValue =>
  kindOf(value) === 'date' || kindOf(value) === 'datetime';

/** A value that a formula can use; records and collections are blank there. */
export function toFormulaValue(value: FlowValue): FormulaValue {
  if (typeof value !== 'object' || value === null) return value;
  return isDate(value) ? value : null;
}

/** Variables hold values, not references: what is assigned does not follow later changes. */
export function copyValue(value: FlowValue): FlowValue {
  if (Array.isArray(value)) return value.map(copyValue);
  if (isRecord(value)) return { ...value, fields: { ...value.fields }, changed: new Set(value.changed) };
  if (isApexObject(value)) return { ...value, fields: { ...value.fields } };
  return value;
}

/** The name that a record or object has for a field, whatever the case it is asked for in. */
export function ownName(fields: Record<string, unknown>, name: string): string | undefined {
  if (Object.hasOwn(fields, name)) return name;
  const wanted = name.toLowerCase();
  return Object.keys(fields).find((one) => one.toLowerCase() === wanted);
}

export function ownField(fields: Record<string, FlowValue>, name: string): FlowValue | undefined {
  const own = ownName(fields, name);
  return own === undefined ? undefined : fields[own];
}

/** A field's value as storage and the platform's JSON write it: dates as `2026-03-16`, times in ISO with Z. */
export function plainValue(value: FlowValue): string | number | boolean | null {
  if (isDate(value)) {
    const iso = new Date(value.ms).toISOString();
    return value.kind === 'date' ? iso.slice(0, 10) : iso;
  }
  if (typeof value === 'object') return null;
  return value;
}

/** A value as an Apex action gets it: records with `attributes`, lists as arrays, dates as text in ISO form. */
export function outsideValue(value: FlowValue): unknown {
  if (Array.isArray(value)) return value.map(outsideValue);
  if (isRecord(value)) return { attributes: { type: value.object }, ...outsideFields(value.fields) };
  if (isApexObject(value)) return outsideFields(value.fields);
  return plainValue(value);
}

const outsideFields = (fields: Record<string, FlowValue>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, outsideValue(value)]));

/** A value from stored or sent text, by the type of its field or variable. */
export function typedValue(value: unknown, type: string): FlowValue {
  if (value === null || value === undefined) return null;
  const wanted = type.toLowerCase();
  if (wanted === 'boolean') return value === true || value === 1 || value === 'true';
  if (wanted === 'date') return dateValue(String(value).slice(0, 10), 'date');
  if (wanted === 'datetime') return dateValue(String(value), 'datetime');
  if (numberTypes.includes(wanted)) return value === '' ? null : Number(value);
  if (typeof value === 'boolean' || typeof value === 'number') return wanted === 'string' ? String(value) : value;
  return String(value as string);
}

const numberTypes = ['number', 'currency', 'double', 'int', 'percent', 'long', 'integer', 'decimal'];

/** A date or time from its text; null when it is none. */
export function dateValue(text: string, kind: DateValue['kind']): DateValue | null {
  const ms = Date.parse(text.replace(/\+0000$/, 'Z'));
  return Number.isNaN(ms) ? null : { kind, ms };
}

export const isBlankValue = (value: FlowValue): boolean => value === null || value === '';

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** A value inside a text: dates as a user with the locale English (United States) reads them. */
export function textOf(value: FlowValue): string {
  if (value === null) return '';
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (isRecord(value)) return textOf(value.fields['Id'] ?? null);
  if (isApexObject(value)) return JSON.stringify(outsideValue(value));
  if (!isDateValue(value)) return String(value);
  const date = new Date(value.ms);
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
  if (value.kind === 'date') return day;
  const hour = date.getUTCHours();
  return `${day}, ${hour % 12 === 0 ? 12 : hour % 12}:${twoDigits(date.getUTCMinutes())} ${hour < 12 ? 'AM' : 'PM'}`;
}
