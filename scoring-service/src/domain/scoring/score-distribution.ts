import { scoreBasisSchema } from '@plumbline/contract';
import type { Goal, ModelCard, Thresholds } from '@plumbline/contract';
import { freezeReference, percentileAmong } from '@plumbline/learning';
import { sumOf } from '../figures.ts';
import { bandOf, toScore } from './score.ts';
import type { Band, ScoreRule } from './score.ts';

/** Scored records with known outcomes, one value a record; `labels` are 1 where the goal was reached. */
export type ScoredOutcomes = { labels: Uint8Array; probabilities: ArrayLike<number> };

/** The records with each score: element i counts those with the score i + 1, and those of them that reached the goal. */
export type ScoreCounts = { rows: number[]; positives: number[] };

/**
 * The records of a band: `share` of all records, the share of them that reached the goal (NaN without records), and their
 * share of all successes (NaN without successes).
 */
export type BandRow = {
  band: Band;
  rows: number;
  positives: number;
  share: number;
  conversion: number;
  successShare: number;
};

/** What the records would be with one basis. */
export type BasisPreview = { basis: Goal['scoreBasis']; counts: ScoreCounts };

/** The preview of a basis that a model card keeps. */
export const previewOnCard = ({
  basis,
  rowsByScore: rows,
  positivesByScore: positives,
}: NonNullable<ModelCard['bases']>[number]): BasisPreview => ({ basis, counts: { rows, positives } });

type BandLimits = Pick<ScoreRule, 'highFrom' | 'mediumFrom'>;

const BANDS: Band[] = ['High', 'Medium', 'Low'];

/** The records by score with every basis; percentiles are ranks among the records themselves. */
export function previewBases(scored: ScoredOutcomes, baseRate: number): BasisPreview[] {
  const reference = freezeReference(Float64Array.from(scored.probabilities));
  return scoreBasisSchema.options.map((basis) => ({
    basis,
    counts: countByScore(scored, (probability) => {
      const percentile = percentileAmong(reference, probability);
      return toScore(probability, percentile, { basis, baseRate }).score;
    }),
  }));
}

function countByScore(
  { labels, probabilities }: ScoredOutcomes,
  scoreOf: (probability: number) => number,
): ScoreCounts {
  const rows = new Array<number>(100).fill(0);
  const positives = new Array<number>(100).fill(0);
  labels.forEach((label, row) => {
    const index = scoreOf(probabilities[row] as number) - 1;
    rows[index] = (rows[index] ?? 0) + 1;
    positives[index] = (positives[index] ?? 0) + label;
  });
  return { rows, positives };
}

/** The records by band, with the bands' limits. */
export function bandRows(counts: ScoreCounts, limits: BandLimits): BandRow[] {
  const all = totalOf(counts, () => true);
  return BANDS.map((band) => {
    const { rows, positives } = totalOf(counts, (score) => bandOf(score, limits) === band);
    const [share, conversion] = [rows / all.rows, positives / rows];
    return { band, rows, positives, share, conversion, successShare: positives / all.positives };
  });
}

/** Records with a score of `from` to `to`. */
type ScoreBin = { from: number; to: number; rows: number; positives: number };

/** The histogram of scores: ten bins of ten scores. */
export const scoreBins = (counts: ScoreCounts): ScoreBin[] =>
  Array.from({ length: 10 }, (_, bin) => {
    const from = bin * 10 + 1;
    const to = from + 9;
    return { from, to, ...totalOf(counts, (score) => score >= from && score <= to) };
  });

/** The histogram of a card's test rows with the goal's present basis; with that of the training on cards of earlier versions. */
export function scoresOnCard(
  { bases = [], scores }: Pick<ModelCard, 'bases' | 'scores'>,
  { scoreBasis }: Pick<Goal, 'scoreBasis'>,
): Omit<ScoreBin, 'positives'>[] {
  const preview = bases.find(({ basis }) => basis === scoreBasis);
  const bins = preview ? scoreBins(previewOnCard(preview).counts) : scores;
  return bins.map(({ from, to, rows }) => ({ from, to, rows }));
}

/** The share that Low holds of the successes, or one band of the records, where it is above its limit. */
export function bandExcess(
  bands: readonly BandRow[],
  { lowSuccessShare, bandShare }: Pick<Thresholds, 'lowSuccessShare' | 'bandShare'>,
): { figure: number; limit: number } | undefined {
  const shares = bands.flatMap(({ band, share, successShare }) => [
    ...(band === 'Low' ? [{ figure: successShare, limit: lowSuccessShare }] : []),
    { figure: share, limit: bandShare },
  ]);
  return shares.find(({ figure, limit }) => figure > limit);
}

function totalOf({ rows, positives }: ScoreCounts, isCounted: (score: number) => boolean) {
  const inside = rows.map((_, index) => isCounted(index + 1));
  const total = (counts: number[]): number => sumOf(counts.entries(), ([index, count]) => (inside[index] ? count : 0));
  return { rows: total(rows), positives: total(positives) };
}
