import { toScore } from './score.ts';
import type { Band, ScoreRule } from './score.ts';

/** Scored records with known outcomes, one value a record; `labels` are 1 where the goal was reached. */
export type ScoredOutcomes = {
  labels: Uint8Array;
  probabilities: ArrayLike<number>;
  percentiles: ArrayLike<number>;
};

/** The records of a band: `share` of all records, and the share of them that reached the goal (NaN without records). */
export type BandRow = { band: Band; rows: number; positives: number; share: number; conversion: number };

const BANDS: Band[] = ['High', 'Medium', 'Low'];

/** The records by band, as the goal's rule makes scores. */
export function bandRows(scored: ScoredOutcomes, rule: ScoreRule): BandRow[] {
  const bands = scoresOf(scored, rule).map(({ band }) => band);
  return BANDS.map((band) => {
    const { rows, positives } = countWhere(scored.labels, (row) => bands[row] === band);
    return { band, rows, positives, share: rows / scored.labels.length, conversion: positives / rows };
  });
}

/** Records with a score of `from` to `to`. */
type ScoreBin = { from: number; to: number; rows: number; positives: number };

/** The histogram of scores: ten bins of ten scores. */
export function scoreBins(scored: ScoredOutcomes, rule: ScoreRule): ScoreBin[] {
  const scores = scoresOf(scored, rule).map(({ score }) => score);
  return Array.from({ length: 10 }, (_, bin) => {
    const from = bin * 10 + 1;
    const to = from + 9;
    const isInside = (score: number | undefined): boolean => score !== undefined && score >= from && score <= to;
    return { from, to, ...countWhere(scored.labels, (row) => isInside(scores[row])) };
  });
}

const scoresOf = ({ probabilities, percentiles }: ScoredOutcomes, rule: ScoreRule) =>
  Array.from(probabilities, (probability, row) => toScore(probability, percentiles[row] ?? Number.NaN, rule));

function countWhere(labels: Uint8Array, isCounted: (row: number) => boolean): { rows: number; positives: number } {
  let rows = 0;
  let positives = 0;
  labels.forEach((label, row) => {
    if (!isCounted(row)) return;
    rows++;
    positives += label;
  });
  return { rows, positives };
}
