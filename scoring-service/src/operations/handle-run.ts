import { ScoringError } from '../domain/scoring-error.ts';
import type { ScoringErrorKind } from '../domain/scoring-error.ts';
import type { RunJob } from '../ports.ts';
import { deleteGoalScores } from './delete-goal-scores.ts';
import type { RunPorts, RunSettings } from './run-ports.ts';
import { reportFailure, reportPause } from './report-failure.ts';
import { scoreGoal } from './score-goal.ts';
import { trainGoal } from './train-goal.ts';

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
 * try again; what does not ends the run as failed, with the reason and the next step on it.
 */
export async function handleRun(
  ports: RunPorts,
  { key }: RunJob,
  settings: RunSettings,
  signal: AbortSignal,
): Promise<void> {
  const state = await ports.store.runState(key);
  if (!state || state.endedAt) return;
  const folder = ports.folders.pathOf(key);
  const startedMs = ports.clock.now().getTime();
  ports.log.info('run.started', { runKey: key, goalId: state.goalId, jobType: state.jobType });
  try {
    await jobs[state.jobType](ports, state, { ...settings, folder, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    if (isPassing(error)) {
      await reportPause(ports, state, error);
      throw error;
    }
    await reportFailure(ports, state, error);
  }
  await ports.store.updateRun(key, { endedAt: ports.clock.now() });
  await ports.folders.remove(key);
  ports.log.info('run.ended', { runKey: key, goalId: state.goalId, ms: ports.clock.now().getTime() - startedMs });
}

const isPassing = (error: unknown): boolean => error instanceof ScoringError && PASSING.includes(error.kind);
