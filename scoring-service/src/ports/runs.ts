import type { BandChanges } from '../domain/evaluation/band-events.ts';
import type { JobType, Run, RunResult, Trigger } from '@plumbline/contract';
import type { SeenInputs } from '../domain/drift/input-drift.ts';
import type { Receipt } from '../domain/evaluation/receipt.ts';
import type { ScoringBasis } from '../domain/scoring/removals.ts';
import type { RunCounts } from '../domain/evaluation/run-counts.ts';
import type { WriteFailure } from '../domain/evaluation/write-failures.ts';

/** How far a run is; counts are those of `Run`. */
export type RunCheckpoint = RunCounts & {
  /** The last record that is done. */
  afterId?: string;
  /** The last record of the batch that is being written. */
  writingUpTo?: string;
  total?: number;
  /** Seconds worked before the last pause; absent for a run that its maintenance window never paused. */
  workedSeconds?: number;
  /** Distribution of the inputs of the records that are done. */
  inputs?: SeenInputs;
  /** The last requested record that could not be scored. */
  afterLeftOut?: string;
  /** An admin accepted that the run takes scores. */
  acceptsRemovals?: boolean;
  /** Of a complete run: what decided whom it scored. */
  basis?: ScoringBasis;
  /** Scores that the org refused, by its codes. */
  failures?: WriteFailure[];
  /** Moves to another band, and those of them that are no events. */
  bandChanges?: BandChanges;
  /** Scores that changed too little to be written. */
  unwritten?: number;
  /** Records that are saved together, once a trigger of the org has failed for more. */
  chunkSize?: number;
  /** Of a complete run: the model, score basis, bands and release by which all scores of the goal were written. */
  writtenAs?: string;
};

/** By what a run of all records decided whom it scored, and by what it wrote their scores. */
export type CompleteRun = { basis: ScoringBasis } & Pick<RunCheckpoint, 'writtenAs'>;

/** Which records a run covers: those that meet a condition, or those of a list of ids. */
export type RunSelection = { where?: string; idListId?: string };

/** What a run needs to resume after its process ended. */
export type RunState = {
  key: string;
  goalId: string;
  jobType: JobType;
  trigger: Trigger;
  createdAt: Date;
  /** The time that features are computed for; the same after a restart. */
  asOf: Date;
  modelVersion?: string;
  checkpoint?: RunCheckpoint;
  endedAt?: Date;
  /** Absent for a run of all open records. */
  selection?: RunSelection;
  /** When its cancellation was requested. */
  cancelledAt?: Date;
  progressPercent?: number;
  /** Counts the processes that took it; absent before the first. */
  epoch?: number;
  /** How often its process ended since it last got further, the present one included. */
  attempts?: number;
  /** Why it is paused. */
  paused?: string;
};

/** What a run changes of its state. */
export type RunChange = Partial<
  Pick<RunState, 'checkpoint' | 'modelVersion' | 'endedAt' | 'cancelledAt' | 'progressPercent' | 'attempts' | 'paused'>
>;

/** Runs as records of the org. Throws ScoringError `run.not-found`, `salesforce.*`. */
export type RunRecords = {
  /** Creates or updates the run with this key. */
  saveRun(run: Run): Promise<void>;
  readRun(key: string): Promise<Run>;
  /** The newest first. */
  readRuns(options: { goalId?: string; days: number }): Promise<Run[]>;
};

/** States of runs. Throws ScoringError `store.*`. */
export type RunStates = {
  createRun(state: RunState): Promise<void>;
  runState(key: string): Promise<RunState | undefined>;
  /** Creates a run unless one with its key exists; returns whether it was created. */
  claimRun(state: RunState): Promise<boolean>;
  /** The newest ended run of this type and, where given, of this trigger. */
  lastEndedRun(goalId: string, jobType: JobType, trigger?: Trigger): Promise<RunState | undefined>;
  /** The newest complete run of all records; undefined before the first. */
  lastCompleteRun(goalId: string): Promise<CompleteRun | undefined>;
  /** Runs that have not ended. */
  openRuns(): Promise<RunState[]>;
  /** With an epoch, only while no other process has taken the run since. Throws ScoringError `run.taken-over`. */
  updateRun(key: string, change: RunChange, epoch?: number): Promise<void>;
  /**
   * Takes a run that has not ended for this process, with a new epoch, and returns it as it was with the new epoch and the
   * attempts; undefined for one that has ended. The same process taking it again counts as the first attempt.
   */
  takeRun(key: string): Promise<RunState | undefined>;
  /** Lets a run that has ended or was cancelled continue. */
  reopenRun(key: string): Promise<void>;
};

/** Results of runs, batch by batch. Throws ScoringError `store.*`. */
export type RunResults = {
  /**
   * Saves receipts, results and the new checkpoint in one transaction; a record that has a receipt of the run is skipped.
   * Of the run's intended band events, those of the written records are ready and the others go.
   */
  commitBatch(
    key: string,
    receipts: Receipt[],
    checkpoint: RunCheckpoint,
    outcome?: { results?: RunResult[]; written?: readonly string[]; epoch?: number },
  ): Promise<void>;
  /** The next batch of results of a run; the first is after 0. */
  runResults(
    key: string,
    afterNumber: number,
  ): Promise<{ number: number; isLast: boolean; results: RunResult[] } | undefined>;
  deleteRunResults(
    which: { goalId: string; createdBefore?: undefined } | { goalId?: undefined; createdBefore: Date },
  ): Promise<void>;
};

/** Uploaded lists of record ids. Throws ScoringError `id-list.not-found`, `store.*`. */
export type IdLists = {
  createIdList(id: string, createdAt: Date): Promise<void>;
  /** Replaces a part that exists already. */
  saveIdListPart(id: string, number: number, recordIds: readonly string[]): Promise<void>;
  /** The number of parts of a list; 0 for a list that does not exist. */
  idListParts(id: string): Promise<number>;
  /** The next part of a list; the first is after -1. */
  idListPart(id: string, afterNumber: number): Promise<{ number: number; recordIds: string[] } | undefined>;
  /** Deletes older lists that no open run uses. */
  deleteIdLists(createdBefore: Date): Promise<void>;
};

export type RunJob = { key: string; goalId: string; jobType: JobType };

/** Waiting runs, one at a time per goal. A job whose process ended is taken over. */
export type Queue = {
  /**
   * False when the goal has another run waiting or in progress; waits up to `patienceMs` for one that is about to end. True
   * where the run itself waits or is in progress: when the run before it leaves the queue, open runs are queued too.
   */
  enqueue(job: RunJob, options?: { patienceMs?: number }): Promise<boolean>;
  /** Handles jobs until stopped; the signal is aborted when the queue stops, and the job is retried later. */
  work(handle: (job: RunJob, signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Proves that runs can be queued. */
  ping(): Promise<void>;
  stop(): Promise<void>;
};

/** Limits scheduled runs to maintenance windows. */
export type WindowGate = {
  /** A signal that is aborted when the last open window closes; undefined while every window is closed. */
  enter(): Promise<AbortSignal | undefined>;
};

/** Notifies runs of their cancellation. */
export type Cancellations = {
  /** The signal is aborted when the run is cancelled; call `stop` when the run has ended. */
  watch(key: string): { signal: AbortSignal; stop(): void };
};
