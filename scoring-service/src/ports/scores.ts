import type { Goal } from '@plumbline/contract';
import type { BandEvent } from '../domain/evaluation/band-events.ts';
import type { OptionalPart } from '../domain/goals/score-field-set.ts';
import type { ScoreFields, ScoreWrite } from '../domain/scoring/score.ts';
import type { RunCheckpoint } from './runs.ts';

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
   * Writes the score fields that every set has and, of the optional ones, those of `parts`, and retries row locks. Results
   * are in the order of the writes. With the pace of a run, records that have a newer score keep it; the result has the code
   * `NEWER_SCORE`.
   */
  writeScores(
    goal: Goal,
    writes: ScoreWrite[],
    options?: { parts?: readonly OptionalPart[]; pace?: WritePace; signal?: AbortSignal },
  ): Promise<WriteResult[]>;
  /** Publishes events and returns the ids of those that the org accepted. */
  publishBandEvents(events: readonly BandEvent[], options?: { signal?: AbortSignal }): Promise<string[]>;
  /** How many events the org still takes in this hour, of how many; undefined where it does not say. */
  eventAllocation(): Promise<{ remaining: number; limit: number } | undefined>;
};

/**
 * The outbox of band changes: an event is kept before its score is written, ready once that is committed, and removed once
 * the org has accepted it. Throws ScoringError `store.*`.
 */
export type BandEvents = {
  /**
   * Keeps events of scores about to be written, with the checkpoint of their run; known ones stay as they are. Returns the
   * records of all events of the run that are not ready, also of an earlier process. With an epoch, only while no other
   * process has taken the run since. Throws ScoringError `run.taken-over`.
   */
  intendEvents(
    events: readonly BandEvent[],
    run?: { key: string; checkpoint: RunCheckpoint; epoch?: number },
  ): Promise<string[]>;
  /** Ready events that no process has claimed, the oldest first; they are the caller's until the time given. */
  claimEvents(options: { limit: number; now: Date; until: Date }): Promise<BandEvent[]>;
  releaseEvents(ids: readonly string[]): Promise<void>;
  removeEvents(ids: readonly string[]): Promise<void>;
  confirmEvents(ids: readonly string[]): Promise<void>;
  /** Older events that are not ready and that no open run will settle: the process ended between write and commit. */
  unconfirmedEvents(options: { createdBefore: Date; limit: number }): Promise<BandEvent[]>;
  /** All that are kept. */
  waitingEvents(): Promise<number>;
};
