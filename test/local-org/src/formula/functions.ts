import { addValues, areEqual, dateOf, isBlank, isDateValue, toNumber, toText } from './values.ts';
import type { FormulaValue, DateValue } from './values.ts';
import { furtherFunctions } from './further-functions.ts';
import { of } from './plain-function.ts';
import type { PlainFunction } from './plain-function.ts';
import { dayMs } from '../calendar.ts';

const math = (apply: (value: number) => number): PlainFunction =>
  of(1, (one) => (one === null ? null : apply(toNumber(one))));

const many = (apply: (values: FormulaValue[]) => FormulaValue): PlainFunction => ({ least: 1, most: Infinity, apply });

const compare = (holds: (one: number | string, other: number | string) => boolean): PlainFunction =>
  of(2, (one, other) => {
    if (isBlank(one) || isBlank(other)) return false;
    return typeof one === 'string' && typeof other === 'string'
      ? holds(one, other)
      : holds(toNumber(one), toNumber(other));
  });

const datePart = (read: (date: Date) => number): PlainFunction =>
  of(1, (one) => (isDateValue(one) ? read(new Date(one.ms)) : null));

const startOfDay = (ms: number): DateValue => ({ kind: 'date', ms: Math.floor(ms / dayMs) * dayMs });

function round(value: number, places: number): number {
  const factor = 10 ** places;
  return (Math.sign(value) * Math.round(Math.abs(value) * factor * (1 + Number.EPSILON))) / factor;
}

function parseDatetime(value: FormulaValue, kind: DateValue['kind']): FormulaValue {
  if (isBlank(value)) return null;
  const ms = isDateValue(value) ? value.ms : Date.parse(toText(value).replace(' ', 'T'));
  if (Number.isNaN(ms)) return null;
  return kind === 'date' ? startOfDay(ms) : { kind, ms };
}

function addMonths(value: FormulaValue, months: FormulaValue): FormulaValue {
  if (!isDateValue(value)) return null;
  const from = new Date(value.ms);
  const first = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + toNumber(months), 1);
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + toNumber(months) + 1, 0)).getUTCDate();
  return {
    kind: value.kind,
    ms: first + (Math.min(from.getUTCDate(), lastDay) - 1) * dayMs + (value.ms % dayMs),
  };
}

/** A pattern of Java, which the whole text has to match: flags at its beginning, and text quoted by \Q and \E. */
function javaPattern(pattern: string): RegExp {
  const [, flags = '', rest = pattern] = /^\(\?([ims]+)\)([\s\S]*)$/.exec(pattern) ?? [];
  const unquoted = rest.replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_, text: string) =>
    text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`^(?:${unquoted})$`, [...new Set(`s${flags}`)].join(''));
}

