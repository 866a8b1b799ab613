import { ScoringError } from '../domain/scoring-error.ts';
import type { ScoringErrorKind } from '../domain/scoring-error.ts';
import type { RunJob, RunState } from '../ports.ts';
import { deleteGoalScores } from './delete-goal-scores.ts';
import type { RunPorts, RunSettings } from './run-ports.ts';
import { describeRun } from './run-report.ts';
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
    if (signal.aborted || isPassing(error)) throw error;
    await fail(ports, state, error);
  }
  await ports.store.updateRun(key, { endedAt: ports.clock.now() });
  await ports.folders.remove(key);
  ports.log.info('run.ended', { runKey: key, goalId: state.goalId, ms: ports.clock.now().getTime() - startedMs });
}

const isPassing = (error: unknown): boolean => error instanceof ScoringError && PASSING.includes(error.kind);

async function fail({ salesforce, store, log, clock }: RunPorts, state: RunState, error: unknown): Promise<void> {
  const known = error instanceof ScoringError ? error : undefined;
  log.error('run.failed', { runKey: state.key, goalId: state.goalId, kind: known?.kind ?? 'defect' }, error);
  const reason = known
    ? [known.message, ...known.actions].join(' ')
    : 'a defect of the service. Its log has the details under this run.';
  const earlier = await store.activeModel(state.goalId);
  const [goal, latest] = [await salesforce.readGoal(state.goalId), await store.runState(state.key)];
  await salesforce.saveRun({
    ...describeRun(goal, latest ?? state),
    status: 'Failed',
    endedAt: clock.now().toISOString(),
    processingSeconds: Math.max(0, clock.now().getTime() - state.createdAt.getTime()) / 1000,
    messages: [{ code: 910, severity: 'ERROR', text: `ERROR 910. The run stopped: ${reason}` }],
  });
  await salesforce.updateGoal(state.goalId, {
    status: earlier ? 'Ready' : 'Failed',
    statusMessage: reason.slice(0, 255),
  });
}
