import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { orgFlags } from '../../../flags.ts';
import { describeGoal } from '../../../goals/describe-goal.ts';
import type { OrgGoal } from '../../../org/goal-record.ts';
import { listGoals } from '../../../org/goals.ts';
import { readableCount } from '../../../terminal/counts.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'goal.list');

/** Lists the score goals of an org. */
export default class ScoreGoalList extends SfCommand<{ goals: OrgGoal[] }> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = { ...orgFlags };

  async run(): Promise<{ goals: OrgGoal[] }> {
    const { flags } = await this.parse(ScoreGoalList);
    const goals = await listGoals(flags['target-org'].getConnection(flags['api-version']));
    if (goals.length === 0) this.log(messages.getMessage('info.none'));
    else
      this.table({
        data: goals.map(toRow),
        columns: ['name', 'predicts', 'active', 'status', 'model', 'auc', 'scored', 'id'],
        overflow: 'wrap',
      });
    return { goals };
  }
}

const toRow = (goal: OrgGoal) => ({
  ...{ name: goal.name, predicts: describeGoal(goal), id: goal.id },
  // Why the last run failed stays until one succeeds, also where the earlier model is in use.
  status: goal.statusMessage === undefined ? goal.status : `${goal.status}: ${goal.statusMessage}`,
  active: goal.isActive ? 'yes' : 'no',
  model: goal.modelVersion ?? '',
  auc: goal.testAuc?.toFixed(3) ?? '',
  scored: goal.recordsScored === undefined ? '' : readableCount(goal.recordsScored),
});
