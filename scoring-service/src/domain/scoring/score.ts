import type { Goal, StoredFactors } from '@plumbline/contract';
import { DAY_MS } from '../time.ts';

type ScoreBasis = Goal['scoreBasis'];

export type Band = 'High' | 'Medium' | 'Low';

/**
 * How a goal turns probabilities into scores; bands start at the scores given. `baseRate` is the share of positives (0 to
 * 1) that relative scores compare with.
 */
export type ScoreRule = { basis?: ScoreBasis; baseRate?: number; highFrom?: number; mediumFrom?: number };

/** The score rule of a goal with a model's share of positives. */
export const ruleOf = (
  { scoreBasis, highFrom, mediumFrom }: Pick<Goal, 'scoreBasis' | 'highFrom' | 'mediumFrom'>,
  baseRate: number,
): Required<ScoreRule> => ({ basis: scoreBasis, baseRate, highFrom, mediumFrom });

/** A score from 1 to 100 with its band. */
export type Score = { score: number; band: Band };

/**
 * The unrounded score, 0 to 100, of a calibrated probability p (0 to 1) and a percentile (1 to 100). Relative to the base
 * rate p0 it is 100 r / (1 + r) with r = [p / (1 − p)] / [p0 / (1 − p0)]: 50 at p0, 80 at four times its odds, and 100 p
 * where p0 is a half.
 */
export function exactScore(
  probability: number,
  percentile: number,
  { basis = 'relative', baseRate = 0.5 }: ScoreRule,
): number {
  if (basis === 'percentile') return percentile;
  if (basis === 'probability') return 100 * probability;
  const odds = baseRate / (1 - baseRate);
  return 100 * (probability / (probability + odds * (1 - probability)));
}

/** The score from a calibrated probability (0 to 1) and a percentile (1 to 100). */
export function toScore(probability: number, percentile: number, rule: ScoreRule): Score {
  const score = Math.min(100, Math.max(1, Math.round(exactScore(probability, percentile, rule))));
  return { score, band: bandOf(score, rule) };
}

/** The band of a score from 1 to 100. */
export function bandOf(
  score: number,
  { highFrom = 80, mediumFrom = 50 }: Pick<ScoreRule, 'highFrom' | 'mediumFrom'>,
): Band {
  if (score >= highFrom) return 'High';
  return score >= mediumFrom ? 'Medium' : 'Low';
}

/** The score fields of a record that decide about the next write; undefined for an empty field. */
export type ScoreFields = {
  score: number | undefined;
  band: Band | 'Not scored' | undefined;
  percentile: number | undefined;
  /** ISO 8601. */
  scoredAt: string | undefined;
  /** Points against the score of seven days before. */
  change?: number | undefined;
  /** The first reason in words. */
  reason?: string | undefined;
  /** Since when the record has been in its band, ISO 8601. */
  bandSince?: string | undefined;
};

/** One record's write: its score fields and, as JSON, its factors. The probability is from 0 to 1. */
export type ScoreWrite = ScoreFields & {
  recordId: string;
  factors: string | undefined;
  probability?: number | undefined;
  grade?: string | undefined;
};

/** An open record; `exclusion` says in words why the goal does not score it. */
export type Candidate = { recordId: string; exclusion: string | undefined; current: ScoreFields };

/** A score that a receipt holds. */
export type PastScore = { score: number; basis: ScoreBasis | undefined };

/** The newest of a record's earlier scores and by what it was computed; receipts of earlier versions lack the limits. */
type NewestScore = PastScore & {
  modelVersion?: string;
  highFrom?: number | undefined;
  mediumFrom?: number | undefined;
};

/** What receipts say of a record's earlier scores: the newest, and the newest of those that are seven days old. */
export type PastScores = { newest?: NewestScore; weekAgo?: PastScore };

/** The write of a scored record; `factors` is the content of its factors field. */
export function toScoreWrite(
  scored: Pick<ScoreWrite, 'recordId' | 'factors' | 'grade' | 'reason'> & { probability: number; percentile: number },
  {
    rule,
    scoredAt,
    current,
    past,
  }: { rule: ScoreRule; scoredAt: Date; current: ScoreFields; past: PastScores | undefined },
): ScoreWrite {
  const score = toScore(scored.probability, scored.percentile, rule);
  const at = scoredAt.toISOString();
  return {
    ...scored,
    ...score,
    scoredAt: at,
    change: changeSince(past?.weekAgo, score, rule),
    ...since(current, score.band, at),
  };
}

/** Points against a score of the same basis. */
function changeSince(earlier: PastScore | undefined, { score }: Score, { basis }: ScoreRule): number | undefined {
  if (earlier === undefined || earlier.basis !== basis || earlier.score === 0) return undefined;
  return score - earlier.score;
}

/** A record whose band does not change has been in it since it was written last, where no field says since when. */
const since = (current: ScoreFields, band: ScoreFields['band'], at: string): Pick<ScoreFields, 'bandSince'> => ({
  bandSince: current.band === band ? (current.bandSince ?? current.scoredAt ?? at) : at,
});

/** The write of a record that is not scored: score 0 and the band Not scored; `factors` holds the reason. */
export const toUnscoredWrite = (
  { recordId, factors }: Pick<ScoreWrite, 'recordId' | 'factors'>,
  { scoredAt, current }: { scoredAt: Date; current: ScoreFields },
): ScoreWrite => ({
  ...{ recordId, score: 0, band: 'Not scored', percentile: undefined, factors },
  scoredAt: scoredAt.toISOString(),
  ...since(current, 'Not scored', scoredAt.toISOString()),
});

/**
 * The score that a write replaces, which the trend is shown from; undefined where there was none, or where its receipt
 * says that it had another basis.
 */
export function toPrevious(
  { score, scoredAt }: ScoreFields,
  basis: ScoreBasis,
  newest: PastScore | undefined,
): StoredFactors['previous'] {
  const isScore = score !== undefined && Number.isInteger(score) && score >= 1 && score <= 100;
  const isComparable = newest?.basis === undefined || newest.basis === basis;
  return isScore && isComparable && scoredAt !== undefined ? { score, scoredAt } : undefined;
}

/** A change of the score is shown against seven days before. */
export const CHANGE_DAYS = 7;

/**
 * Whether a run writes a score: each write fires the org's automation and synchronisation, so the band or the first reason
 * has to change, or the score to move by a number of points, or the change that the record shows is a week old. Everything
 * else follows a write and is no reason for one.
 */
export function isDue(current: ScoreFields, next: ScoreFields, points: number): boolean {
  if (current.band !== next.band || current.score === undefined || next.score === undefined) return true;
  if ((current.reason ?? '') !== (next.reason ?? '')) return true;
  return Math.abs(current.score - next.score) >= Math.max(1, points) || isChangeOld(current, next);
}

const isChangeOld = ({ change = 0, scoredAt = '' }: ScoreFields, next: ScoreFields): boolean =>
  change !== 0 && Date.parse(next.scoredAt ?? '') - Date.parse(scoredAt) > CHANGE_DAYS * DAY_MS;

/** Whether the visible score fields differ. */
export const isChanged = (current: ScoreFields, next: ScoreFields): boolean =>
  current.score !== next.score || current.band !== next.band || current.percentile !== next.percentile;
