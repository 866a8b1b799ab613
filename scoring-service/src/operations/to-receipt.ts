import type { Evaluation } from '../domain/scoring/evaluate-rows.ts';
import type { Receipt } from '../ports.ts';

/** What is kept of an evaluation; a record that is not scored has score 0. */
export function toReceipt(
  { goalId, runKey, modelVersion }: { goalId: string; runKey?: string; modelVersion: string },
  { write, probability }: Evaluation,
): Receipt {
  return {
    goalId,
    recordId: write.recordId,
    runKey,
    modelVersion,
    scoredAt: new Date(write.scoredAt ?? 0),
    score: write.score ?? 0,
    band: write.band ?? 'Not scored',
    percentile: write.percentile,
    probability,
  };
}
