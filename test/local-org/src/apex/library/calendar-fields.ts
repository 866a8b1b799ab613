import { dayMs } from '../../calendar.ts';
import type { ApexDate } from '../values.ts';

/** The parts of a time that is read as GMT; months count from 1. */
export type Fields = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  /** 0 is Sunday. */
  weekday: number;
};

export function fieldsOf(local: number): Fields {
  const date = new Date(local);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    weekday: date.getUTCDay(),
  };
}

/** Days since 1970 of a day; months and days that there are not count on, as in Java. */
export function daysOf(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.floor(date.getTime() / dayMs);
}

export const fieldsOfDate = ({ days }: ApexDate): Fields => fieldsOf(days * dayMs);

export const daysInMonth = (year: number, month: number): number => daysOf(year, month + 1, 1) - daysOf(year, month, 1);

export const isLeapYear = (year: number): boolean => daysInMonth(year, 2) === 29;

export const dayOfYear = ({ year, month, day }: Fields): number => daysOf(year, month, day) - daysOf(year, 1, 1) + 1;

/** So many months later; a day that the month does not have is its last one. */
export function addMonths(days: number, months: number): number {
  const { year, month, day } = fieldsOf(days * dayMs);
  const first = daysOf(year, month + months, 1);
  const target = fieldsOf(first * dayMs);
  return first + Math.min(day, daysInMonth(target.year, target.month)) - 1;
}
