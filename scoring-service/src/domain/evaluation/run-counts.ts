import type { Goal, Run, RunResult } from '@plumbline/contract';
import { countValues } from '../figures.ts';
import { recordIdProblem, recordNotFound } from '../scoring/record-selection.ts';
import type { Evaluation } from './evaluate-rows.ts';
import type { Written } from './outcomes.ts';
import { skipReasonOf } from './write-failures.ts';

/** The counts of a run that grow batch by batch. */
export type RunCounts = Pick<Run, 'read' | 'scored' | 'changed' | 'skipped' | 'failed' | 'skippedReasons'>;

export const noCounts: RunCounts = { read: 0, scored: 0, changed: 0, skipped: 0, failed: 0, skippedReasons: [] };

/** The counts of a checkpoint or a run, without its other fields. */
export const toRunCounts = ({ read, scored, changed, skipped, failed, skippedReasons }: RunCounts): RunCounts => ({
  ...{ read, scored, changed, skipped, failed, skippedReasons },
});

/**
 * The counts after a batch. Each record counts once: as failed when the org refused its write, else as skipped when it
 * has no score or keeps what it has (deleted, converted or scored anew meanwhile), else as scored. `already` are the records
 * that an earlier process of the run wrote.
 */
export function countBatch(
  before: RunCounts,
  evaluations: Evaluation[],
  results: Written[],
  already: ReadonlySet<string> = new Set(),
): RunCounts {
  const errors = new Map(results.flatMap(({ recordId, error }) => (error ? [[recordId, error.code] as const] : [])));
  const outcomes = evaluations.map(({ exclusion, write: { recordId } }) => {
    const code = errors.get(recordId);
    const skipReason = code === undefined ? undefined : skipReasonOf(code);
    const isFailed = code !== undefined && skipReason === undefined;
    return { isFailed, reason: isFailed ? `Not written: ${code}` : (exclusion ?? skipReason) };
  });
  const failed = outcomes.filter(({ isFailed }) => isFailed).length;
  const skipped = outcomes.filter(({ isFailed, reason }) => !isFailed && reason !== undefined).length;
  const changed = evaluations.filter(
    ({ isWritten, write: { recordId } }) => already.has(recordId) || (isWritten && !errors.has(recordId)),
  );
  return {
    read: before.read + evaluations.length,
    scored: before.scored + evaluations.length - failed - skipped,
    changed: before.changed + changed.length,
    skipped: before.skipped + skipped,
    failed: before.failed + failed,
    skippedReasons: addReasons(
      before.skippedReasons,
      outcomes.flatMap(({ reason }) => reason ?? []),
    ).sort((one, other) => other.count - one.count || one.reason.localeCompare(other.reason)),
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

function addReasons(before: Run['skippedReasons'], reasons: string[]): Run['skippedReasons'] {
  const known = before.map(({ reason, count }) => [reason, count] as const);
  return [...countValues(reasons, known)].map(([reason, count]) => ({ reason, count }));
}
