import type { Goal } from '@plumbline/contract';

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
