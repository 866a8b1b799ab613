import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { noPromptFlag, runFlags, serviceVariables } from '../../../flags.ts';
import type { RunOutcome } from '../../../results.ts';
import { findServiceRun } from '../../../runs/find-run.ts';
import { hasEnded, resumeCommand } from '../../../runs/judge-run.ts';
import { confirmOrThrow } from '../../../terminal/confirm.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'run.cancel');
const runMessages = Messages.loadMessages('@plumbline/plugin-score', 'runs');

/** Stops a run that waits or is under way. */
export default class ScoreRunCancel extends SfCommand<RunOutcome> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = {
    'target-org': Flags.optionalOrg(),
    'api-version': Flags.orgApiVersion(),
    ...runFlags,
    'no-prompt': noPromptFlag,
  };

  async run(): Promise<RunOutcome> {
    const { flags } = await this.parse(ScoreRunCancel);
    const { client, run } = await findServiceRun(flags, 'Scoring');
    if (!flags['no-prompt']) await confirmOrThrow(this, messages.getMessage('prompt.confirm', [run.key, run.goalName]));
    const cancelled = await client.cancelRun(run.key);
    if (hasEnded(cancelled)) this.logSuccess(messages.getMessage('info.cancelled', [run.key]));
    else this.log(runMessages.getMessage('info.stopped', [resumeCommand(run)]));
    return { jobId: run.key, run: cancelled };
  }
}
