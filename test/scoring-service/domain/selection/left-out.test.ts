import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countLeftOut, toLeftOutResult } from '../../../../scoring-service/src/domain/selection/left-out.ts';

const lead = '00Q000000000001AAA';

test('a record that cannot be scored says whether it is gone, closed or of another object', () => {
  const error = (recordId: string, isClosed: boolean): string =>
    toLeftOutResult('Lead', { recordId, isClosed }).error ?? '';
  assert.match(error(lead, false), /no record with this id/);
  assert.match(error(lead, true), /closed/);
  assert.match(error('003000000000001AAA', false), /not of one/);
});

test('records that cannot be scored count as read and failed, by their reason', () => {
  const before = { read: 5, scored: 4, changed: 3, skipped: 1, failed: 0, skippedReasons: [] };
  const results = [true, true, false].map((isClosed) => toLeftOutResult('Lead', { recordId: lead, isClosed }));
  const after = countLeftOut(before, results);
  assert.deepEqual([after.read, after.scored, after.failed], [8, 4, 3]);
  assert.deepEqual(
    after.skippedReasons.map(({ count }) => count),
    [2, 1],
  );
});
