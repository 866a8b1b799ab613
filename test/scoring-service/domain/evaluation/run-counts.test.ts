import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evaluation } from '../../../../scoring-service/src/domain/evaluation/evaluate-rows.ts';
import { countBatch, countLeftOut, noCounts } from '../../../../scoring-service/src/domain/evaluation/run-counts.ts';
import type { RunCounts } from '../../../../scoring-service/src/domain/evaluation/run-counts.ts';

const codes = [
  ...['DUPLICATES_DETECTED', 'CANNOT_UPDATE_CONVERTED_LEAD', 'ENTITY_IS_DELETED', 'INVALID_CROSS_REFERENCE_KEY'],
  ...['NEWER_SCORE', 'UNABLE_TO_LOCK_ROW', 'ENTITY_IS_LOCKED', 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY'],
];
const empty = { score: undefined, band: undefined, percentile: undefined, scoredAt: undefined };

const evaluationOf = (recordId: string, of: Partial<Evaluation>): Evaluation => ({
  write: { recordId, score: 1, band: 'Low', percentile: 1, scoredAt: undefined, factors: undefined },
  ...{ current: empty, isWritten: true, isChanged: true, exclusion: undefined },
  ...{ probability: undefined, factors: [], features: undefined, ...of },
});

/** A whole number below `below`, the same for the same step. */
const pick = (step: number, below: number): number => (step * 2_654_435_761) % below;

function requireSum({ read, scored, skipped, failed, changed, skippedReasons }: RunCounts, about: string): void {
  assert.equal(scored + skipped + failed, read, about);
  assert.ok(changed <= read && [scored, skipped, failed, changed].every((count) => count >= 0), about);
  assert.equal(
    skippedReasons.reduce((sum, { count }) => sum + count, 0),
    skipped + failed,
    about,
  );
}

test('every record that was read is counted once: as scored, skipped or failed', () => {
  let counts: RunCounts = noCounts;
  for (let batch = 1; batch <= 300; batch += 1) {
    const evaluations = Array.from({ length: pick(batch, 9) }, (_, index) => {
      const step = batch * 31 + index;
      const exclusion = pick(step, 3) === 0 ? 'Not qualified' : undefined;
      return evaluationOf(`${batch}-${index}`, { exclusion, isWritten: pick(step, 5) > 0 });
    });
    const written = evaluations.filter(({ isWritten }) => isWritten);
    const results = written.map(({ write: { recordId } }, index) => {
      const code = codes[pick(batch * 7 + index, 2 * codes.length)];
      return code === undefined ? { recordId } : { recordId, error: { code, message: '' } };
    });
    counts = countBatch(counts, evaluations, results);
    if (pick(batch, 4) === 0) {
      counts = countLeftOut(counts, [{ recordId: 'x', isChanged: false, factors: [], error: 'The record is closed.' }]);
    }
    requireSum(counts, `batch ${batch}`);
  }
  assert.ok(counts.failed > 50 && counts.skipped > 50 && counts.scored > 50);
});

test('records that were converted, deleted or scored anew meanwhile are skipped with their reason', () => {
  const reasons = (code: string): unknown => {
    const { skipped, failed, skippedReasons } = countBatch(
      noCounts,
      [evaluationOf('one', {})],
      [{ recordId: 'one', error: { code, message: '' } }],
    );
    return [skipped, failed, skippedReasons[0]?.reason];
  };
  assert.deepEqual(reasons('CANNOT_UPDATE_CONVERTED_LEAD'), [1, 0, 'Converted meanwhile']);
  assert.deepEqual(reasons('ENTITY_IS_DELETED'), [1, 0, 'Deleted meanwhile']);
  assert.deepEqual(reasons('INVALID_CROSS_REFERENCE_KEY'), [1, 0, 'Deleted meanwhile']);
  assert.deepEqual(reasons('NEWER_SCORE'), [1, 0, 'Has a newer score']);
  assert.deepEqual(reasons('ENTITY_IS_LOCKED'), [0, 1, 'Not written: ENTITY_IS_LOCKED']);
});

test('a record that is not scored and whose old score could not be removed has failed', () => {
  const { skipped, failed } = countBatch(
    noCounts,
    [evaluationOf('one', { exclusion: 'Not qualified' })],
    [{ recordId: 'one', error: { code: 'ENTITY_IS_LOCKED', message: '' } }],
  );
  assert.deepEqual([skipped, failed], [0, 1]);
});
