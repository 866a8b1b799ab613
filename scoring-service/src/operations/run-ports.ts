import type { Clock, FeatureEngine, Learner, RunFolders, RunLog, Salesforce, Store } from '../ports.ts';

/** Lets scheduled runs work while a maintenance window is open. */
export type WindowGate = {
  /** Undefined while every window is closed, else a signal that is aborted when the last one closes. */
  enter(): Promise<AbortSignal | undefined>;
};

/** Tells runs that somebody wants them to stop. */
export type Cancellations = {
  /** The signal is aborted when the run is cancelled; to be stopped when the run has ended. */
  watch(key: string): { signal: AbortSignal; stop(): void };
};

/** What runs work with. */
export type RunPorts = {
  salesforce: Salesforce;
  store: Store;
  features: FeatureEngine;
  learner: Learner;
  clock: Clock;
  folders: RunFolders;
  windows: WindowGate;
  cancellations: Cancellations;
  log: RunLog;
};

/** How runs work; see `config.ts`. */
export type RunSettings = {
  seed: number;
  trainingRows: number;
  batchSize: number;
  apiShare: number;
  /** Days that the inputs of a score are kept. */
  receiptDays: number;
};

/** What one run is given. */
export type RunContext = RunSettings & { folder: string; signal: AbortSignal };
