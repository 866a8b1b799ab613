import { dayMs, hourMs } from '../../calendar.ts';
import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { ApexTime } from '../values.ts';
import { withoutNulls } from './arguments.ts';

/** A time of day; what goes past midnight begins again. */
const timeOf = (ms: number): ApexTime => new ApexTime(((ms % dayMs) + dayMs) % dayMs);

const minuteMs = 60_000;

export const timeClass: LibraryClass = defineClass(
  'System.Time',
  withoutNulls({
    'static Time newInstance(Integer hour, Integer minute, Integer second, Integer millisecond)': (
      _run,
      hour: number,
      minute: number,
      second: number,
      millisecond: number,
    ) => timeOf(hour * hourMs + minute * minuteMs + second * 1000 + millisecond),
    'Time addHours(Integer count)': (_run, { ms }: ApexTime, count: number) => timeOf(ms + count * hourMs),
    'Time addMinutes(Integer count)': (_run, { ms }: ApexTime, count: number) => timeOf(ms + count * minuteMs),
    'Time addSeconds(Integer count)': (_run, { ms }: ApexTime, count: number) => timeOf(ms + count * 1000),
    'Time addMilliseconds(Integer count)': (_run, { ms }: ApexTime, count: number) => timeOf(ms + count),
    'Integer hour()': (_run, { ms }: ApexTime) => Math.floor(ms / hourMs),
    'Integer minute()': (_run, { ms }: ApexTime) => Math.floor((ms % hourMs) / minuteMs),
    'Integer second()': (_run, { ms }: ApexTime) => Math.floor((ms % minuteMs) / 1000),
    'Integer millisecond()': (_run, { ms }: ApexTime) => ms % 1000,
  }),
);
