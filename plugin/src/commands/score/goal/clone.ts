import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { dryRunFlag, goalFlag, orgFlags } from '../../../flags.ts';
import { parseGoal } from '../../../goals/goal-file.ts';
import { requireNeeds } from '../../../goals/check-needs.ts';
import { addGoal } from '../../../goals/add-goal.ts';
import { definitionFlags, partsOf, settingFlags } from '../../../goals/goal-flags.ts';
import { findGoal } from '../../../org/goals.ts';
import type { GoalChange } from '../../../results.ts';
import { showGoalChange } from '../../../terminal/show-goal.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'goal.clone');

/** Creates a goal from an existing one, with its own conditions. */
export default class ScoreGoalClone extends SfCommand<GoalChange> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...orgFlags,
    goal: goalFlag,
    name: Flags.string({ char: 'n', required: true, summary: messages.getMessage('flags.name.summary') }),
    ...definitionFlags,
    ...settingFlags,
    'dry-run': dryRunFlag,
  };

  async run(): Promise<GoalChange> {
    const { flags } = await this.parse(ScoreGoalClone);
    const connection = flags['target-org'].getConnection(flags['api-version']);
    const source = await findGoal(connection, flags.goal);
    // Rule G7: profile type and description are copied, the goal section is not.
    const { profileType, object, goalType, description } = source;
    const parts = {
      profileType,
      object,
      goalType,
      ...(description !== undefined && { description }),
      ...partsOf(flags),
    };
    const values = parseGoal({ timeframeDays: 90, ...parts, name: flags.name }, messages.getMessage('info.flags'));
    if (!(await requireNeeds(flags['target-org'], [values]))) this.warn(messages.getMessage('warning.notChecked'));
    const change = await addGoal(connection, values, flags['dry-run']);
    showGoalChange(this, change);
    return change;
  }
}
