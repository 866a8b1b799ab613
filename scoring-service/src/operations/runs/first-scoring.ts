import type { Goal, GoalStatus, JobType, Trigger } from '@plumbline/contract';
import type { Goals } from '../../ports/goals.ts';
import type { Clock } from '../../ports/host.ts';
import type { RunRecords, RunState, RunStates } from '../../ports/runs.ts';
import { keyOf } from './run-key.ts';
import { describeRun } from './run-report.ts';

type Ports = {
  salesforce: Pick<RunRecords, 'saveRun'>;
  store: Pick<RunStates, 'claimRun'>;
  clock: Clock;
};

/** What starts the scoring that follows a goal's training while it has never been scored. */
const firstTrigger: Trigger = 'Goal created';

/** Whether a run is the scoring that follows a goal's training. */
export const isFirstScoring = ({ jobType, trigger }: { jobType: JobType; trigger: Trigger }): boolean =>
  jobType === 'Scoring' && trigger === firstTrigger;

/**
 * R9: adds the scoring of all open records that follows the training of a goal that has never been scored. It need not be
 * asked for and waits for no maintenance window. It starts when the training has left the queue, also after a restart in between; a training that
 * is repeated after an interruption adds the same run, once.
 */
export async function addFirstScoring(
  { salesforce, store, clock }: Ports,
  goal: Goal,
  training: RunState,
): Promise<void> {
  const now = clock.now();
  const state: RunState = {
    ...{ key: keyOf(`${training.key} first scoring`), goalId: goal.id, jobType: 'Scoring', trigger: firstTrigger },
    ...{ createdAt: now, asOf: now },
  };
  await store.claimRun(state);
  await salesforce.saveRun(describeRun(goal, state));
}

/** The status of a goal with a model whose run has not succeeded: one that has never been scored is not ready. */
export const statusAfterFailure = async (
  salesforce: Pick<Goals, 'hasBeenScored'>,
  goalId: string,
): Promise<GoalStatus> => ((await salesforce.hasBeenScored(goalId)) ? 'Ready' : 'Failed');
