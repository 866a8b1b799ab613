import type { Goal } from '@plumbline/contract';
import type { LeadPath } from '../domain/goals/qualified-statuses.ts';
import type { FilledCounts, FilledQuery } from '../domain/quality/input-figures.ts';
import type { SourcePlan, SourceRows, SourceTable } from '../domain/features/source-plan.ts';

export type ExtractOptions = {
  /** Receives the pages as protected CSV files `<table>-<number>.csv`; complete pages are not read again. */
  folder: string;
  onProgress?: (progress: { table: string; rows: number }) => void;
  signal?: AbortSignal;
};

/** Bulk reads of the org. Throws ScoringError `salesforce.*`. */
export type Extraction = {
  /** Reads whole tables through Bulk API 2.0, archived rows included; resumes where an earlier call stopped. */
  extract(tables: SourceTable[], options: ExtractOptions): Promise<void>;
  /** Reads the ids of the records that meet a condition into pages of the folder, as `extract` does. */
  extractIds(selection: { object: string; where: string }, options: ExtractOptions): Promise<void>;
};

/** Counting queries. Throws ScoringError `salesforce.*`. */
export type RecordCounts = {
  /** Roughly how many records the org has, also those that the user does not see; undefined where the user may not ask. */
  reportedCounts(objects: readonly string[]): Promise<Record<string, number> | undefined>;
  /** The result of an aggregate query without groups: `SELECT COUNT() …` or one expression. */
  count(soql: string): Promise<number>;
  /** How many records of an object have a value in each field; undefined where the org refuses to count them. */
  countFilled(query: FilledQuery): Promise<FilledCounts | undefined>;
  /** The number of records that meet a condition. Throws `request.invalid` for one that the org cannot parse. */
  countMatches(object: string, where: string): Promise<number>;
};

/** How leads went through their statuses. Throws ScoringError `salesforce.*`. */
export type LeadStatuses = {
  /** When the recorded changes of lead statuses start; undefined without any. */
  statusHistoryFrom(): Promise<Date | undefined>;
  /** The leads of a query with the recorded changes of their statuses. */
  leadPaths(soql: string): Promise<LeadPath[]>;
  /** The number of records by status of an aggregate query. */
  countStatuses(soql: string): Promise<Map<string, number>>;
};

/** Single records with everything their features need. Throws ScoringError `record.not-found`, `goal.*`, `salesforce.*`. */
export type Records = {
  /** The goal, the record and the related rows, in one request where the record allows. */
  readRecord(goalId: string, plan: SourcePlan, recordId: string): Promise<{ goal: Goal; rows: SourceRows }>;
  /** The same for many records of the goal's object, in few requests; `foundIds` lacks deleted records. */
  readRecords(
    goalId: string,
    plan: SourcePlan,
    recordIds: readonly string[],
  ): Promise<{ goal: Goal; rows: SourceRows; foundIds: string[] }>;
};
