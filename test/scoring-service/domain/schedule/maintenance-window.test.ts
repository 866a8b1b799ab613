import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  isTimeZone,
  openingAfter,
  openingAt,
  timeOf,
  weekdays,
} from '../../../../scoring-service/src/domain/schedule/maintenance-window.ts';
import type { MaintenanceWindow } from '../../../../scoring-service/src/domain/schedule/maintenance-window.ts';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'];
const hour = 60;

const windowOf = (changed: Partial<MaintenanceWindow> = {}): MaintenanceWindow => ({
  ...{ days: weekdays, start: 1 * hour, end: 5 * hour, timeZone: 'Europe/Berlin' },
  ...changed,
});

const anyWindow: fc.Arbitrary<MaintenanceWindow> = fc.record({
  days: fc.subarray([...weekdays], { minLength: 1 }),
  start: fc.integer({ min: 0, max: 1439 }),
  end: fc.integer({ min: 0, max: 1439 }),
  timeZone: fc.constantFrom(...zones),
});
const someWindows = fc.array(anyWindow, { minLength: 1, maxLength: 3 });
const anyTime = fc
  .integer({ min: Date.UTC(2025, 0, 1) / 60_000, max: Date.UTC(2028, 0, 1) / 60_000 })
  .map((minutes) => new Date(minutes * 60_000));

/** Weekday and minute as a clock on the wall there shows them. */
function wallClock(time: Date, timeZone: string): { weekday: number; minute: number } {
  const [weekday = '', clock = ''] = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  })
    .format(time)
    .split(/[ ,]+/);
  const [hours, minutes] = clock.split(':').map(Number);
  return { weekday: weekdays.findIndex((day) => day === weekday), minute: (hours ?? 0) * 60 + (minutes ?? 0) };
}

/** What the clock on the wall says of a window; right wherever the clocks are not moved. */
function isOpenOnTheWall({ days, start, end, timeZone }: MaintenanceWindow, time: Date): boolean {
  const { weekday, minute } = wallClock(time, timeZone);
  const isOn = (index: number): boolean => days.some((day) => day === weekdays[(index + 7) % 7]);
  if (end > start) return isOn(weekday) && minute >= start && minute < end;
  return (isOn(weekday) && minute >= start) || (isOn(weekday - 1) && minute < end);
}

const keepsTime = (timeZone: string, time: Date): boolean =>
  [-2, -1, 1, 2].every((days) => {
    const other = new Date(time.getTime() + days * DAY_MS);
    return wallClock(other, timeZone).minute === wallClock(time, timeZone).minute;
  });

test('a window is open when the clock on the wall says so', () => {
  fc.assert(
    fc.property(anyWindow, anyTime, (window, time) => {
      fc.pre(keepsTime(window.timeZone, time));
      assert.equal(openingAt([window], time) !== undefined, isOpenOnTheWall(window, time));
    }),
    { numRuns: 1000 },
  );
});

test('the next opening is after now, open when it begins, and none lies between', () => {
  fc.assert(
    fc.property(someWindows, anyTime, fc.double({ min: 0, max: 1, noNaN: true }), (windows, time, share) => {
      const next = openingAfter(windows, time);
      assert.ok(next && next.from > time);
      assert.ok(openingAt(windows, next.from));
      const between = new Date(time.getTime() + (next.from.getTime() - time.getTime()) * share * 0.999_999);
      const there = openingAt(windows, between);
      assert.ok(!there || there.from <= time);
    }),
  );
});

test('a time of a day is shown by the clock on the wall, unless it is left out', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), anyTime, fc.integer({ min: 0, max: 1439 }), (timeZone, time, minute) => {
      const shown = wallClock(timeOf(dayOf(time), minute, timeZone), timeZone).minute;
      assert.ok(shown === minute || [30, 60].includes(shown - minute));
    }),
  );
});

/** The UTC date of a time. */
const dayOf = (time: Date): Temporal.PlainDate => Temporal.PlainDate.from(time.toISOString().slice(0, 10));

