import type { Run } from '@plumbline/contract';
import type { Evaluation } from './evaluate-rows.ts';

/** The counts of a run that grow batch by batch. */
export type RunCounts = Pick<Run, 'read' | 'scored' | 'changed' | 'skipped' | 'failed' | 'skippedReasons'>;

/** What became of a written record; `error` carries the platform's code. */
type Written = { recordId: string; error?: { code: string } };

const goneCode = 'ENTITY_IS_DELETED';

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

/** Reasons with their counts, the most frequent first. */
function addReasons(before: Run['skippedReasons'], reasons: string[]): Run['skippedReasons'] {
  const counts = new Map(before.map(({ reason, count }) => [reason, count]));
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((one, other) => other.count - one.count || one.reason.localeCompare(other.reason));
}
