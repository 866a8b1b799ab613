import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { goalFlag, orgFlags } from '../../../flags.ts';
import type { OrgGoal } from '../../../org/goal-record.ts';
import { findGoal } from '../../../org/goals.ts';
import { showGoal } from '../../../terminal/show-goal.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'goal.display');

/** Shows one goal. */
export default class ScoreGoalDisplay extends SfCommand<OrgGoal> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = { ...orgFlags, goal: goalFlag };

  async run(): Promise<OrgGoal> {
    const { flags } = await this.parse(ScoreGoalDisplay);
    const goal = await findGoal(flags['target-org'].getConnection(flags['api-version']), flags.goal);
    showGoal(this, goal);
    return goal;
  }
}
