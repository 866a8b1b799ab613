import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { runFlags, serviceVariables, watchFlag } from '../../../flags.ts';
import type { RunOutcome } from '../../../results.ts';
import { findServiceRun } from '../../../runs/find-run.ts';
import { followRun } from '../../../runs/follow-run.ts';
import { showTrained } from '../../../runs/show-trained.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'train.resume');

/** Resumes watching a training, or restarts one that failed or was canceled. */
export default class ScoreTrainResume extends SfCommand<RunOutcome> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = {
    ...runFlags,
    wait: watchFlag,
  };

  async run(): Promise<RunOutcome> {
    const { flags } = await this.parse(ScoreTrainResume);
    const { client, org, run } = await findServiceRun(flags, 'Training');
    const outcome = await followRun(this, {
      ...{ client, org, goal: run.goalName, jobType: 'Training', title: messages.getMessage('title') },
      waitMs: flags.wait.milliseconds,
      begin: async () => ({ run: run.status === 'Successful' ? run : await client.resumeRun(run.key) }),
    });
    await showTrained(this, client, outcome.run);
    return outcome;
  }
}
