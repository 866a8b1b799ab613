import type { Goal, Run, RunResult } from '@plumbline/contract';
import { countValues } from '../figures.ts';
import { recordIdProblem, recordNotFound } from '../scoring/record-selection.ts';
import type { Evaluation } from './evaluate-rows.ts';
import type { Written } from './outcomes.ts';

/** The counts of a run that grow batch by batch. */
export type RunCounts = Pick<Run, 'read' | 'scored' | 'changed' | 'skipped' | 'failed' | 'skippedReasons'>;

export const noCounts: RunCounts = { read: 0, scored: 0, changed: 0, skipped: 0, failed: 0, skippedReasons: [] };

/** The counts of a checkpoint or a run, without its other fields. */
export const toRunCounts = ({ read, scored, changed, skipped, failed, skippedReasons }: RunCounts): RunCounts => ({
  ...{ read, scored, changed, skipped, failed, skippedReasons },
});

/**
 * The counts after a batch. A record whose write failed is neither scored nor changed, and its error code is one of the
 * reasons. A record that was deleted during the run counts as skipped.
 */
export function countBatch(before: RunCounts, evaluations: Evaluation[], results: Written[]): RunCounts {
  const codes = results.flatMap(({ error }) => error?.code ?? []);
  const errors = codes.filter((code) => code !== deletedCode).map((code) => `Not written: ${code}`);
  const deletedIds = new Set(
    results.filter(({ error }) => error?.code === deletedCode).map(({ recordId }) => recordId),
  );
  const skipped = evaluations.flatMap(
    ({ exclusion, write }) => exclusion ?? (deletedIds.has(write.recordId) ? 'Deleted meanwhile' : []),
  );
  const failedIds = new Set(results.filter(({ error }) => error).map(({ recordId }) => recordId));
  const scored = evaluations.filter(
    ({ exclusion, write }) => exclusion === undefined && !failedIds.has(write.recordId),
  );
  const changed = evaluations.filter(({ isWritten, write }) => isWritten && !failedIds.has(write.recordId));
  return {
    read: before.read + evaluations.length,
    scored: before.scored + scored.length,
    changed: before.changed + changed.length,
    skipped: before.skipped + skipped.length,
    failed: before.failed + errors.length,
    skippedReasons: addReasons(before.skippedReasons, [...skipped, ...errors]).sort(
      (one, other) => other.count - one.count || one.reason.localeCompare(other.reason),
    ),
  };
}

/** A requested record that is not open: it is closed or does not exist in the org. */
export type LeftOutRecord = { recordId: string; isClosed: boolean };

/** The run result of a record that cannot be scored. */
export function toLeftOutResult(object: Goal['object'], { recordId, isClosed }: LeftOutRecord): RunResult {
  const problem = recordIdProblem(object, recordId) ?? recordNotFound();
  return { recordId, isChanged: false, factors: [], error: isClosed ? closedText : problem.message };
}

/** The counts after records that could not be scored. */
export function countLeftOut(before: RunCounts, results: RunResult[]): RunCounts {
  return {
    ...before,
    read: before.read + results.length,
    failed: before.failed + results.length,
    skippedReasons: addReasons(
      before.skippedReasons,
      results.flatMap(({ error }) => error ?? []),
    ),
  };
}

export const closedText = 'The record is closed: a converted lead is read-only and keeps its last score.';

/** The platform's code for a record that is in the recycle bin or gone. */
const deletedCode = 'ENTITY_IS_DELETED';

function addReasons(before: Run['skippedReasons'], reasons: string[]): Run['skippedReasons'] {
  const known = before.map(({ reason, count }) => [reason, count] as const);
  return [...countValues(reasons, known)].map(([reason, count]) => ({ reason, count }));
}
