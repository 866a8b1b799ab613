import { messageOf } from '@plumbline/contract';
import type { Finding, Goal, Run, RunStatus } from '@plumbline/contract';
import type { Salesforce, Store } from '../../ports/adapters.ts';
import type { FeatureEngine } from '../../ports/features.ts';
import type { Clock, RunFolders, RunLog } from '../../ports/host.ts';
import type { Cancellations, RunState, WindowGate } from '../../ports/runs.ts';
import type { Learner } from '../../ports/training.ts';

/** Progress is written to the org when it has moved this far, because every write is one API call. */
const PROGRESS_STEP_PERCENT = 10;

/** What a run has to tell, kept on its record in the org. */
export type RunReport = {
  readonly run: Readonly<Run>;
  /** Adds findings; one that says the same again is left out. */
  add(findings: Finding[]): void;
  update(change: Partial<Run>): void;
  /** Saves the run when it has come on far enough. */
  reach(percent: number): Promise<void>;
  end(status: RunStatus): Promise<void>;
};

/** A goal that is deleted: its runs keep its name, for they cannot look it up. */
export const withoutRecord = (goal: Goal): Goal => ({ ...goal, id: '' });

/** A run as it stands before anything is done; counts come from the checkpoint of an earlier process. */
export function describeRun(goal: Goal, { key, jobType, trigger, createdAt, checkpoint, modelVersion }: RunState): Run {
  const counts = checkpoint ?? { read: 0, scored: 0, changed: 0, skipped: 0, failed: 0, skippedReasons: [] };
  const { read, scored, changed, skipped, failed, skippedReasons } = counts;
  return {
    key,
    goalId: goal.id,
    goalName: goal.name,
    jobType,
    profileType: goal.profileType,
    trigger,
    status: 'Queued',
    startedAt: createdAt.toISOString(),
    progressPercent: 0,
    read,
    scored,
    changed,
    skipped,
    skippedReasons,
    failed,
    messages: [],
    modelVersion,
  };
}

/** Marks the run as processing in the org and goes on reporting to it. */
export async function startReport(
  { salesforce, store, clock }: { salesforce: Salesforce; store: Pick<Store, 'updateRun'>; clock: Clock },
  goal: Goal,
  state: RunState,
): Promise<RunReport> {
  let run: Run = { ...describeRun(goal, state), status: 'Processing' };
  let savedPercent = 0;
  const worked = state.checkpoint?.workedSeconds;
  const goneOnAt = clock.now();
  const save = async (): Promise<void> => {
    savedPercent = run.progressPercent;
    await salesforce.saveRun(run);
  };
  await save();
  await store.updateRun(run.key, { progressPercent: 0 });
  return {
    get run() {
      return run;
    },
    add(findings) {
      const known = new Set(run.messages.map(({ text }) => text));
      const messages = findings.map(messageOf).filter(({ text }) => !known.has(text));
      run = { ...run, messages: [...run.messages, ...messages] };
    },
    update(change) {
      run = { ...run, ...change };
    },
    async reach(percent) {
      const progressPercent = Math.max(run.progressPercent, Math.min(99, Math.floor(percent)));
      // Whoever watches asks the store, which costs the org no call.
      if (progressPercent > run.progressPercent) await store.updateRun(run.key, { progressPercent });
      run = { ...run, progressPercent };
      if (run.progressPercent >= savedPercent + PROGRESS_STEP_PERCENT) await save();
    },
    async end(status) {
      const endedAt = clock.now();
      // The day between two maintenance windows is no work.
      const since = worked === undefined ? Date.parse(run.startedAt) : goneOnAt.getTime();
      const processingSeconds = (worked ?? 0) + Math.max(0, endedAt.getTime() - since) / 1000;
      const progressPercent = status === 'Successful' ? 100 : run.progressPercent;
      run = { ...run, status, endedAt: endedAt.toISOString(), processingSeconds, progressPercent };
      await save();
    },
  };
}

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
