import type { Goal, GoalStatus, JobType, ModelCard, Realised, Run, RunResult, Trigger } from '@plumbline/contract';
import type { FeatureTable, ScoringModel, LabelledRows, ModelEvaluation } from '@plumbline/learning';
import type { SeenInputs } from './domain/drift/input-drift.ts';
import type { Forecast } from './domain/drift/outcome-drift.ts';
import type { TrainingDistribution } from './domain/drift/training-distribution.ts';
import type { PersonParts } from './domain/evaluation/factors.ts';
import type { BandChange } from './domain/evaluation/outcomes.ts';
import type { FeatureRow } from './domain/features/feature-row.ts';
import type { OrgFacts, SourcePlan, SourceRows, SourceTable } from './domain/features/source-plan.ts';
import type { ObjectNeed, UserRights } from './domain/needs/connection-needs.ts';
import type { SourceMeasures } from './domain/quality/check-source.ts';
import type { GoalSchedule } from './domain/schedule/due.ts';
import type { MaintenanceWindow } from './domain/schedule/maintenance-window.ts';
import type { LeftOutRecord } from './domain/scoring/record-selection.ts';
import type { Candidate, ScoreFields, ScoreWrite } from './domain/scoring/score-fields.ts';

export type Clock = { now(): Date };

/** `search` tries tree configurations before the fit, at most `trials` of them. */
export type LearnRequest = { seed: number; gapMs: number; search?: { trials: number } };

/** Fits and measures a model away from the thread that answers requests. Throws ScoringError `training.*`. */
export type Learner = {
  fit(
    rows: LabelledRows,
    request: LearnRequest,
    options?: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal },
  ): Promise<{ model: ScoringModel; evaluation: ModelEvaluation }>;
};

/** Status fields of a goal; absent ones stay as they are. */
export type GoalChange = {
  status?: GoalStatus;
  statusMessage?: string;
  modelVersion?: string;
  testAuc?: number;
  lastTrainedAt?: Date;
  lastScoredAt?: Date;
  recordsScored?: number;
  nextScoringAt?: Date | 'none';
  nextTrainingAt?: Date | 'none';
};

/** What became of one record that was written; `error` is the platform's code and message. */
export type WriteResult = { recordId: string; error?: { code: string; message: string } };

export type ExtractOptions = {
  /** Where the pages go, as protected CSV `<table>-<number>.csv`; what is complete there is not read again. */
  folder: string;
  onProgress?: (progress: { table: string; rows: number }) => void;
  signal?: AbortSignal;
};

