import type { Goal } from '@plumbline/contract';
import type { Evaluation } from '../domain/scoring/evaluate-rows.ts';
import type { Receipt } from '../ports.ts';

type Scored = Pick<Evaluation, 'write' | 'probability' | 'exclusion' | 'features'>;

/** What is kept of an evaluation; a record that is not scored has score 0 and a reason instead of inputs. */
export function toReceipt(
  {
    goal: { id, scoreBasis, highFrom, mediumFrom },
    runKey,
    modelVersion,
  }: { goal: Pick<Goal, 'id' | 'scoreBasis' | 'highFrom' | 'mediumFrom'>; runKey?: string; modelVersion: string },
  { write, probability, exclusion, features }: Scored,
): Receipt {
  return {
    goalId: id,
    recordId: write.recordId,
    runKey,
    modelVersion,
    scoredAt: new Date(write.scoredAt ?? 0),
    score: write.score ?? 0,
    band: write.band ?? 'Not scored',
    percentile: write.percentile,
    probability,
    basis: scoreBasis,
    highFrom,
    mediumFrom,
    reason: exclusion,
    features,
  };
}
