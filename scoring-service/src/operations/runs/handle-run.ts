import { ScoringError } from '../../domain/scoring-error.ts';
import type { ScoringErrorKind } from '../../domain/scoring-error.ts';
import type { Salesforce, Store } from '../../ports/adapters.ts';
import type { FeatureEngine } from '../../ports/features.ts';
import type { Clock, RunFolders, RunLog } from '../../ports/host.ts';
import type { Cancellations, RunJob, RunState, WindowGate } from '../../ports/runs.ts';
import type { Learner } from '../../ports/training.ts';
import { deleteGoalScores } from '../scoring/delete-scores.ts';
import { scoreGoal } from '../scoring/score-goal.ts';
import { trainGoal } from '../training/train-goal.ts';
import { passingConditionOf } from './passing-conditions.ts';
import { fenceRun } from './fence-run.ts';
import { clearPause, endCancelled, endEarly, reportClosed, reportFailure, reportPause } from './end-run.ts';
import type { RunSettings } from './run-report.ts';

/** Everything that runs of all jobs need. */
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
  /** Publishes what waits in the outbox; never rejects. */
  publishEvents: () => Promise<void>;
};

const jobs = { Training: trainGoal, Scoring: scoreGoal, Deletion: deleteGoalScores };

/** A run whose process ended so often without getting further ends it again when it is tried again. */
const MOST_ATTEMPTS = 3;

/** Temporary errors, after which the queue retries the run. */
const TEMPORARY: ScoringErrorKind[] = [
  'salesforce.unreachable',
  'salesforce.login-failed',
  'salesforce.limit-reached',
  'salesforce.failed',
  'store.failed',
  'training.cancelled',
  'run.cancelled',
  'service.stopping',
  'host.disk-full',
  'host.no-memory',
  'host.no-access',
  'org.other',
];

/**
 * Handles a run of the queue, or continues one whose process ended. Temporary errors are thrown, so that the queue
 * retries; any other error ends the run as failed with its reason and next step. A scheduled run pauses when its
 * maintenance window closes.
 */
export async function handleRun(
  unfenced: RunPorts,
  { key }: RunJob,
  settings: RunSettings,
  signal: AbortSignal,
): Promise<void> {
  const found = await unfenced.store.runState(key);
  if (!found || found.endedAt) return;
  if (found.cancelledAt) return endCancelled(unfenced, found);
  const permission = await enterWindow(unfenced, found, signal);
  if (!permission) return reportClosed(unfenced, found, 0);
  const state = await unfenced.store.takeRun(key);
  if (!state) return;
  const ports = fenceRun(unfenced, state);
  try {
    await doRun(ports, state, settings, { signal, permission, unfenced: unfenced.salesforce });
  } catch (error) {
    if (!(error instanceof ScoringError) || error.kind !== 'run.taken-over') throw error;
    ports.log.info('run.taken-over', { runKey: key, goalId: state.goalId });
  }
}

async function doRun(
  ports: RunPorts,
  state: RunState,
  settings: RunSettings,
  { signal, permission, unfenced }: { signal: AbortSignal; permission: AbortSignal; unfenced: Salesforce },
): Promise<void> {
  const { key } = state;
  const cancellation = ports.cancellations.watch(key);
  const folder = ports.folders.pathOf(key);
  const startedMs = ports.clock.now().getTime();
  ports.log.info('run.started', { runKey: key, goalId: state.goalId, jobType: state.jobType });
  try {
    if ((state.attempts ?? 0) > MOST_ATTEMPTS) throw endedProcesses();
    if (state.paused !== undefined) await clearPause(ports, state);
    if (await isSwitchedOff(ports, state)) return await endEarly(ports, state, 'the goal is no longer updated daily.');
    await jobs[state.jobType](ports, state, {
      ...settings,
      folder,
      signal: AbortSignal.any([permission, cancellation.signal]),
    });
  } catch (thrown) {
    const error = passingConditionOf(thrown);
    if (error instanceof ScoringError && error.kind === 'run.taken-over') throw error;
    await settle(ports, state);
    if (signal.aborted) throw error;
    if (cancellation.signal.aborted) return await endCancelled(ports, state);
    if (permission.aborted) {
      return await reportClosed(ports, state, (ports.clock.now().getTime() - startedMs) / 1000);
    }
    if (isTemporary(error)) {
      // Without the store nobody else can have the run, nor can it say who has.
      const isStoreAway = error instanceof ScoringError && error.kind === 'store.failed';
      await reportPause(isStoreAway ? { ...ports, salesforce: unfenced } : ports, state, error);
      throw error;
    }
    await reportFailure(ports, state, error);
  } finally {
    cancellation.stop();
  }
  await ports.store.updateRun(key, { endedAt: ports.clock.now() });
  await ports.folders.remove(key);
  ports.log.info('run.ended', { runKey: key, goalId: state.goalId, ms: ports.clock.now().getTime() - startedMs });
}

/** The signal that limits a run; undefined for a scheduled run outside its window. */
async function enterWindow(
  { windows }: RunPorts,
  { trigger }: RunState,
  signal: AbortSignal,
): Promise<AbortSignal | undefined> {
  if (trigger !== 'Schedule') return signal;
  const closing = await windows.enter();
  return closing && AbortSignal.any([signal, closing]);
}

/** Whether an admin has switched the goal or its daily update off between two windows. */
async function isSwitchedOff({ salesforce }: RunPorts, { trigger, goalId, jobType }: RunState): Promise<boolean> {
  if (trigger !== 'Schedule') return false;
  const { isActive, isUpdatedDaily } = await salesforce.readGoal(goalId);
  return !isActive || (jobType === 'Scoring' && !isUpdatedDaily);
}

/** The process did not end by this attempt. Without the store the next attempt counts as one more, which does no harm. */
async function settle({ store, log }: RunPorts, { key }: RunState): Promise<void> {
  try {
    await store.updateRun(key, { attempts: 0 });
  } catch (error) {
    log.error('run.attempt-not-settled', { runKey: key }, error);
  }
}

const endedProcesses = (): ScoringError =>
  new ScoringError('run.ended-processes', {
    message: `the process of the service ended ${MOST_ATTEMPTS} times at the same place of the run, so it is put aside.`,
    actions: [
      'Check the memory limit of the process and the log of the service before each end, then start the run again.',
    ],
  });

const isTemporary = (error: unknown): boolean => error instanceof ScoringError && TEMPORARY.includes(error.kind);
