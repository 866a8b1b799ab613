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
import { endCancelled, endEarly, reportClosed, reportFailure, reportPause } from './end-run.ts';
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
];

/**
 * Handles a run of the queue, or continues one whose process ended. Temporary errors are thrown, so that the queue
 * retries; any other error ends the run as failed with its reason and next step. A scheduled run pauses when its
 * maintenance window closes.
 */
export async function handleRun(
  ports: RunPorts,
  { key }: RunJob,
  settings: RunSettings,
  signal: AbortSignal,
): Promise<void> {
  const state = await ports.store.runState(key);
  if (!state || state.endedAt) return;
  if (state.cancelledAt) return endCancelled(ports, state);
  const permission = await enterWindow(ports, state, signal);
  if (!permission) return reportClosed(ports, state, 0);
  const cancellation = ports.cancellations.watch(key);
  const folder = ports.folders.pathOf(key);
  const startedMs = ports.clock.now().getTime();
  ports.log.info('run.started', { runKey: key, goalId: state.goalId, jobType: state.jobType });
  try {
    if (await isSwitchedOff(ports, state)) return await endEarly(ports, state, 'the goal is no longer updated daily.');
    await jobs[state.jobType](ports, state, {
      ...settings,
      folder,
      signal: AbortSignal.any([permission, cancellation.signal]),
    });
  } catch (error) {
    if (signal.aborted) throw error;
    if (cancellation.signal.aborted) return await endCancelled(ports, state);
    if (permission.aborted) {
      return await reportClosed(ports, state, (ports.clock.now().getTime() - startedMs) / 1000);
    }
    if (isTemporary(error)) {
      await reportPause(ports, state, error);
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

const isTemporary = (error: unknown): boolean => error instanceof ScoringError && TEMPORARY.includes(error.kind);
