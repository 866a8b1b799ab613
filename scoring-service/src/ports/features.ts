import type { Goal } from '@plumbline/contract';
import type { FeatureTable, LabelledRows } from '@plumbline/learning';
import type { PersonParts } from '../domain/evaluation/factors.ts';
import type { LeftOutRecord } from '../domain/evaluation/run-counts.ts';
import type { FeatureField, RecordedSince, SourcePlan, SourceRows } from '../domain/features/source-plan.ts';
import type { SourceMeasures } from '../domain/quality/check-source.ts';
import type { ScoreHolders } from '../domain/scoring/removals.ts';
import type { Candidate } from '../domain/scoring/score.ts';

/** Training rows with their records; `eligible` and `eligiblePositives` count the rows before sampling. */
export type TrainingRows = {
  rows: LabelledRows;
  /** The fields that are read for the fairness check alone; the same rows. */
  fairness: FeatureTable;
  recordIds: string[];
  /** The inputs of the plan, with those called point-in-time whose past values the org's history holds. */
  fields: FeatureField[];
  /** Of goals on leads that learn from history: the inputs without history as they look for leads of every age. */
  created?: CreatedRows;
  eligible: number;
  eligiblePositives: number;
  /** By field, the share of positives whose value last changed after the goal was reached; only where history exists. */
  changedAfterGoal: Record<string, number>;
  /** Records left out because their person opted out of profiling. */
  notProfiled: number;
  /** Since when the org records each kind of activity: a part of the plan of a model that is trained on the rows. */
  recordedSince: RecordedSince;
};

/**
 * Leads as they were created, also those whose timeframe is not over, with the inputs whose past the org does not hold: when
 * each was created and when it reached the goal, in milliseconds; NaN where it has not.
 */
export type CreatedRows = { table: FeatureTable; createdAt: Float64Array; reachedAt: Float64Array; asOfMs: number };

/** Rows to score, in rising order of record id; for accounts with the people behind each row. */
export type ScoringRows = { candidates: Candidate[]; table: FeatureTable; people?: PersonParts[][] };

/** Records whose e-mail address is nobody's, because too many names share it, and those of them that opted out. */
export type SharedAddresses = { records: number; optedOut: number };

/** The tables of one extraction, ready for feature queries. */
export type FeatureSession = {
  measure(asOf: Date): Promise<SourceMeasures>;
  /** No snapshots before `since`. */
  trainingRows(options: { asOf: Date; seed: number; maxRows: number; since?: Date | undefined }): Promise<TrainingRows>;
  /** Limits `prepareScoring` to these records: the pages that `extractIds` wrote, or the ids given. */
  select(ids: { folder: string } | AsyncIterable<readonly string[]>): Promise<void>;
  sharedAddresses(): Promise<SharedAddresses>;
  /** Selected records that are not open, each once, in rising order of id; after `prepareScoring`. */
  leftOut(page: { afterId: string; limit: number }): Promise<LeftOutRecord[]>;
  /**
   * Computes the features of every unconverted record, or of those given, as of a time and returns their number. It can be
   * asked again, for other records or another time: rows are those of the last question, and `select` asks for a new one. A
   * candidate outside the segment or in none of the qualified statuses is excluded; without statuses every status qualifies.
   */
  prepareScoring(options: {
    asOf: Date;
    qualifiedStatuses: string[];
    segment?: Goal['segment'];
    recordIds?: readonly string[];
    /** Names of inputs that count as missing. */
    missing?: readonly string[];
  }): Promise<number>;
  /** How many prepared records have a score, and how many of them lose it, by reason; after `prepareScoring` of every record. */
  scoreHolders(): Promise<ScoreHolders>;
  /** When records reached the goal; a contact or an account can reach it more than once. */
  reachedGoal(): Promise<{ recordIds: string[]; reachedAt: Float64Array }>;
  /**
   * Those of the records whose person opted out of profiling or asked to be forgotten and, if absent ones count as deleted,
   * those that were not read.
   */
  toForget(recordIds: readonly string[], options: { isAbsentDeleted: boolean }): Promise<string[]>;
  /** The next prepared rows after a record id; empty at the end. */
  scoringRows(options: { afterId?: string; limit: number }): Promise<ScoringRows>;
  close(): Promise<void>;
};

/** The same feature SQL over an extraction's folder or over the rows of one record. Throws ScoringError `features.failed`. */
export type FeatureEngine = {
  open(plan: SourcePlan, source: { folder: string } | { rows: SourceRows }): Promise<FeatureSession>;
  close(): Promise<void>;
};
