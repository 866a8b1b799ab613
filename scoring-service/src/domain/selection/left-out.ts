import type { Goal, RunResult } from '@plumbline/contract';
import { recordIdProblem, recordNotFound } from '../scoring/record-id.ts';
import type { RunCounts } from '../scoring/run-counts.ts';

/** A record that was asked for and is not among the open ones: it is not in the org, or closed. */
export type LeftOutRecord = { recordId: string; isClosed: boolean };

const CLOSED = 'The record is closed: a converted lead is read-only and keeps its last score.';

/** What a run tells of a record that it cannot score. */
export function toLeftOutResult(object: Goal['object'], { recordId, isClosed }: LeftOutRecord): RunResult {
  const problem = recordIdProblem(object, recordId) ?? recordNotFound();
  return { recordId, isChanged: false, factors: [], error: isClosed ? CLOSED : problem.message };
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
