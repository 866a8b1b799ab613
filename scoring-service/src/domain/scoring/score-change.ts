import type { Goal } from '@plumbline/contract';
import type { ScoreFields, ScoreWrite } from './score-write.ts';
import { toScore } from './score.ts';

/** What is written to a record that is scored; `factors` is what its factors field holds. */
export function toScoreWrite(
  {
    recordId,
    probability,
    percentile,
    factors,
  }: { recordId: string; probability: number; percentile: number; factors: string },
  { goal, scoredAt }: { goal: Pick<Goal, 'scoreBasis' | 'highFrom' | 'mediumFrom'>; scoredAt: Date },
): ScoreWrite {
  const { scoreBasis, highFrom, mediumFrom } = goal;
  const score = toScore(probability, percentile, { basis: scoreBasis, highFrom, mediumFrom });
  return { recordId, ...score, percentile, scoredAt: scoredAt.toISOString(), factors };
}

/** What is written to a record that is not scored: 0, which is shown as such and never as low. */
export const toUnscoredWrite = (recordId: string, scoredAt: Date): ScoreWrite => ({
  recordId,
  score: 0,
  band: 'Not scored',
  percentile: undefined,
  scoredAt: scoredAt.toISOString(),
  factors: undefined,
});

/** Whether a reader of the record would see another score. */
export const isChanged = (current: ScoreFields, next: ScoreFields): boolean =>
  current.score !== next.score || current.band !== next.band || current.percentile !== next.percentile;
