import { SfError } from '@salesforce/core';
import type { GoalValues } from '../org/goal-record.ts';

/** Refuses a goal whose name, or whose score field set, another goal has (rules G1 and G9). */
export function requireNewGoal(
  { name, object, scoreField }: GoalValues,
  goals: Pick<GoalValues, 'name' | 'object' | 'scoreField'>[],
): void {
  if (goals.some((goal) => goal.name.toLowerCase() === name.toLowerCase())) {
    throw new SfError(`The org has a score goal "${name}" already.`, 'DuplicateGoalError', [
      'Choose another name: --name.',
      'To bring files and org together: sf score goal import.',
    ]);
  }
  const owner = goals.find(
    (goal) => goal.object === object && goal.scoreField.toLowerCase() === scoreField.toLowerCase(),
  );
  if (!owner) return;
  throw new SfError(
    `The goal "${owner.name}" writes to ${object}.${scoreField}; two goals never share a score field.`,
    'ScoreFieldTakenError',
    [
      `Make a further score field set: sf score goal generate fields --object ${object} --name SECOND, and deploy it.`,
      'Then name it: --score-field.',
    ],
  );
}
