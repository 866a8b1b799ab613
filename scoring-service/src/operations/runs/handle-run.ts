import { ScoringError } from '../../domain/scoring-error.ts';
import type { ScoringErrorKind } from '../../domain/scoring-error.ts';
import type { RunJob, RunState } from '../../ports/runs.ts';
import { deleteGoalScores } from '../scoring/delete-scores.ts';
import { scoreGoal } from '../scoring/score-goal.ts';
import { trainGoal } from '../training/train-goal.ts';
import { endCancelled, endEarly, reportClosed, reportFailure, reportPause } from './end-run.ts';
import type { RunPorts, RunSettings } from './run-report.ts';

const jobs = { Training: trainGoal, Scoring: scoreGoal, Deletion: deleteGoalScores };

/** What passes by itself: the run waits and is taken up again. */
const PASSING: ScoringErrorKind[] = [
  'salesforce.unreachable',
  'salesforce.limit-reached',
  'salesforce.failed',
  'store.failed',
  'training.cancelled',
  'run.cancelled',
  'service.stopping',
];

/**
 * Does a run of the queue, or goes on with one whose process died. What passes by itself is thrown, for the queue to
 * try again; what does not ends the run as failed, with the reason and the next step on it. A scheduled run stops when
 * its maintenance window closes, and is queued again in the next.
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
    if (await isSwitchedOff(ports, state))
      return await endEarly(ports, state, 'the goal is not updated daily any more.');
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
    if (isPassing(error)) {
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

/** How long a run may work: a scheduled one while its window is open, and not at all outside. */
async function enterWindow(
  { windows }: RunPorts,
  { trigger }: RunState,
  signal: AbortSignal,
): Promise<AbortSignal | undefined> {
  if (trigger !== 'Schedule') return signal;
  const closing = await windows.enter();
  return closing && AbortSignal.any([signal, closing]);
}

/** Between two windows an admin may have switched the goal, or its daily update, off. */
async function isSwitchedOff({ salesforce }: RunPorts, { trigger, goalId, jobType }: RunState): Promise<boolean> {
  if (trigger !== 'Schedule') return false;
  const { isActive, isUpdatedDaily } = await salesforce.readGoal(goalId);
  return !isActive || (jobType === 'Scoring' && !isUpdatedDaily);
}

const isPassing = (error: unknown): boolean => error instanceof ScoringError && PASSING.includes(error.kind);
