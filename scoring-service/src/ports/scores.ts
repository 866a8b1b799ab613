import type { Goal } from '@plumbline/contract';
import type { BandChange } from '../domain/evaluation/outcomes.ts';
import type { OptionalPart } from '../domain/goals/score-field-set.ts';
import type { ScoreFields, ScoreWrite } from '../domain/scoring/score.ts';

/** The result of one record write; `error` holds the platform's code and message. */
export type WriteResult = { recordId: string; error?: { code: string; message: string } };

/** How a run writes. Writing changes it; the run passes it on from batch to batch. */
export type WritePace = {
  /** Records that are saved together; lowered when a trigger of the org fails for more. */
  chunkSize: number;
  /** Single records in a row that a trigger refused. */
  singleRefusals: number;
};

/** Score fields of the org's records. Throws ScoringError `salesforce.*`. */
export type RecordScores = {
  /** The optional score fields that the org has and the integration user may write; asked anew where `isFresh`. */
  scoreParts(goal: Pick<Goal, 'object' | 'scoreField'>, options?: { isFresh?: boolean }): Promise<OptionalPart[]>;
  /** Current score fields of the records that exist. */
  readScores(goal: Goal, recordIds: string[]): Promise<Map<string, ScoreFields>>;
  /** Ids of all records whose score field is set, page by page. */
  readScoredIds(goal: Goal): AsyncIterable<string[]>;
  /**
   * Writes the score fields that every set has and, of the optional ones, those of `parts`, and retries row locks. Results are in the order of the writes. With the pace of a run, records
   * that have a newer score keep it; the result has the code `NEWER_SCORE`.
   */
  writeScores(
    goal: Goal,
    writes: ScoreWrite[],
    options?: { parts?: readonly OptionalPart[]; pace?: WritePace; signal?: AbortSignal },
  ): Promise<WriteResult[]>;
  /** Publishes an event for each record that moved to another band; returns how many the org accepted. */
  publishBandChanges(
    goal: Pick<Goal, 'id' | 'object'>,
    changes: readonly BandChange[],
    options?: { signal?: AbortSignal },
  ): Promise<number>;
};
