import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { dryRunFlag, orgFlags } from '../../../flags.ts';
import { addGoal } from '../../../goals/add-goal.ts';
import { requireNeeds } from '../../../goals/check-needs.ts';
import { definitionFlags, partsOf, settingFlags } from '../../../goals/goal-flags.ts';
import { parseGoal, readGoalFile } from '../../../goals/goal-file.ts';
import type { GoalValues } from '../../../org/goal-record.ts';
import type { GoalChange } from '../../../results.ts';
import { showGoalChange } from '../../../terminal/show-goal.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'goal.create');

/** Creates a score goal. */
export default class ScoreGoalCreate extends SfCommand<GoalChange> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...orgFlags,
    file: Flags.file({ char: 'f', exists: true, summary: messages.getMessage('flags.file.summary') }),
    name: Flags.string({ char: 'n', summary: messages.getMessage('flags.name.summary') }),
    ...definitionFlags,
    ...settingFlags,
    'dry-run': dryRunFlag,
  };

  async run(): Promise<GoalChange> {
    const { flags } = await this.parse(ScoreGoalCreate);
    const connection = flags['target-org'].getConnection(flags['api-version']);
    const values = await toValues(flags);
    if (!(await requireNeeds(flags['target-org'], [values]))) this.warn(messages.getMessage('warning.notChecked'));
    const change = await addGoal(connection, values, flags['dry-run']);
    showGoalChange(this, change);
    if (!change.isDryRun) this.log(messages.getMessage('info.next', [values.name, values.name]));
    return change;
  }
}

type GoalSource = Parameters<typeof partsOf>[0] & { file?: string; name?: string };

/** The values of a file, overridden by flags; without a file the defaults are those of a goal for leads or accounts. */
async function toValues(flags: GoalSource): Promise<GoalValues> {
  const parts = { ...partsOf(flags), ...(flags.name !== undefined && { name: flags.name }) };
  if (flags.file !== undefined) return parseGoal({ ...(await readGoalFile(flags.file)), ...parts }, flags.file);
  const isAccount = parts.profileType === 'Account';
  const defaults = {
    profileType: 'Person',
    object: isAccount ? 'Account' : 'Lead',
    goalType: isAccount ? 'Opportunity updated' : 'Lead converted',
    timeframeDays: 90,
  };
  return parseGoal({ ...defaults, ...parts }, messages.getMessage('info.flags'));
}
