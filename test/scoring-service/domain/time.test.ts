import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latestDayEnd, latestZone } from '../../../scoring-service/src/domain/time.ts';

const hours = (timeZone: string): number => latestDayEnd(timeZone) / 3_600_000;

test('a date ends as late after midnight UTC as the zone is behind it, in winter where that is later', () => {
  assert.deepEqual(
    ['UTC', 'GMT', 'America/New_York', 'Asia/Tokyo', 'Australia/Sydney', 'Asia/Kolkata'].map(hours),
    [24, 24, 29, 15, 14, 18.5],
  );
  assert.equal(hours('Nowhere/At_All'), 24);
});

test('of several zones the one counts in which a date ends last', () => {
  assert.equal(latestZone(['Europe/Berlin', 'America/Los_Angeles', 'Asia/Tokyo']), 'America/Los_Angeles');
  assert.equal(latestZone([]), 'UTC');
});
