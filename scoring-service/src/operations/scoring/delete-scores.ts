import type { ScoreWrite } from '../../domain/scoring/score.ts';
import type { Goals } from '../../ports/goals.ts';
import type { Clock } from '../../ports/host.ts';
import type { Models } from '../../ports/models.ts';
import type { Receipts } from '../../ports/receipts.ts';
import type { RunRecords, RunResults, RunState, RunStates } from '../../ports/runs.ts';
import type { RecordScores } from '../../ports/scores.ts';
import { startReport, withoutRecord } from '../runs/run-report.ts';

type Ports = {
  salesforce: Pick<Goals, 'readGoalOrDeleted' | 'updateGoal'> &
    Pick<RunRecords, 'saveRun'> &
    Pick<RecordScores, 'readScoredIds' | 'writeScores'>;
  store: Pick<Models, 'deleteModels'> &
    Pick<Receipts, 'deleteReceipts'> &
    Pick<RunStates, 'updateRun'> &
    Pick<RunResults, 'deleteRunResults'>;
  clock: Clock;
};

/**
 * Clears every score field that the goal has filled, then deletes its models, receipts and results. The goal itself may
 * already be deleted.
 */
export async function deleteGoalScores(
  { salesforce, store, clock }: Ports,
  state: RunState,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const { goal, isDeleted } = await salesforce.readGoalOrDeleted(state.goalId);
  if (!isDeleted) await salesforce.updateGoal(goal.id, { status: 'Deleting', statusMessage: 'Removing scores' });
  const report = await startReport({ salesforce, store, clock }, isDeleted ? withoutRecord(goal) : goal, state);

  for await (const recordIds of salesforce.readScoredIds(goal)) {
    signal.throwIfAborted();
    const results = await salesforce.writeScores(goal, recordIds.map(emptyScore), { signal });
    const failed = results.filter(({ error }) => error).length;
    const { read, changed } = report.run;
    report.update({
      read: read + results.length,
      changed: changed + results.length - failed,
      failed: report.run.failed + failed,
    });
  }
  await store.deleteModels(goal.id);
  await store.deleteReceipts(goal.id);
  await store.deleteRunResults({ goalId: goal.id });
  if (!isDeleted) {
    await salesforce.updateGoal(goal.id, {
      status: 'Waiting for training',
      statusMessage: '',
      modelVersion: '',
      recordsScored: 0,
    });
  }
  await report.end(report.run.failed === 0 ? 'Successful' : 'Failed');
}

const emptyScore = (recordId: string): ScoreWrite => ({
  recordId,
  score: undefined,
  band: undefined,
  percentile: undefined,
  scoredAt: undefined,
  factors: undefined,
});