/** The org. Every call has a timeout; throws ScoringError `salesforce.*`, `goal.*`, `record.not-found`, `run.not-found`. */
export type Salesforce = {
  readGoals(): Promise<Goal[]>;
  readGoal(goalId: string): Promise<Goal>;
  /** A goal even after it was deleted in the org, as long as its recycle bin keeps it. */
  readGoalOrDeleted(goalId: string): Promise<{ goal: Goal; isDeleted: boolean }>;
  updateGoal(goalId: string, change: GoalChange): Promise<void>;
  /** Maintenance windows that are switched on; an org that knows none has none. */
  readWindows(): Promise<MaintenanceWindow[]>;
  /** What background work must know of each goal. */
  readSchedules(): Promise<GoalSchedule[]>;
  /** Creates or updates the run with this key. */
  saveRun(run: Run): Promise<void>;
  readRun(key: string): Promise<Run>;
  /** The newest first. */
  readRuns(options: { goalId?: string; days: number }): Promise<Run[]>;
  /** The fields that the integration user may read, by object. */
  describe(objects: string[]): Promise<OrgFacts>;
  /** The org of the session, and the user it works as. */
  readIdentity(): Promise<{ orgId: string; username: string }>;
  /** What the integration user may do with each object. */
  describeRights(objects: string[]): Promise<UserRights>;
  /** What is done with the objects of the package, by what an admin knows it as. */
  packageNeeds(): Record<string, ObjectNeed[]>;
  /** Statuses that a lead can have once it is converted. */
  readConvertedStatuses(): Promise<string[]>;
  /** The figure of an aggregate query without groups: `SELECT COUNT() …` or one expression. */
  count(soql: string): Promise<number>;
  /** Reads whole tables through Bulk API 2.0, archived rows included; goes on where an earlier call was cut off. */
  extract(tables: SourceTable[], options: ExtractOptions): Promise<void>;
  /** How many records a condition is true of. Throws `request.invalid` for one that the org cannot read. */
  countMatches(object: string, where: string): Promise<number>;
  /** Reads the ids of the records that a condition is true of into pages of the folder, as `extract` does. */
  extractIds(selection: { object: string; where: string }, options: ExtractOptions): Promise<void>;
  /** The goal, the record and everything its features need, in one request where the record allows. */
  readRecord(goalId: string, plan: SourcePlan, recordId: string): Promise<{ goal: Goal; rows: SourceRows }>;
  /** The same of many records of the goal's object, in few requests; those that are gone are not among the found. */
  readRecords(
    goalId: string,
    plan: SourcePlan,
    recordIds: readonly string[],
  ): Promise<{ goal: Goal; rows: SourceRows; foundIds: string[] }>;
  /** The score fields as they stand, of records that exist. */
  readScores(goal: Goal, recordIds: string[]): Promise<Map<string, ScoreFields>>;
  /** Ids of all records whose score field is set, as pages. */
  readScoredIds(goal: Goal): AsyncIterable<string[]>;
  /** Writes score fields; row locks are retried. Results come in the order of the writes. */
  writeScores(goal: Goal, writes: ScoreWrite[], options?: { signal?: AbortSignal }): Promise<WriteResult[]>;
  /** Tells subscribers in the org of records that moved to another band; how many events the org took. */
  publishBandChanges(
    goal: Pick<Goal, 'id' | 'object'>,
    changes: readonly BandChange[],
    options?: { signal?: AbortSignal },
  ): Promise<number>;
  /** Daily API calls, as the last answer told; undefined before the first. */
  apiUsage(): { used: number; limit: number } | undefined;
  /** One cheap call that proves login and access. */
  ping(): Promise<void>;
};

/** Rows to learn from with their records; `eligible` counts the rows before sampling. */
export type TrainingRows = {
  rows: LabelledRows;
  /** The fields that are read for the fairness check alone; the same rows. */
  fairness: FeatureTable;
  recordIds: string[];
  eligible: number;
  /** Per field the share of positives whose value last changed after the goal was reached; only where history says. */
  changedAfterGoal: Record<string, number>;
  /** Records left out because of the flags of their person. */
  notProfiled: number;
};

/** Rows to score, in rising order of record id: candidates, the features of the same rows, of accounts their people. */
export type ScoringRows = { candidates: Candidate[]; table: FeatureTable; people?: PersonParts[][] };

/** The tables of one extraction, ready for feature queries. */
export type FeatureSession = {
  measure(asOf: Date): Promise<SourceMeasures>;
  trainingRows(options: { asOf: Date; seed: number; maxRows: number }): Promise<TrainingRows>;
  /** The records that `prepareScoring` is to be of: those of the pages that `extractIds` wrote, or these. */
  select(ids: { folder: string } | AsyncIterable<readonly string[]>): Promise<void>;
  /** Records that were selected and are not open, each once, in rising order of id; after `prepareScoring`. */
  leftOut(page: { afterId: string; limit: number }): Promise<LeftOutRecord[]>;
  /**
   * Computes the features of every unconverted record, or of those asked for, as of a moment and says how many there
   * are. A candidate in none of the qualified statuses is excluded; none given means that every status qualifies.
   */
  prepareScoring(options: { asOf: Date; qualifiedStatuses: string[]; recordIds?: readonly string[] }): Promise<number>;
  /** When the records reached the goal that did; a contact or an account may have done so more than once. */
  reachedGoal(): Promise<{ recordIds: string[]; reachedAt: Float64Array }>;
  /** Those of the records that are not in the org any more, or whose person wants to be forgotten or not profiled. */
  toForget(recordIds: readonly string[]): Promise<string[]>;
  /** The next prepared rows after a record id; empty at the end. */
  scoringRows(options: { afterId?: string; limit: number }): Promise<ScoringRows>;
  close(): Promise<void>;
};

