import { callLibrary, plainRun } from '../../../src/apex/plain-run.ts';
import type { PlainRunOptions } from '../../../src/apex/plain-run.ts';
import { ApexFault } from '../../../src/apex/run.ts';
import { ApexDecimal } from '../../../src/apex/decimal.ts';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexEnumValue,
  ApexList,
  ApexTime,
} from '../../../src/apex/values.ts';
import type { Value } from '../../../src/apex/values.ts';

/** What a test compares: lists as arrays, and wrapped values as their texts with their types. */
export function shown(value: Value): unknown {
  if (value instanceof ApexList) return value.items.map(shown);
  if (value instanceof ApexDouble) return `Double ${value.value}`;
  if (value instanceof ApexDecimal) return `Decimal ${value.toString()}`;
  if (value instanceof ApexDate) return `Date ${new Date(value.days * 86_400_000).toISOString().slice(0, 10)}`;
  if (value instanceof ApexDatetime) return `Datetime ${new Date(value.ms).toISOString()}`;
  if (value instanceof ApexTime) return `Time ${new Date(value.ms).toISOString().slice(11, 23)}`;
  if (value instanceof ApexBlob) return `Blob ${Buffer.from(value.bytes).toString('hex')}`;
  if (value instanceof ApexEnumValue) return value.name;
  return value;
}

/** Calls a member of a class, for a user; a fault is given as `System.MathException: Divide by 0`. */
export const callsOf =
  (className: string, options: PlainRunOptions = {}) =>
  (member: string, ...values: Value[]): unknown =>
    outcomeOf(() => callLibrary(plainRun(options), className, member, values));

export function outcomeOf(code: () => Value): unknown {
  try {
    return shown(code());
  } catch (error) {
    if (error instanceof ApexFault) return `${error.type}: ${error.message}`;
    throw error;
  }
}

export const double = (value: number): ApexDouble => new ApexDouble(value);
export const decimal = (text: string): ApexDecimal => {
  const value = ApexDecimal.parse(text);
  if (value === undefined) throw new Error(`No decimal: ${text}`);
  return value;
};
export const date = (text: string): ApexDate => new ApexDate(Date.parse(`${text}T00:00Z`) / 86_400_000);
export const datetime = (text: string): ApexDatetime => new ApexDatetime(Date.parse(text));
