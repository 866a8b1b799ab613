import type { Goal, GoalField, GoalFieldsQuery, GoalList } from '@plumbline/contract';
import { goalFieldObjects, goalFields } from '../../domain/goals/goal-fields.ts';
import type { OrgDescription } from '../../ports/access.ts';
import type { Goals } from '../../ports/goals.ts';

/** Every score goal of the org, and those that cannot be used, with the reason. */
export const listGoals = ({ salesforce }: { salesforce: Pick<Goals, 'readGoals'> }): Promise<GoalList> =>
  salesforce.readGoals();

/** One score goal. Throws ScoringError `goal.not-found`. */
export const readGoal = ({ salesforce }: { salesforce: Pick<Goals, 'readGoal'> }, goalId: string): Promise<Goal> =>
  salesforce.readGoal(goalId);

/** The fields that conditions of a new goal can use, as far as the integration user reads them. */
export async function listGoalFields(
  { salesforce }: { salesforce: Pick<OrgDescription, 'describe' | 'readConvertedStatuses'> },
  query: GoalFieldsQuery,
): Promise<GoalField[]> {
  const [facts, statuses] = await Promise.all([
    salesforce.describe(goalFieldObjects(query)),
    query.goalType === 'Lead converted' ? salesforce.readConvertedStatuses() : [],
  ]);
  return goalFields(query, facts, statuses);
}
