import { SfError } from '@salesforce/core';
import type { GoalValues } from '../org/goal-record.ts';

/** Throws if another goal has the same name or the same set of score fields (rules G1 and G9). */
export function requireNewGoal(
  { name, object, scoreField }: GoalValues,
  goals: Pick<GoalValues, 'name' | 'object' | 'scoreField'>[],
): void {
  if (goals.some((goal) => goal.name.toLowerCase() === name.toLowerCase())) {
    throw new SfError(`The org already has a score goal "${name}".`, 'DuplicateGoalError', [
      'Use another name: --name.',
      'To update the goal from a file, run: sf score goal import.',
    ]);
  }
  const owner = goals.find(
    (goal) => goal.object === object && goal.scoreField.toLowerCase() === scoreField.toLowerCase(),
  );
  if (!owner) return;
  throw new SfError(
    `The goal "${owner.name}" writes to ${object}.${scoreField}; two goals can't share a score field.`,
    'ScoreFieldTakenError',
    [
      `Generate another set of score fields and deploy it: sf score goal generate fields --object ${object} --name SECOND.`,
      'Then use it: --score-field.',
    ],
  );
}
