import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextScoring, nextTraining } from '../../../../scoring-service/src/domain/schedule/due.ts';
import { openingAt, weekdays } from '../../../../scoring-service/src/domain/schedule/maintenance-window.ts';
import type { MaintenanceWindow } from '../../../../scoring-service/src/domain/schedule/maintenance-window.ts';

const at = (text: string): Date => new Date(`2026-11-${text}:00Z`);
const hour = 60;
const windowOf = (start: number, end: number): MaintenanceWindow => ({
  ...{ days: weekdays, start: start * hour, end: end * hour, timeZone: 'UTC' },
});
const night = windowOf(22, 4);
const scoring = (windows: MaintenanceWindow[], now: string, ...last: [createdAt: string, endedAt: string] | []) => {
  const [createdAt, endedAt] = last;
  const ended = createdAt && endedAt ? { createdAt: at(createdAt), endedAt: at(endedAt) } : undefined;
  return nextScoring(windows, at(now), ended)?.toISOString().slice(8, 16);
};

test('a goal that was never scored is due at once within a window, else when the next opens', () => {
  assert.equal(scoring([night], '23T23:00'), '23T22:00');
  assert.equal(scoring([night], '23T12:00'), '23T22:00');
  assert.equal(scoring([], '23T12:00'), undefined);
});

test('a goal that was scored in this window waits for that of the next day', () => {
  assert.equal(scoring([night], '23T23:00', '23T22:00', '23T22:30'), '24T22:00');
  assert.equal(scoring([night], '24T12:00', '23T22:00', '23T22:30'), '24T22:00');
});

test('several windows of a day are one turn', () => {
  const windows = [windowOf(1, 3), windowOf(12, 13)];
  assert.equal(scoring(windows, '24T12:10', '24T01:00', '24T01:30'), '25T01:00');
  assert.equal(scoring(windows, '24T12:10', '23T01:00', '23T01:30'), '24T12:00');
});

test('a run that was paused and went on into this window has been its turn', () => {
  assert.equal(scoring([night], '24T23:00', '23T22:00', '24T22:40'), '25T22:00');
});

test('windows that never close let a goal be scored once a day', () => {
  const always = [windowOf(0, 0)];
  assert.equal(scoring(always, '24T12:00', '24T00:01', '24T00:20'), '25T00:00');
  assert.equal(scoring(always, '25T00:01', '24T00:01', '24T00:20'), '25T00:00');
});

const training = (now: string, lastTrainedAt: string, lastEndedAt?: string) =>
  nextTraining([night], at(now), {
    ...{ lastTrainedAt: new Date(lastTrainedAt), everyDays: 30 },
    lastEndedAt: lastEndedAt === undefined ? undefined : at(lastEndedAt),
  })
    ?.toISOString()
    .slice(5, 16);

test('training comes in the first window after thirty days', () => {
  assert.equal(training('23T12:00', '2026-11-10T10:00:00Z'), '12-10T22:00');
  assert.equal(training('23T12:00', '2026-11-10T23:00:00Z'), '12-10T23:00');
  assert.equal(training('23T12:00', '2026-09-01T10:00:00Z'), '11-23T22:00');
  assert.equal(training('23T23:00', '2026-09-01T10:00:00Z'), '11-23T22:00');
});

test('a training that failed counts, so that it is not made again every night', () => {
  assert.equal(training('23T23:00', '2026-09-01T10:00:00Z', '22T22:10'), '12-22T22:10');
});

test('what is next lies within a window, and what was done is never next', () => {
  const anyHour = fc.integer({ min: 0, max: 23 });
  const minutes = fc.integer({ min: 0, max: 60 * 24 * 20 });
  fc.assert(
    fc.property(anyHour, anyHour, minutes, minutes, (start, end, now, done) => {
      const windows = [windowOf(start, end)];
      const timeAt = (minute: number): Date => new Date(Date.UTC(2026, 10, 1) + minute * 60_000);
      const last = { createdAt: timeAt(Math.min(now, done)), endedAt: timeAt(Math.min(now, done)) };
      const next = nextScoring(windows, timeAt(now), last);
      assert.ok(next && openingAt(windows, next));
      assert.ok(next > last.endedAt);
    }),
  );
});
