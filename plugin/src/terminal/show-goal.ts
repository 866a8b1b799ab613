import type { SfCommand } from '@salesforce/sf-plugins-core';
import { describeCondition } from '../goals/describe-goal.ts';
import type { GoalValues, OrgGoal } from '../org/goal-record.ts';
import type { GoalChange } from '../results.ts';
import { countOf, readableCount } from './counts.ts';

type Screen = Pick<SfCommand<unknown>, 'log' | 'table'>;

/** Shows a goal with its settings and its status. */
export function showGoal(screen: Screen, goal: GoalValues & Partial<OrgGoal>): void {
  const facts: [string, string | number | undefined][] = [
    ['Name', goal.name],
    ['Id', goal.id],
    ['Description', goal.description],
    ['Profile type', goal.profileType],
    ['Scores', goal.object],
    ['Goal type', goal.goalType],
    ['Conditions', goal.conditions.map(describeCondition).join('\n            and ')],
    ['Prediction timeframe', countOf(goal.timeframeDays, 'day')],
    ['Merge policy', goal.mergePolicy],
    ['Score field', `${goal.object}.${goal.scoreField}`],
    ['Segment', goal.segment?.map(describeCondition).join('\n            and ')],
    ['Qualified statuses', statusesOf(goal)],
    ['Score basis', `${goal.scoreBasis}; High from ${goal.highFrom}, Medium from ${goal.mediumFrom}`],
    [
      'Settings',
      goal.settings && Object.keys(goal.savedSettings ?? {}).length > 0
        ? JSON.stringify(goal.savedSettings)
        : undefined,
    ],
    ['Active', goal.isActive ? 'yes' : 'no'],
    ['Updated daily', goal.isUpdatedDaily ? 'yes' : 'no'],
    ['Status', [goal.status, goal.statusMessage].filter((part) => part !== undefined).join(': ') || undefined],
    ['Model', goal.modelVersion],
    ['Test AUC', goal.testAuc?.toFixed(4)],
    ['Records scored', goal.recordsScored === undefined ? undefined : readableCount(goal.recordsScored)],
    ['Last trained', goal.lastTrainedAt],
    ['Last scored', goal.lastScoredAt],
    ['Next training', goal.nextTrainingAt],
    ['Next scoring', goal.nextScoringAt],
  ];
  for (const [label, value] of facts) if (value !== undefined && value !== '') screen.log(`${label}: ${value}`);
}

/** A goal on leads without statuses takes them at its first training; one that was trained without scores all open leads. */
function statusesOf({
  object,
  qualifiedStatuses = [],
  modelVersion,
}: GoalValues & Partial<OrgGoal>): string | undefined {
  if (object !== 'Lead') return undefined;
  if (qualifiedStatuses.length > 0) return qualifiedStatuses.join(', ');
  return modelVersion === undefined ? 'taken from the org at the first training' : 'every open status';
}

const outcomes: Record<GoalChange['outcome'], [done: string, dryRun: string]> = {
  created: ['created', 'would be created'],
  changed: ['changed', 'would be changed'],
  unchanged: ['is already up to date', 'is already up to date'],
  deleted: ['deleted', 'would be deleted'],
};

/** Shows the change of a goal, or in a dry run the change that it would make. */
export function showGoalChange(screen: Screen, { name, outcome, isDryRun, differences }: GoalChange): void {
  screen.log(`"${name}" ${outcomes[outcome][isDryRun ? 1 : 0]}.`);
  for (const { part, from, to } of differences) {
    screen.log(outcome === 'created' ? `  + ${part}: ${to}` : `  ~ ${part}: ${from}  →  ${to}`);
  }
}
