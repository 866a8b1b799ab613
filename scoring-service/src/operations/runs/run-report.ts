import { messageOf } from '@plumbline/contract';
import type { Finding, Goal, Run, RunStatus } from '@plumbline/contract';
import { noCounts, toRunCounts } from '../../domain/evaluation/run-counts.ts';
import type { Clock } from '../../ports/host.ts';
import type { RunRecords, RunState, RunStates } from '../../ports/runs.ts';

/** Progress is written to the org in steps of this size, because every write is one API call. */
const PROGRESS_STEP_PERCENT = 10;

/** Reports a run on its record in the org. */
export type RunReport = {
  readonly run: Readonly<Run>;
  /** Adds findings; duplicates are dropped. */
  add(findings: Finding[]): void;
  update(change: Partial<Run>): void;
  /** Sets the progress, and saves the run once it has advanced by a step. */
  reach(percent: number): Promise<void>;
  end(status: RunStatus): Promise<void>;
};

/** A deleted goal: its runs keep the name without the lookup. */
export const withoutRecord = (goal: Goal): Goal => ({ ...goal, id: '' });

/** A run at its start, with the counts of its checkpoint. */
export function describeRun(goal: Goal, { key, jobType, trigger, createdAt, checkpoint, modelVersion }: RunState): Run {
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
    ...toRunCounts(checkpoint ?? noCounts),
    messages: [],
    modelVersion,
  };
}

/** Marks the run as processing in the org and returns its report. */
export async function startReport(
  {
    salesforce,
    store,
    clock,
  }: { salesforce: Pick<RunRecords, 'saveRun'>; store: Pick<RunStates, 'updateRun'>; clock: Clock },
  goal: Goal,
  state: RunState,
): Promise<RunReport> {
  let run: Run = { ...describeRun(goal, state), status: 'Processing' };
  let savedPercent = 0;
  const worked = state.checkpoint?.workedSeconds;
  const continuedAt = clock.now();
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
      const toMessage = (finding: Finding) => messageOf(finding, goal.settings.thresholds);
      const known = new Set(run.messages.map(({ text }) => text));
      const messages = findings.map(toMessage).filter(({ text }) => !known.has(text));
      run = { ...run, messages: [...run.messages, ...messages] };
    },
    update(change) {
      run = { ...run, ...change };
    },
    async reach(percent) {
      const progressPercent = Math.max(run.progressPercent, Math.min(99, Math.floor(percent)));
      // Progress is read from the store, which needs no API call.
      if (progressPercent > run.progressPercent) await store.updateRun(run.key, { progressPercent });
      run = { ...run, progressPercent };
      if (run.progressPercent >= savedPercent + PROGRESS_STEP_PERCENT) await save();
    },
    async end(status) {
      const endedAt = clock.now();
      // The time between two maintenance windows does not count.
      const since = worked === undefined ? Date.parse(run.startedAt) : continuedAt.getTime();
      const processingSeconds = (worked ?? 0) + Math.max(0, endedAt.getTime() - since) / 1000;
      const progressPercent = status === 'Successful' ? 100 : run.progressPercent;
      run = { ...run, status, endedAt: endedAt.toISOString(), processingSeconds, progressPercent };
      await save();
    },
  };
}

/** Settings of runs; see `config.ts`. */
export type RunSettings = {
  seed: number;
  trainingRows: number;
  batchSize: number;
  /** Records that are saved together at most. */
  writeChunk: number;
  /** The release of the service. */
  version: string;
  apiShare: number;
  /** Days for which the inputs of a score are stored. */
  receiptDays: number;
};

/** Settings, folder and signal of one run. */
export type RunContext = RunSettings & { folder: string; signal: AbortSignal };
