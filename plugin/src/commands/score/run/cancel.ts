import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { noPromptFlag, runFlags, serviceVariables } from '../../../flags.ts';
import type { RunOutcome } from '../../../results.ts';
import { cancelRun } from '../../../runs/cancel-run.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'run.cancel');

/** Cancels a scoring that is queued or in progress. */
export default class ScoreRunCancel extends SfCommand<RunOutcome> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = {
    ...runFlags,
    'no-prompt': noPromptFlag,
  };

  async run(): Promise<RunOutcome> {
    const { flags } = await this.parse(ScoreRunCancel);
    return cancelRun(this, messages, flags, 'Scoring');
  }
}