/** The same feature SQL over an extraction's folder or over the rows of one record. Throws ScoringError `features.failed`. */
export type FeatureEngine = {
  open(plan: SourcePlan, source: { folder: string } | { rows: SourceRows }): Promise<FeatureSession>;
  close(): Promise<void>;
};

/** A model with the plan it reads by and its card. */
export type StoredModel = {
  goalId: string;
  version: string;
  trainedAt: Date;
  plan: SourcePlan;
  model: ScoringModel;
  card: ModelCard;
  /** Of what it has learned from; absent for models of earlier versions. */
  distribution?: TrainingDistribution;
};

/**
 * What was scored when, by which model, on which inputs: with the model it gives the same score again. Unscored records
 * have score 0 and a reason.
 */
export type Receipt = {
  goalId: string;
  recordId: string;
  /** Absent for a single evaluation. */
  runKey?: string;
  modelVersion: string;
  scoredAt: Date;
  score: number;
  band: string;
  percentile?: number;
  probability?: number;
  /** How the goal made a score of the probability; absent on receipts of earlier versions. */
  basis?: Goal['scoreBasis'];
  highFrom?: number;
  mediumFrom?: number;
  reason?: string;
  /** De-identified, in the order of the model's fields; deleted when the retention time is over. */
  features?: FeatureRow;
};

/** How far a run is; counts are those of `Run`. */
export type RunCheckpoint = Pick<Run, 'read' | 'scored' | 'changed' | 'skipped' | 'failed' | 'skippedReasons'> & {
  /** The last record that is done. */
  afterId?: string;
  /** The last record of the batch that is being written. */
  writingUpTo?: string;
  total?: number;
  /** Time that was worked before the last pause; absent for a run that was never paused by its window. */
  workedSeconds?: number;
  /** How the inputs of the records that are done were distributed. */
  inputs?: SeenInputs;
  /** The last record that was asked for and could not be scored. */
  afterLeftOut?: string;
};

/** Which records a run is of: those of a condition, or of a list of ids. */
export type RunSelection = { where?: string; idListId?: string };

/** What a run needs to go on after its process died. */
export type RunState = {
  key: string;
  goalId: string;
  jobType: JobType;
  trigger: Trigger;
  createdAt: Date;
  /** The moment that features are computed for; the same after a restart. */
  asOf: Date;
  modelVersion?: string;
  checkpoint?: RunCheckpoint;
  endedAt?: Date;
  /** Absent for a run of all open records. */
  selection?: RunSelection;
  /** When somebody wanted it to stop. */
  cancelledAt?: Date;
  progressPercent?: number;
};

export type TokenRights = 'score' | 'manage';
export type StoredToken = { id: string; name: string; hash: string; rights: TokenRights; createdAt: Date };

