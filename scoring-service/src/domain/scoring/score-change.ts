import type { Goal, StoredFactors } from '@plumbline/contract';
import type { ScoreFields, ScoreWrite } from './score-write.ts';
import { ruleOf, toScore } from './score.ts';

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
  const score = toScore(probability, percentile, ruleOf(goal));
  return { recordId, ...score, percentile, scoredAt: scoredAt.toISOString(), factors };
}

/** What is written to a record that is not scored: 0, which is shown as such and never as low; `factors` says why. */
export const toUnscoredWrite = (
  { recordId, factors }: Pick<ScoreWrite, 'recordId' | 'factors'>,
  scoredAt: Date,
): ScoreWrite => ({
  recordId,
  score: 0,
  band: 'Not scored',
  percentile: undefined,
  scoredAt: scoredAt.toISOString(),
  factors,
});

/** The score that is about to be replaced, by which a reader sees the trend; undefined where there was none. */
export function toPrevious({ score, scoredAt }: ScoreFields): StoredFactors['previous'] {
  const isScore = score !== undefined && Number.isInteger(score) && score >= 1 && score <= 100;
  return isScore && scoredAt !== undefined ? { score, scoredAt } : undefined;
}

/** Whether a reader of the record would see another score. */
export const isChanged = (current: ScoreFields, next: ScoreFields): boolean =>
  current.score !== next.score || current.band !== next.band || current.percentile !== next.percentile;
