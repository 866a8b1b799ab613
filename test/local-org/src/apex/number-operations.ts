import { arithmetic, negation } from './arithmetic.ts';
import { bitsOfInteger, bitsOfLong, invertInteger, invertLong, shiftInteger, shiftLong } from './bits.ts';
import { ApexDecimal } from './decimal.ts';
import { nullFault } from './run.ts';
import { ApexDate, ApexDatetime, ApexDouble, ApexTime, msPerDay } from './values.ts';
import type { Value } from './values.ts';

/** A value that is not null. @throws ApexFault where it is */
export function nn<T>(value: T | null): T {
  if (value === null || value === undefined) throw nullFault();
  return value;
}

const byType = (
  names: readonly [string, string][],
  table: Record<string, Record<string, unknown>>,
): Record<string, unknown> =>
  Object.fromEntries(
    names.flatMap(([js, operator]) =>
      ['Integer', 'Long', 'Double', 'Decimal'].map((type) => [`${js}${type}`, table[type]?.[operator]]),
    ),
  );

const inDays = (value: Value): number => {
  const days = nn(value);
  if (days instanceof ApexDecimal) return days.toNumber();
  return days instanceof ApexDouble ? days.value : Number(days);
};

/** Arithmetic of numbers, dates and Booleans, by the names that the compiler writes. */
export const numberOperations: Readonly<Record<string, unknown>> = {
  ...byType(
    [
      ['add', '+'],
      ['sub', '-'],
      ['mul', '*'],
      ['div', '/'],
    ],
    arithmetic as unknown as Record<string, Record<string, unknown>>,
  ),
  ...Object.fromEntries(Object.entries(negation).map(([type, code]) => [`neg${type}`, code])),
  notInteger: invertInteger,
  notLong: invertLong,
  ...Object.fromEntries(
    (
      [
        ['and', '&'],
        ['or', '|'],
        ['xor', '^'],
      ] as const
    ).flatMap(([js, operator]) => [
      [`${js}Integer`, (one: number, other: number) => bitsOfInteger(operator, one, other)],
      [`${js}Long`, (one: bigint, other: bigint) => bitsOfLong(operator, one, other)],
    ]),
  ),
  ...Object.fromEntries(
    (
      [
        ['shl', '<<'],
        ['shr', '>>'],
        ['ushr', '>>>'],
      ] as const
    ).flatMap(([js, operator]) => [
      [`${js}Integer`, (one: number, by: number) => shiftInteger(operator, one, by)],
      [`${js}Long`, (one: bigint, by: number) => shiftLong(operator, one, by)],
    ]),
  ),
  andBoolean: (one: boolean, other: boolean) => nn(one) && nn(other),
  orBoolean: (one: boolean, other: boolean) => nn(one) || nn(other),
  xorBoolean: (one: boolean, other: boolean) => nn(one) !== nn(other),
  addToDate: (date: ApexDate, days: Value) => new ApexDate(nn(date).days + Number(nn(days))),
  subToDate: (date: ApexDate, days: Value) => new ApexDate(nn(date).days - Number(nn(days))),
  addToDatetime: (time: ApexDatetime, days: Value) =>
    new ApexDatetime(nn(time).ms + Math.round(inDays(days) * msPerDay)),
  subToDatetime: (time: ApexDatetime, days: Value) =>
    new ApexDatetime(nn(time).ms - Math.round(inDays(days) * msPerDay)),
  addToTime: (time: ApexTime, ms: Value) =>
    new ApexTime((((nn(time).ms + Number(nn(ms))) % msPerDay) + msPerDay) % msPerDay),
  subToTime: (time: ApexTime, ms: Value) =>
    new ApexTime((((nn(time).ms - Number(nn(ms))) % msPerDay) + msPerDay) % msPerDay),
};
