import type { Goal, Run, RunResult } from '@plumbline/contract';
import { recordIdProblem, recordNotFound } from '../scoring/record-selection.ts';
import type { Evaluation } from './evaluate-rows.ts';
import type { Written } from './outcomes.ts';

/** The counts of a run that grow batch by batch. */
export type RunCounts = Pick<Run, 'read' | 'scored' | 'changed' | 'skipped' | 'failed' | 'skippedReasons'>;

/**
 * The counts after a batch. A record whose write failed is neither scored nor changed; its code is among the reasons.
 * One that was deleted while the run was under way is skipped: there is nothing left that a score could be missing on.
 */
export function countBatch(before: RunCounts, evaluations: Evaluation[], results: Written[]): RunCounts {
  const codes = results.flatMap(({ error }) => error?.code ?? []);
  const errors = codes.filter((code) => code !== goneCode).map((code) => `Not written: ${code}`);
  const goneIds = new Set(results.filter(({ error }) => error?.code === goneCode).map(({ recordId }) => recordId));
  const skipped = evaluations.flatMap(
    ({ exclusion, write }) => exclusion ?? (goneIds.has(write.recordId) ? 'Deleted meanwhile' : []),
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
    skippedReasons: addReasons(before.skippedReasons, [...skipped, ...errors]),
  };
}

/** The counts of a run with records that it could not score. */
export function countLeftOut(before: RunCounts, results: RunResult[]): RunCounts {
  const reasons = new Map(before.skippedReasons.map(({ reason, count }) => [reason, count]));
  for (const { error } of results) if (error !== undefined) reasons.set(error, (reasons.get(error) ?? 0) + 1);
  return {
    ...before,
    read: before.read + results.length,
    failed: before.failed + results.length,
    skippedReasons: [...reasons].map(([reason, count]) => ({ reason, count })),
  };
}

/** A record that was asked for and is not among the open ones: it is not in the org, or closed. */
export type LeftOutRecord = { recordId: string; isClosed: boolean };

/** What a run tells of a record that it cannot score. */
export function toLeftOutResult(object: Goal['object'], { recordId, isClosed }: LeftOutRecord): RunResult {
  const problem = recordIdProblem(object, recordId) ?? recordNotFound();
  return { recordId, isChanged: false, factors: [], error: isClosed ? CLOSED : problem.message };
}

const CLOSED = 'The record is closed: a converted lead is read-only and keeps its last score.';

const goneCode = 'ENTITY_IS_DELETED';

/** Reasons with their counts, the most frequent first. */
function addReasons(before: Run['skippedReasons'], reasons: string[]): Run['skippedReasons'] {
  const counts = new Map(before.map(({ reason, count }) => [reason, count]));
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((one, other) => other.count - one.count || one.reason.localeCompare(other.reason));
}
