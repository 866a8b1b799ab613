import type { Connection } from '@salesforce/core';
import type { GoalValues } from '../org/goal-record.ts';
import { createGoal, listGoals, requireRoomForGoals } from '../org/goals.ts';
import type { GoalChange } from '../results.ts';
import { compareGoals } from './compare-goals.ts';
import { requireNewGoal } from './require-new-goal.ts';

/** Creates a goal that the org has room for; a trial only finds out whether it would. */
export async function addGoal(connection: Connection, values: GoalValues, isDryRun: boolean): Promise<GoalChange> {
  requireNewGoal(values, await listGoals(connection));
  if (values.isActive) await requireRoomForGoals(connection, [values.name]);
  const id = isDryRun ? undefined : await createGoal(connection, values);
  const differences = compareGoals({}, values);
  return { name: values.name, outcome: 'created', isDryRun, differences, ...(id !== undefined && { id }) };
}
