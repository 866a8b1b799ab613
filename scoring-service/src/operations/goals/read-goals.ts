import type { GoalField, GoalFieldsQuery } from '@plumbline/contract';
import { goalFieldObjects, goalFields } from '../../domain/goals/goal-fields.ts';
import type { Salesforce } from '../../ports/adapters.ts';

/** The fields that rows of a goal may speak of, as far as the integration user reads them. */
export async function listGoalFields(
  { salesforce }: { salesforce: Pick<Salesforce, 'describe' | 'readConvertedStatuses'> },
  query: GoalFieldsQuery,
): Promise<GoalField[]> {
  const [facts, statuses] = await Promise.all([
    salesforce.describe(goalFieldObjects(query)),
    query.goalType === 'Lead converted' ? salesforce.readConvertedStatuses() : [],
  ]);
  return goalFields(query, facts, statuses);
}
