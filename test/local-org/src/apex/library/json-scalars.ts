import { ApexDecimal } from '../decimal.ts';
import { ApexBlob, ApexDate, ApexDatetime, ApexDouble, ApexTime, msPerDay } from '../values.ts';
import type { Value } from '../values.ts';
import { jsonFault } from './json-tokens.ts';
import { isInteger, isLong } from './json-tree.ts';

const datePattern = /^(\d{4})-(\d\d?)-(\d\d?)$/;
const datetimePattern =
  /^(\d{4}-\d\d?-\d\d?)(?:T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;
const timePattern = /^(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?Z?$/;

function daysOf(text: string): number | undefined {
  const [, year = '', month = '', day = ''] = datePattern.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (year === '' || date.getUTCMonth() !== Number(month) - 1) return undefined;
  return Math.floor(date.getTime() / msPerDay);
}

const msOf = (hour = '0', minute = '0', second = '0', fraction = '0'): number =>
  (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));

function offsetMs(zone: string): number {
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * msOf(hours, minutes);
}

/** `2024-01-31`; undefined for another text. */
export function parseDate(text: string): ApexDate | undefined {
  const days = daysOf(text);
  return days === undefined ? undefined : new ApexDate(days);
}

/** ISO 8601 with any zone, without one GMT. */
export function parseDatetime(text: string): ApexDatetime | undefined {
  const match = datetimePattern.exec(text);
  const days = daysOf(match?.[1] ?? '');
  if (match === null || days === undefined) return undefined;
  return new ApexDatetime(days * msPerDay + msOf(match[2], match[3], match[4], match[5]) - offsetMs(match[6] ?? 'Z'));
}

export function parseTime(text: string): ApexTime | undefined {
  const match = timePattern.exec(text);
  return match === null ? undefined : new ApexTime(msOf(match[1], match[2], match[3], match[4]));
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** An Id of 18 characters from one of 15 or 18; undefined for another text. */
export function parseId(text: string): string | undefined {
  if (!/^(?:[a-zA-Z0-9]{15}|[a-zA-Z0-9]{18})$/.test(text)) return undefined;
  const suffix = [0, 5, 10].map((start) => {
    const bits = [...text.slice(start, start + 5)].map((one, place) => (/[A-Z]/.test(one) ? 1 << place : 0));
    return letters[bits.reduce((sum, bit) => sum + bit, 0)];
  });
  return text.length === 18 ? text : text + suffix.join('');
}

const numberFault = (text: string, place: () => string) => jsonFault(`For input string: "${text}" at ${place()}`);

function wholeNumber(text: string, fits: (value: bigint) => boolean, place: () => string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw numberFault(text, place);
  const value = BigInt(text.replace(/^\+/, ''));
  if (!fits(value)) throw numberFault(text, place);
  return value;
}

function decimalOf(text: string, place: () => string): ApexDecimal {
  const value = ApexDecimal.parse(text);
  if (value !== undefined) return value;
  const wrong = /[^0-9.eE+-]/.exec(text)?.[0];
  throw jsonFault(
    wrong === undefined
      ? `N/A at ${place()}`
      : `Character ${wrong} is neither a decimal digit number, decimal point, nor "e" notation exponential mark. at ${place()}`,
  );
}

function doubleOf(text: string, place: () => string): ApexDouble {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isNaN(value)) throw numberFault(text, place);
  return new ApexDouble(value);
}

function required<T>(value: T | undefined, text: string, place: () => string): T {
  if (value === undefined) throw jsonFault(`Invalid format: "${text}" at ${place()}`);
  return value;
}

/** A text or the text of a number or a boolean of JSON as a value of a primitive type. */
export function scalarOf(primitive: string, text: string, place: () => string): Value {
  switch (primitive) {
    case 'Integer':
      return Number(wholeNumber(text, isInteger, place));
    case 'Long':
      return wholeNumber(text, isLong, place);
    case 'Double':
      return doubleOf(text, place);
    case 'Decimal':
      return decimalOf(text, place);
    case 'Boolean':
      if (!/^(?:true|false)$/i.test(text)) throw jsonFault(`Illegal value for boolean: ${text} at ${place()}`);
      return text.toLowerCase() === 'true';
    case 'Date':
      return required(parseDate(text), text, place);
    case 'Datetime':
      return required(parseDatetime(text), text, place);
    case 'Time':
      return required(parseTime(text), text, place);
    case 'Blob':
      return new ApexBlob(Buffer.from(text, 'base64'));
    case 'Id': {
      const id = parseId(text);
      if (id === undefined) throw jsonFault(`bad id ${text} at ${place()}`);
      return id;
    }
    default:
      return text;
  }
}
