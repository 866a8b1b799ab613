import { defaultMergePolicy } from '@plumbline/contract';
import type { Connection } from '@salesforce/core';
import type { GoalValues } from '../org/goal-record.ts';
import { createGoal, listGoals, requireActiveGoalLimit } from '../org/goals.ts';
import type { GoalChange } from '../results.ts';
import { requireStatuses } from './check-needs.ts';
import { compareGoals } from './compare-goals.ts';
import { requireNewGoal } from './require-new-goal.ts';

/** Creates a goal if the org allows another one; a dry run only validates. */
export async function addGoal(connection: Connection, given: GoalValues, isDryRun: boolean): Promise<GoalChange> {
  const values = withMergePolicy(given);
  requireStatuses(values);
  requireNewGoal(values, await listGoals(connection));
  if (values.isActive) await requireActiveGoalLimit(connection, [values.name]);
  const id = isDryRun ? undefined : await createGoal(connection, values);
  const differences = compareGoals({}, values);
  return { name: values.name, outcome: 'created', isDryRun, differences, ...(id !== undefined && { id }) };
}

/** A new goal with its merge policy, by default that of its object. */
export const withMergePolicy = (values: GoalValues): GoalValues => ({
  ...values,
  mergePolicy: values.mergePolicy ?? defaultMergePolicy(values.object),
});
