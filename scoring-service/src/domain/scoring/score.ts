import type { Goal, StoredFactors } from '@plumbline/contract';

/** Whether the score is the probability of reaching the goal, or the rank among the goal's records. */
type ScoreBasis = 'probability' | 'percentile';

export type Band = 'High' | 'Medium' | 'Low';

/** How a goal turns probabilities into scores; bands start at the scores given. */
export type ScoreRule = { basis?: ScoreBasis; highFrom?: number; mediumFrom?: number };

/** The score rule of a goal. */
export const ruleOf = ({
  scoreBasis,
  highFrom,
  mediumFrom,
}: Pick<Goal, 'scoreBasis' | 'highFrom' | 'mediumFrom'>): Required<ScoreRule> => ({
  basis: scoreBasis,
  highFrom,
  mediumFrom,
});

/** A score from 1 to 100 with its band. */
export type Score = { score: number; band: Band };

/** The score from a calibrated probability (0 to 1) and a percentile (1 to 100). */
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

/** The score fields of a record; undefined for an empty field. */
export type ScoreFields = {
  score: number | undefined;
  band: Band | 'Not scored' | undefined;
  percentile: number | undefined;
  /** ISO 8601. */
  scoredAt: string | undefined;
};

/** One record's write: its score fields and, as JSON, its factors. */
export type ScoreWrite = ScoreFields & { recordId: string; factors: string | undefined };

/** An open record; `exclusion` says in words why the goal does not score it. */
export type Candidate = { recordId: string; exclusion: string | undefined; current: ScoreFields };

/** The write of a scored record; `factors` is the content of its factors field. */
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

/** The write of a record that is not scored: score 0 and the band Not scored; `factors` holds the reason. */
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

/** The score that a write replaces, which the trend is shown from; undefined where there was none. */
export function toPrevious({ score, scoredAt }: ScoreFields): StoredFactors['previous'] {
  const isScore = score !== undefined && Number.isInteger(score) && score >= 1 && score <= 100;
  return isScore && scoredAt !== undefined ? { score, scoredAt } : undefined;
}

/**
 * Whether a run writes a score: each write fires the org's automation and synchronisation, so the band has to change or
 * the score to move by a number of points. Percentile and factors follow a write and are no reason for one.
 */
export function isDue(current: ScoreFields, next: ScoreFields, points: number): boolean {
  if (current.band !== next.band || current.score === undefined || next.score === undefined) return true;
  return Math.abs(current.score - next.score) >= Math.max(1, points);
}

/** Whether the visible score fields differ. */
export const isChanged = (current: ScoreFields, next: ScoreFields): boolean =>
  current.score !== next.score || current.band !== next.band || current.percentile !== next.percentile;
