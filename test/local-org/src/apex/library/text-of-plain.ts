import { dayMs } from '../../calendar.ts';
import { ApexDecimal } from '../decimal.ts';
import type { Run } from '../run.ts';
import {
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexEnumValue,
  ApexList,
  ApexMap,
  ApexObject,
  ApexSet,
  ApexSObject,
  ApexTime,
} from '../values.ts';
import type { ApexBlob, Value } from '../values.ts';
import { textOfDecimal, textOfDouble } from './number-text.ts';
import { toLocal } from './zone.ts';

/** Values that have a text of their own, whatever the classes of the org are. */
export type PlainValue = Exclude<Value, ApexList | ApexSet | ApexMap | ApexObject | ApexSObject>;

export const isPlain = (value: Value): value is PlainValue =>
  typeof value !== 'object' ||
  value === null ||
  !(
    value instanceof ApexList ||
    value instanceof ApexSet ||
    value instanceof ApexMap ||
    value instanceof ApexObject ||
    value instanceof ApexSObject
  );

/** The text that `String.valueOf` gives; `null` for null. Datetimes are in the user's zone. */
export function textOfPlain(value: PlainValue, run: Pick<Run, 'user'>): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof ApexDouble) return textOfDouble(value.value);
  if (value instanceof ApexDecimal) return textOfDecimal(value);
  if (value instanceof ApexDate) return textOfDate(value);
  if (value instanceof ApexDatetime) return textOfDatetime(toLocal(run.user.timeZone, value.ms));
  if (value instanceof ApexTime) return textOfTime(value);
  if (value instanceof ApexEnumValue) return value.name;
  return `Blob[${(value satisfies ApexBlob).bytes.length}]`;
}

/** The text in a concatenation and in the debug log: dates have a time there, and datetimes are in GMT. */
export function concatenatedPlain(value: PlainValue, run: Pick<Run, 'user'>): string {
  if (value instanceof ApexDate) return `${textOfDate(value)} 00:00:00`;
  if (value instanceof ApexDatetime) return textOfDatetime(value.ms);
  return textOfPlain(value, run);
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-01-31`. */
export function textOfDate(value: ApexDate): string {
  const date = new Date(value.days * dayMs);
  const year = date.getUTCFullYear();
  return `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

/** `12:00:00.000Z`. */
export function textOfTime(value: ApexTime): string {
  return `${new Date(value.ms).toISOString().slice(11)}`;
}

/** `2026-01-31 12:00:00` of a time that is read as GMT. */
export function textOfDatetime(ms: number): string {
  const days = Math.floor(ms / dayMs);
  return `${textOfDate(new ApexDate(days))} ${new Date(ms - days * dayMs).toISOString().slice(11, 19)}`;
}
