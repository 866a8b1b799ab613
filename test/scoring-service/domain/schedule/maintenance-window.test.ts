import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  closesAt,
  isTimeZone,
  momentOf,
  openingAfter,
  openingAt,
  weekdays,
} from '../../../../scoring-service/src/domain/schedule/maintenance-window.ts';
import type { MaintenanceWindow } from '../../../../scoring-service/src/domain/schedule/maintenance-window.ts';

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'];
const hour = 60;
const dayMs = 86_400_000;

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
const anyMoment = fc
  .integer({ min: Date.UTC(2025, 0, 1) / 60_000, max: Date.UTC(2028, 0, 1) / 60_000 })
  .map((minutes) => new Date(minutes * 60_000));

/** Weekday and minute as a clock on the wall there shows them. */
function wallClock(moment: Date, timeZone: string): { weekday: number; minute: number } {
  const [weekday = '', time = ''] = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  })
    .format(moment)
    .split(/[ ,]+/);
  const [hours, minutes] = time.split(':').map(Number);
  return { weekday: weekdays.findIndex((day) => day === weekday), minute: (hours ?? 0) * 60 + (minutes ?? 0) };
}

/** What the clock on the wall says of a window; right wherever the clocks are not moved. */
function isOpenOnTheWall({ days, start, end, timeZone }: MaintenanceWindow, moment: Date): boolean {
  const { weekday, minute } = wallClock(moment, timeZone);
  const isOn = (index: number): boolean => days.some((day) => day === weekdays[(index + 7) % 7]);
  if (end > start) return isOn(weekday) && minute >= start && minute < end;
  return (isOn(weekday) && minute >= start) || (isOn(weekday - 1) && minute < end);
}

const keepsTime = (timeZone: string, moment: Date): boolean =>
  [-2, -1, 1, 2].every((days) => {
    const other = new Date(moment.getTime() + days * dayMs);
    return wallClock(other, timeZone).minute === wallClock(moment, timeZone).minute;
  });

test('a window is open when the clock on the wall says so', () => {
  fc.assert(
    fc.property(anyWindow, anyMoment, (window, moment) => {
      fc.pre(keepsTime(window.timeZone, moment));
      assert.equal(openingAt([window], moment) !== undefined, isOpenOnTheWall(window, moment));
    }),
    { numRuns: 1000 },
  );
});

test('the next opening is after now, open when it begins, and none lies between', () => {
  fc.assert(
    fc.property(someWindows, anyMoment, fc.double({ min: 0, max: 1, noNaN: true }), (windows, moment, share) => {
      const next = openingAfter(windows, moment);
      assert.ok(next && next.from > moment);
      assert.ok(openingAt(windows, next.from));
      const between = new Date(moment.getTime() + (next.from.getTime() - moment.getTime()) * share * 0.999_999);
      const there = openingAt(windows, between);
      assert.ok(!there || there.from <= moment);
    }),
  );
});

test('windows are open until they close, and not a moment longer', () => {
  fc.assert(
    fc.property(someWindows, anyMoment, (windows, moment) => {
      const close = closesAt(windows, moment);
      assert.equal(close === undefined, openingAt(windows, moment) === undefined);
      // Windows that follow each other without a gap are looked at a week ahead.
      if (close === undefined || close.getTime() - moment.getTime() > 7 * dayMs) return;
      assert.equal(openingAt(windows, close), undefined);
      assert.ok(openingAt(windows, new Date(close.getTime() - 1)));
    }),
  );
});

test('a time of a day is shown by the clock on the wall, unless it is left out', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), anyMoment, fc.integer({ min: 0, max: 1439 }), (timeZone, moment, minute) => {
      const day = Math.floor(moment.getTime() / dayMs) * dayMs;
      const shown = wallClock(momentOf(day, minute, timeZone), timeZone).minute;
      assert.ok(shown === minute || [30, 60].includes(shown - minute));
    }),
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

test('windows that touch stay open from one to the other', () => {
  const evening = windowOf({ start: 22 * hour, end: 0, timeZone: 'UTC' });
  const morning = windowOf({ start: 0, end: 2 * hour, timeZone: 'UTC' });
  const close = closesAt([evening, morning], new Date('2026-11-23T23:00:00Z'));
  assert.equal(close?.toISOString(), '2026-11-24T02:00:00.000Z');
});

test('no window is never open, and time zones nobody knows are told apart', () => {
  const now = new Date('2026-11-23T23:00:00Z');
  assert.deepEqual([openingAt([], now), openingAfter([], now), closesAt([], now)], [undefined, undefined, undefined]);
  assert.deepEqual(['Europe/Berlin', 'UTC', 'Mars/Olympus', ''].map(isTimeZone), [true, true, false, false]);
});
