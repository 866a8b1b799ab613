import type { Goal, ScoreResult } from '@plumbline/contract';
import type { Evaluation } from './evaluate-rows.ts';

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