/** Offset of a time zone in milliseconds, from Intl alone. */
function offsetAt(time: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  for (const { type, value } of format.formatToParts(time)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - time;
}

/** The same by arithmetic on offsets: the first of a repeated time; a skipped one as if the clocks had not changed. */
function timeByOffsets(time: Date, minute: number, timeZone: string): Date {
  const wall = Math.floor(time.getTime() / DAY_MS) * DAY_MS + minute * 60_000;
  const before = offsetAt(wall - DAY_MS, timeZone);
  const after = offsetAt(wall + DAY_MS, timeZone);
  const fitting = [wall - before, wall - after].filter((one) => one + offsetAt(one, timeZone) === wall);
  return new Date(fitting.length > 0 ? Math.min(...fitting) : wall - before);
}

/** Days on which clocks change in one of the zones, and any other day. */
const changeDays = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'];
const dayWithChanges = fc.oneof(
  anyTime,
  fc.constantFrom(...changeDays).map((day) => new Date(`${day}T00:00:00Z`)),
);

test('skipped and repeated hours are resolved as by arithmetic on offsets', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      dayWithChanges,
      fc.integer({ min: 0, max: 1439 }),
      (timeZone, time, minute) => {
        assert.deepEqual(timeOf(dayOf(time), minute, timeZone), timeByOffsets(time, minute, timeZone));
      },
    ),
    { numRuns: 1000 },
  );
});

const hours = (window: MaintenanceWindow, at: string): string[] => {
  const next = openingAfter([window], new Date(at));
  return [next?.from.toISOString() ?? '', next?.until.toISOString() ?? ''];
};

test('the window keeps to the clock on the wall when the clocks are moved', () => {
  const winter = ['2026-03-28T00:00:00.000Z', '2026-03-28T04:00:00.000Z'];
  const spring = ['2026-03-29T00:00:00.000Z', '2026-03-29T03:00:00.000Z'];
  const autumn = ['2026-10-24T23:00:00.000Z', '2026-10-25T04:00:00.000Z'];
  assert.deepEqual(hours(windowOf(), '2026-03-27T12:00:00Z'), winter);
  assert.deepEqual(hours(windowOf(), '2026-03-28T12:00:00Z'), spring);
  assert.deepEqual(hours(windowOf(), '2026-10-24T12:00:00Z'), autumn);
});

test('an hour that is left out opens as late as without it, and an hour that comes twice counts once', () => {
  const night = windowOf({ start: 2 * hour + 30, end: 4 * hour });
  assert.deepEqual(hours(night, '2026-03-28T12:00:00Z'), ['2026-03-29T01:30:00.000Z', '2026-03-29T02:00:00.000Z']);
  assert.deepEqual(hours(night, '2026-10-24T12:00:00Z'), ['2026-10-25T00:30:00.000Z', '2026-10-25T03:00:00.000Z']);
  const lost = windowOf({ start: 2 * hour, end: 3 * hour });
  assert.deepEqual(hours(lost, '2026-03-28T12:00:00Z'), ['2026-03-30T00:00:00.000Z', '2026-03-30T01:00:00.000Z']);
});

test('a window over midnight belongs to the day on which it opens', () => {
  const friday = windowOf({ days: ['Friday'], start: 22 * hour, end: 4 * hour, timeZone: 'UTC' });
  assert.ok(openingAt([friday], new Date('2026-11-27T22:00:00Z')));
  assert.ok(openingAt([friday], new Date('2026-11-28T03:59:00Z')));
  assert.equal(openingAt([friday], new Date('2026-11-28T04:00:00Z')), undefined);
  assert.equal(openingAt([friday], new Date('2026-11-27T03:00:00Z')), undefined);
});

test('a window of one day comes again a week later', () => {
  const friday = windowOf({ days: ['Friday'], timeZone: 'UTC' });
  const next = openingAfter([friday], new Date('2026-11-27T02:00:00Z'));
  assert.equal(next?.from.toISOString(), '2026-12-04T01:00:00.000Z');
});

test('without windows nothing is open, and unknown time zones are recognised', () => {
  const now = new Date('2026-11-23T23:00:00Z');
  assert.deepEqual([openingAt([], now), openingAfter([], now)], [undefined, undefined]);
  assert.deepEqual(['Europe/Berlin', 'UTC', 'Mars/Olympus', ''].map(isTimeZone), [true, true, false, false]);
});
