import type { BandEvent } from '../domain/evaluation/band-events.ts';
import type { Forecast } from '../domain/drift/outcome-drift.ts';
import type { PastScores } from '../domain/scoring/score.ts';
import type { Receipt } from '../domain/evaluation/receipt.ts';

/** Receipts of past scores. Throws ScoringError `store.*`. */
export type Receipts = {
  /** Saves receipts; of the intended events, those of written records are ready and the others go. */
  appendScores(
    receipts: Receipt[],
    events?: { intended: readonly Pick<BandEvent, 'id' | 'recordId'>[]; written: ReadonlySet<string> },
  ): Promise<void>;
  /** The newest first. */
  receipts(options: { goalId: string; recordId: string; limit: number }): Promise<(Receipt & { id: string })[]>;
  receipt(id: string): Promise<(Receipt & { id: string }) | undefined>;
  /** Earlier scores of records by id: the newest, and the newest of those up to `before`; records without any are absent. */
  pastScores(options: { goalId: string; recordIds: readonly string[]; before: Date }): Promise<Map<string, PastScores>>;
  countReceipts(runKey: string): Promise<number>;
  /** Deletes receipts and forecasts of a goal. */
  deleteReceipts(goalId: string): Promise<void>;
  /** Deletes the inputs of older receipts and returns how many receipts had some. */
  expireFeatures(scoredBefore: Date): Promise<number>;
  /** The first forecast of each model for each record, up to the time given. */
  matureForecasts(goalId: string, scoredBefore: Date): Promise<Forecast[]>;
  /** Records that have receipts, in rising order of id; `afterId` is '' for the first page. */
  keptRecordIds(goalId: string, page: { afterId: string; limit: number }): Promise<string[]>;
  /** Deletes all data of records, of one goal or of all, and returns how many receipts there were. */
  forgetRecords(recordIds: readonly string[], goalId?: string): Promise<number>;
};
