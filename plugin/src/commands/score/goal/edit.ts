import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { dryRunFlag, goalFlag, orgFlags } from '../../../flags.ts';
import { requireNeeds, requireStatuses } from '../../../goals/check-needs.ts';
import { changedValues, compareGoals } from '../../../goals/compare-goals.ts';
import { parseGoal, toGoalValues } from '../../../goals/goal-file.ts';
import { partsOf, settingFlags } from '../../../goals/goal-flags.ts';
import { findGoal, requireActiveGoalLimit, updateGoal } from '../../../org/goals.ts';
import type { GoalChange } from '../../../results.ts';
import { showGoalChange } from '../../../terminal/show-goal.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'goal.edit');

/** Parts of a goal that change every score or band. */
const ofScores: readonly string[] = ['scoreBasis', 'highFrom', 'mediumFrom', 'qualifiedStatuses', 'segment'];

/** Edits everything of a goal but its definition. */
export default class ScoreGoalEdit extends SfCommand<GoalChange> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = { ...orgFlags, goal: goalFlag, ...settingFlags, 'dry-run': dryRunFlag };

  async run(): Promise<GoalChange> {
    const { flags } = await this.parse(ScoreGoalEdit);
    const connection = flags['target-org'].getConnection(flags['api-version']);
    const parts = partsOf(flags);
    if (Object.keys(parts).length === 0) throw messages.createError('error.nothing');
    const goal = await findGoal(connection, flags.goal);
    const current = toGoalValues(goal);
    const wanted = parseGoal({ ...current, ...parts }, messages.getMessage('info.flags'));
    const differences = compareGoals(current, wanted);
    if (wanted.isActive && !current.isActive) await requireActiveGoalLimit(connection, [goal.name]);
    const checked = differences.filter(({ part }) => ['qualifiedStatuses', 'segment', 'settings'].includes(part));
    if (checked.some(({ part }) => part === 'qualifiedStatuses')) requireStatuses(wanted);
    if (checked.length > 0 && !(await requireNeeds(flags['target-org'], [wanted]))) {
      this.warn(messages.getMessage('warning.notChecked'));
    }
    const isDryRun = flags['dry-run'];
    if (differences.length > 0 && !isDryRun) {
      await updateGoal(connection, goal.id, changedValues(wanted, differences));
    }
    const outcome = differences.length > 0 ? 'changed' : 'unchanged';
    const change: GoalChange = { name: goal.name, id: goal.id, outcome, isDryRun, differences };
    showGoalChange(this, change);
    if (!isDryRun && differences.some(({ part }) => ofScores.includes(part))) {
      this.log(messages.getMessage('info.scoresFollow', [goal.name]));
    }
    return change;
  }
}
