import type { Clock, FeatureEngine, Learner, RunFolders, RunLog, Salesforce, Store } from '../ports.ts';

/** What runs work with. */
export type RunPorts = {
  salesforce: Salesforce;
  store: Store;
  features: FeatureEngine;
  learner: Learner;
  clock: Clock;
  folders: RunFolders;
  log: RunLog;
};

/** How runs work; see `config.ts`. */
export type RunSettings = { seed: number; trainingRows: number; batchSize: number; apiShare: number };

/** What one run is given. */
export type RunContext = RunSettings & { folder: string; signal: AbortSignal };
