import type { Goal } from '@plumbline/contract';
import { draftGoal } from '../../domain/goals/goal-record.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Goals } from '../../ports/goals.ts';
import type { Models } from '../../ports/models.ts';

type Ports = { salesforce: Pick<Goals, 'readGoalOrDeleted'>; store: Pick<Models, 'activeModel'> };

/**
 * A goal whose scores are to be removed: also one in the recycle bin, and one that is gone for good, of which the active
 * model still says where its scores are. Throws ScoringError `goal.not-found` where nothing is left of it.
 */
export async function readDeletableGoal(
  { salesforce, store }: Ports,
  goalId: string,
): Promise<{ goal: Goal; isDeleted: boolean }> {
  try {
    return await salesforce.readGoalOrDeleted(goalId);
  } catch (error) {
    if (!(error instanceof ScoringError) || error.kind !== 'goal.not-found') throw error;
    const active = await store.activeModel(goalId);
    if (!active) throw error;
    const { object, goalType, conditions, timeframeDays, scoreField } = active.plan.goal;
    const profileType = object === 'Account' ? 'Account' : 'Person';
    const draft = draftGoal({ profileType, object, goalType, conditions, timeframeDays });
    return { goal: { ...draft, id: goalId, name: 'A deleted score goal', scoreField }, isDeleted: true };
  }
}
