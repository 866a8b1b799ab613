import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { asyncFlag, goalFlag, orgFlags, serviceVariables, waitFlag } from '../../flags.ts';
import { findGoal } from '../../org/goals.ts';
import type { RunOutcome } from '../../results.ts';
import { followRun } from '../../runs/follow-run.ts';
import { showTrained } from '../../runs/show-trained.ts';
import { openService } from '../../service/open-service.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'train');

/** Trains the model of a goal. */
export default class ScoreTrain extends SfCommand<RunOutcome> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = { ...orgFlags, goal: goalFlag, wait: waitFlag, async: asyncFlag };

  async run(): Promise<RunOutcome> {
    const { flags } = await this.parse(ScoreTrain);
    const org = flags['target-org'];
    const client = await openService(org);
    const goal = await findGoal(org.getConnection(flags['api-version']), flags.goal);
    const outcome = await followRun(this, {
      ...{ client, org, goal: goal.name, jobType: 'Training', title: messages.getMessage('title') },
      waitMs: flags.wait?.milliseconds ?? 0,
      begin: async (stages) => {
        stages.starting();
        return { run: await client.startRun(goal.id, { jobType: 'Training', trigger: 'Command line' }) };
      },
    });
    await showTrained(this, client, outcome.run);
    return outcome;
  }
}