/** State that is not the org's. Throws ScoringError `store.*`. */
export type Store = {
  activeModel(goalId: string): Promise<StoredModel | undefined>;
  /** Any model of a goal, active or not. */
  model(goalId: string, version: string): Promise<StoredModel | undefined>;
  /** Without the models themselves, the newest first. */
  modelCards(goalId: string): Promise<ModelCard[]>;
  /** Saves a model and, in the same transaction, makes it the active one unless `isActive` of its card is false. */
  saveModel(model: StoredModel): Promise<void>;
  /** Makes a model the active one; the version that was. Throws `model.not-found`, and then changes nothing. */
  activateModel(goalId: string, version: string): Promise<string | undefined>;
  /** Puts onto a model's card what became of the records it has scored. */
  saveRealised(goalId: string, version: string, realised: Realised): Promise<void>;
  deleteModels(goalId: string): Promise<void>;
  createRun(state: RunState): Promise<void>;
  runState(key: string): Promise<RunState | undefined>;
  /** Creates a run unless there is one with its key; whether it was created. */
  claimRun(state: RunState): Promise<boolean>;
  /** The newest run of this type, and where given of this trigger, that has ended. */
  lastEndedRun(goalId: string, jobType: JobType, trigger?: Trigger): Promise<RunState | undefined>;
  /** Runs that have not ended. */
  openRuns(): Promise<RunState[]>;
  updateRun(
    key: string,
    change: Partial<Pick<RunState, 'checkpoint' | 'modelVersion' | 'endedAt' | 'cancelledAt' | 'progressPercent'>>,
  ): Promise<void>;
  /** A run that has ended, or was to be cancelled, may go on. */
  reopenRun(key: string): Promise<void>;
  /**
   * Receipts, results and the new checkpoint together or not at all; a record that the run has a receipt of is left
   * alone.
   */
  commitBatch(key: string, receipts: Receipt[], checkpoint: RunCheckpoint, results?: RunResult[]): Promise<void>;
  /** The next batch of results of a run; the first is after 0. */
  runResults(
    key: string,
    afterNumber: number,
  ): Promise<{ number: number; isLast: boolean; results: RunResult[] } | undefined>;
  deleteRunResults(
    which: { goalId: string; createdBefore?: undefined } | { goalId?: undefined; createdBefore: Date },
  ): Promise<void>;
  createIdList(id: string, createdAt: Date): Promise<void>;
  /** Throws `id-list.not-found`. A part that is there already is replaced. */
  saveIdListPart(id: string, number: number, recordIds: readonly string[]): Promise<void>;
  /** How many parts a list has; none for one that is not there. */
  idListParts(id: string): Promise<number>;
  /** The next part of a list; the first is after -1. */
  idListPart(id: string, afterNumber: number): Promise<{ number: number; recordIds: string[] } | undefined>;
  /** Deletes older lists that no run under way is of. */
  deleteIdLists(createdBefore: Date): Promise<void>;
  appendScores(receipts: Receipt[]): Promise<void>;
  /** The newest first, each with the id by which it is found again. */
  receipts(options: { goalId: string; recordId: string; limit: number }): Promise<(Receipt & { id: string })[]>;
  receipt(id: string): Promise<(Receipt & { id: string }) | undefined>;
  countReceipts(runKey: string): Promise<number>;
  /** Receipts and forecasts. */
  deleteReceipts(goalId: string): Promise<void>;
  /** Deletes the inputs on receipts that are older; how many had some. */
  expireFeatures(scoredBefore: Date): Promise<number>;
  /** What each model first said of each record, said at that moment or before. */
  matureForecasts(goalId: string, scoredBefore: Date): Promise<Forecast[]>;
  /** Records of which receipts are kept, in rising order of id; `afterId` is '' for the first. */
  keptRecordIds(goalId: string, page: { afterId: string; limit: number }): Promise<string[]>;
  /** Deletes all that is kept of records, by one goal or by all; how many receipts there were. */
  forgetRecords(recordIds: readonly string[], goalId?: string): Promise<number>;
  saveToken(token: StoredToken): Promise<void>;
  tokens(): Promise<StoredToken[]>;
  ping(): Promise<void>;
  close(): Promise<void>;
};

export type RunJob = { key: string; goalId: string; jobType: JobType };

/** Runs wait here; one at a time per goal. A job whose process died is taken over. */
export type Queue = {
  /** False when the goal has a run waiting or under way; one that is just ending is given `patienceMs` to do so. */
  enqueue(job: RunJob, options?: { patienceMs?: number }): Promise<boolean>;
  /** Handles jobs until stopped; the signal is aborted when the queue stops, and the job is then taken up again later. */
  work(handle: (job: RunJob, signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Proves that runs can be queued. */
  ping(): Promise<void>;
  stop(): Promise<void>;
};

/** Working files of runs, which hold protected rows only. */
export type RunFolders = {
  pathOf(runKey: string): string;
  remove(runKey: string): Promise<void>;
};

/** Event name and fields: ids, counts and kinds, never values of records. */
export type RunLog = {
  info(event: string, fields: Record<string, string | number | boolean | undefined>): void;
  error(event: string, fields: Record<string, string | number | boolean | undefined>, error?: unknown): void;
};