/** Every function and operator that needs nothing but its arguments and the time. */
export const plainFunctions: Record<string, PlainFunction> = {
  '=': of(2, (one, other) => areEqual(one, other)),
  '<>': of(2, (one, other) => !areEqual(one, other)),
  '<': compare((one, other) => one < other),
  '>': compare((one, other) => one > other),
  '<=': compare((one, other) => one <= other),
  '>=': compare((one, other) => one >= other),
  '&': of(2, (one, other) => toText(one) + toText(other)),
  '+': of(2, (one, other) => addValues(one, other, 1)),
  '-': of(2, (one, other) => addValues(one, other, -1)),
  '*': of(2, (one, other) => toNumber(one) * toNumber(other)),
  '/': of(2, (one, other) => (toNumber(other) === 0 ? null : toNumber(one) / toNumber(other))),
  '^': of(2, (one, other) => toNumber(one) ** toNumber(other)),
  NOT: of(1, (one) => one !== true),
  ISBLANK: of(1, isBlank),
  ISNULL: of(1, (one) => one === null),
  BLANKVALUE: of(2, (one, other) => (isBlank(one) ? other : one)),
  NULLVALUE: of(2, (one, other) => one ?? other),
  ISPICKVAL: of(2, (one, other) => areEqual(one, other)),
  INCLUDES: of(2, (one, other) => toText(one).split(';').includes(toText(other))),
  TEXT: of(1, toText),
  VALUE: of(1, (one) => (isBlank(one) ? null : Number(toText(one)))),
  ISNUMBER: of(1, (one) => !isBlank(one) && Number.isFinite(Number(toText(one)))),
  LEN: of(1, (one) => toText(one).length),
  CONTAINS: of(2, (one, other) => toText(one).includes(toText(other))),
  BEGINS: of(2, (one, other) => toText(one).startsWith(toText(other))),
  LEFT: of(2, (one, count) => toText(one).slice(0, Math.max(0, toNumber(count)))),
  RIGHT: of(2, (one, count) => (toNumber(count) > 0 ? toText(one).slice(-toNumber(count)) : '')),
  MID: of(3, (one, start, count) => toText(one).slice(toNumber(start) - 1, toNumber(start) - 1 + toNumber(count))),
  FIND: of(2, (part, whole, start) => toText(whole).indexOf(toText(part), Math.max(0, toNumber(start) - 1)) + 1, 3),
  LOWER: of(1, (one) => toText(one).toLowerCase(), 2),
  UPPER: of(1, (one) => toText(one).toUpperCase(), 2),
  TRIM: of(1, (one) => toText(one).trim()),
  SUBSTITUTE: of(3, (one, from, to) => toText(one).replaceAll(toText(from), toText(to))),
  LPAD: of(
    2,
    (one, length, pad) =>
      toText(one)
        .slice(0, toNumber(length))
        .padStart(toNumber(length), toText(pad) || ' '),
    3,
  ),
  RPAD: of(
    2,
    (one, length, pad) =>
      toText(one)
        .slice(0, toNumber(length))
        .padEnd(toNumber(length), toText(pad) || ' '),
    3,
  ),
  REGEX: of(2, (one, pattern) => javaPattern(toText(pattern)).test(toText(one))),
  BR: of(0, () => '\n'),
  CASESAFEID: of(1, (one) => one),
  ABS: math(Math.abs),
  CEILING: math((value) => (value < 0 ? -Math.ceil(-value) : Math.ceil(value))),
  FLOOR: math((value) => (value < 0 ? -Math.floor(-value) : Math.floor(value))),
  MCEILING: math(Math.ceil),
  MFLOOR: math(Math.floor),
  SQRT: math(Math.sqrt),
  EXP: math(Math.exp),
  LN: math(Math.log),
  LOG: math(Math.log10),
  ROUND: of(2, (one, places) => (one === null ? null : round(toNumber(one), toNumber(places)))),
  // The remainder has the sign of the dividend.
  MOD: of(2, (one, divisor) => (toNumber(divisor) === 0 ? null : toNumber(one) % toNumber(divisor))),
  MAX: many((values) => Math.max(...values.map(toNumber))),
  MIN: many((values) => Math.min(...values.map(toNumber))),
  TODAY: of(0, (_one, _two, _three, now) => startOfDay(now.getTime())),
  NOW: of(0, (_one, _two, _three, now) => ({ kind: 'datetime', ms: now.getTime() })),
  DATE: of(3, (year, month, day) => dateOf(toNumber(year), toNumber(month), toNumber(day))),
  DATEVALUE: of(1, (one) => parseDatetime(one, 'date')),
  DATETIMEVALUE: of(1, (one) => parseDatetime(one, 'datetime')),
  YEAR: datePart((date) => date.getUTCFullYear()),
  MONTH: datePart((date) => date.getUTCMonth() + 1),
  DAY: datePart((date) => date.getUTCDate()),
  WEEKDAY: datePart((date) => date.getUTCDay() + 1),
  ADDMONTHS: of(2, addMonths),
  ...furtherFunctions,
};
