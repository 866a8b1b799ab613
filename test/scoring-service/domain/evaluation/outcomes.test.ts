import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evaluation } from '../../../../scoring-service/src/domain/evaluation/evaluate-rows.ts';
import { countBatch } from '../../../../scoring-service/src/domain/evaluation/run-counts.ts';
import type { RunCounts } from '../../../../scoring-service/src/domain/evaluation/run-counts.ts';

const none: RunCounts = { read: 0, scored: 0, changed: 0, skipped: 0, failed: 0, skippedReasons: [] };

const evaluationOf = (recordId: string, exclusion?: string): Evaluation => ({
  current: { score: undefined, band: undefined, percentile: undefined, scoredAt: undefined },
  write: { recordId, score: 1, band: 'Low', percentile: 1, scoredAt: undefined, factors: undefined },
  isWritten: true,
  isChanged: true,
  exclusion,
  probability: undefined,
  factors: [],
  features: undefined,
});

test('a record that was deleted meanwhile is skipped with its reason, one that was refused has failed', () => {
  const evaluations = ['kept', 'gone', 'refused'].map((recordId) => evaluationOf(recordId));
  const counts = countBatch(none, evaluations, [
    { recordId: 'kept' },
    { recordId: 'gone', error: { code: 'ENTITY_IS_DELETED', message: 'entity is deleted' } },
    { recordId: 'refused', error: { code: 'STRING_TOO_LONG', message: 'refused' } },
  ]);
  assert.deepEqual(counts, {
    ...{ read: 3, scored: 1, changed: 1, skipped: 1, failed: 1 },
    skippedReasons: [
      { reason: 'Deleted meanwhile', count: 1 },
      { reason: 'Not written: STRING_TOO_LONG', count: 1 },
    ],
  });
});

test('a record that is not scored is skipped once, even when it was deleted meanwhile', () => {
  const { skipped, skippedReasons } = countBatch(
    none,
    [evaluationOf('gone', 'Not qualified')],
    [{ recordId: 'gone', error: { code: 'ENTITY_IS_DELETED', message: 'entity is deleted' } }],
  );
  assert.deepEqual([skipped, skippedReasons], [1, [{ reason: 'Not qualified', count: 1 }]]);
});
