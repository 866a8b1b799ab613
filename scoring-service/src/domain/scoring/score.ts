import type { Goal, StoredFactors } from '@plumbline/contract';

/** What the score says: the probability of reaching the goal, or the rank among the goal's records. */
export type ScoreBasis = 'probability' | 'percentile';

export type Band = 'High' | 'Medium' | 'Low';

/** Bands from the lowest score that belongs to them. */
export type ScoreRule = { basis?: ScoreBasis; highFrom?: number; mediumFrom?: number };

/** How a goal makes scores and bands. */
export const ruleOf = ({
  scoreBasis,
  highFrom,
  mediumFrom,
}: Pick<Goal, 'scoreBasis' | 'highFrom' | 'mediumFrom'>): Required<ScoreRule> => ({
  basis: scoreBasis,
  highFrom,
  mediumFrom,
});

/** The score of a record that is scored: an integer from 1 to 100, with its band. */
export type Score = { score: number; band: Band };

/** From a calibrated probability (0 to 1) and a percentile (1 to 100). */
export function toScore(
  probability: number,
  percentile: number,
  { basis = 'probability', highFrom = 80, mediumFrom = 50 }: ScoreRule = {},
): Score {
  const exact = basis === 'probability' ? 100 * probability : percentile;
  const score = Math.min(100, Math.max(1, Math.round(exact)));
  if (score >= highFrom) return { score, band: 'High' };
  return { score, band: score >= mediumFrom ? 'Medium' : 'Low' };
}

/** The score fields of a record; undefined stands for an empty field. */
export type ScoreFields = {
  score: number | undefined;
  band: Band | 'Not scored' | undefined;
  percentile: number | undefined;
  /** ISO 8601. */
  scoredAt: string | undefined;
};

/** What is written to one record: its score fields and, as JSON, its factors. */
export type ScoreWrite = ScoreFields & { recordId: string; factors: string | undefined };

/** A record the goal may score: whether it does, and if not, why, in words. */
export type Candidate = { recordId: string; exclusion: string | undefined; current: ScoreFields };

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
