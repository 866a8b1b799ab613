import type { SfCommand } from '@salesforce/sf-plugins-core';
import { conditionWords } from '../goals/goal-words.ts';
import type { GoalValues, OrgGoal } from '../org/goal-record.ts';
import type { GoalChange } from '../results.ts';

type Screen = Pick<SfCommand<unknown>, 'log' | 'table'>;

/** A goal with all that is known of it. */
export function showGoal(screen: Screen, goal: GoalValues & Partial<OrgGoal>): void {
  const facts: [string, string | number | undefined][] = [
    ['Name', goal.name],
    ['Id', goal.id],
    ['Description', goal.description],
    ['Profile type', goal.profileType],
    ['Scores', goal.object],
    ['Goal type', goal.goalType],
    ['Conditions', goal.conditions.map(conditionWords).join('\n            and ')],
    ['Prediction timeframe', `${goal.timeframeDays} days`],
    ['Merge policy', goal.mergePolicy],
    ['Score field', `${goal.object}.${goal.scoreField}`],
    ['Qualified statuses', goal.qualifiedStatuses.join(', ') || 'every open status'],
    ['Score basis', `${goal.scoreBasis}; high from ${goal.highFrom}, medium from ${goal.mediumFrom}`],
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
    ['Records scored', goal.recordsScored?.toLocaleString('en')],
    ['Last trained', goal.lastTrainedAt],
    ['Last scored', goal.lastScoredAt],
    ['Next training', goal.nextTrainingAt],
    ['Next scoring', goal.nextScoringAt],
  ];
  for (const [label, value] of facts) if (value !== undefined && value !== '') screen.log(`${label}: ${value}`);
}

const words: Record<GoalChange['outcome'], [done: string, tried: string]> = {
  created: ['created', 'would be created'],
  changed: ['changed', 'would be changed'],
  unchanged: ['is the same already', 'is the same already'],
  deleted: ['deleted', 'would be deleted'],
};

/** What becomes, or would become, of a goal. */
export function showGoalChange(screen: Screen, { name, outcome, isDryRun, differences }: GoalChange): void {
  screen.log(`"${name}" ${words[outcome][isDryRun ? 1 : 0]}.`);
  for (const { part, from, to } of differences) {
    screen.log(outcome === 'created' ? `  + ${part}: ${to}` : `  ~ ${part}: ${from}  →  ${to}`);
  }
}
