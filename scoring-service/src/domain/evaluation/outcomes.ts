import { storedFactorsSchema } from '@plumbline/contract';
import type { Run, RunResult, Goal, ScoreResult } from '@plumbline/contract';
import type { Band } from '../scoring/score.ts';
import type { Evaluation } from './evaluate-rows.ts';

/** The counts of a run that grow batch by batch. */
export type RunCounts = Pick<Run, 'read' | 'scored' | 'changed' | 'skipped' | 'failed' | 'skippedReasons'>;

/** What became of a written record; `error` carries the platform's code and message. */
type Written = { recordId: string; error?: { code: string; message: string } };

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

/** What a run tells of each record of a batch; reasons are those that the record's factors field holds. */
export function toRunResults(evaluations: Evaluation[], written: Written[]): RunResult[] {
  const errors = new Map(written.flatMap(({ recordId, error }) => (error ? [[recordId, error] as const] : [])));
  return evaluations.map((evaluation) => {
    const { write, exclusion, probability, isWritten } = evaluation;
    const error = errors.get(write.recordId);
    if (error) {
      const told = `${error.code}: ${error.message}`;
      return { recordId: write.recordId, isChanged: false, factors: [], error: told };
    }
    return {
      recordId: write.recordId,
      score: write.score ?? 0,
      band: write.band ?? 'Not scored',
      ...(probability !== undefined && { probability }),
      ...(write.percentile !== undefined && { percentile: write.percentile }),
      ...(exclusion !== undefined && { reason: exclusion }),
      isChanged: isWritten,
      factors: factorsOf(write.factors),
    };
  });
}

const factorsOf = (stored: string | undefined): RunResult['factors'] =>
  stored === undefined ? [] : storedFactorsSchema.parse(JSON.parse(stored)).factors;

/** What a caller is told of one evaluation. */
export function toScoreResult(
  { id, object, scoreBasis }: Goal,
  modelVersion: string,
  { write, exclusion, probability, factors, people, isChanged }: Evaluation,
): ScoreResult {
  return {
    goalId: id,
    recordId: write.recordId,
    object,
    isQualified: exclusion === undefined,
    score: write.score ?? 0,
    band: write.band ?? 'Not scored',
    basis: scoreBasis,
    probability,
    percentile: write.percentile,
    reason: exclusion,
    scoredAt: write.scoredAt ?? '',
    modelVersion,
    isChanged,
    factors,
    people,
  };
}

/** A record whose score has moved from one band to another. */
export type BandChange = { recordId: string; from: Band | 'Not scored'; to: Band | 'Not scored'; score: number };

/**
 * The records whose band differs from the one that stood on them, of those that were written (`results`). A first score
 * comes from no band and is no change.
 */
export function toBandChanges(
  evaluations: readonly Pick<Evaluation, 'previousBand' | 'write'>[],
  results: readonly { recordId: string; error?: unknown }[],
): BandChange[] {
  const written = new Set(results.filter(({ error }) => error === undefined).map(({ recordId }) => recordId));
  return evaluations.flatMap(({ previousBand: from, write: { recordId, band: to, score } }) => {
    const isChange = from !== undefined && to !== undefined && from !== to;
    return isChange && score !== undefined && written.has(recordId) ? [{ recordId, from, to, score }] : [];
  });
}
