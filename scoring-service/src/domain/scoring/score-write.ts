import type { Band } from './score.ts';

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
