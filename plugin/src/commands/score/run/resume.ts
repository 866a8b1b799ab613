import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { resultFormatFlag, runFlags, serviceVariables, watchFlag } from '../../../flags.ts';
import type { RunOutcome } from '../../../results.ts';
import { findServiceRun } from '../../../runs/find-run.ts';
import { followRun } from '../../../runs/follow-run.ts';
import { writeOutput } from '../../../runs/write-output.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'run.resume');

/** Resumes watching a scoring, or restarts one that failed or was canceled. */
export default class ScoreRunResume extends SfCommand<RunOutcome> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = {
    ...runFlags,
    'accept-removals': Flags.boolean({
      summary: messages.getMessage('flags.accept-removals.summary'),
      description: messages.getMessage('flags.accept-removals.description'),
    }),
    wait: watchFlag,
    'output-file': Flags.file({ summary: messages.getMessage('flags.output-file.summary') }),
    'result-format': resultFormatFlag,
  };

  async run(): Promise<RunOutcome> {
    const { flags } = await this.parse(ScoreRunResume);
    const { client, org, run } = await findServiceRun(flags, 'Scoring');
    const acceptRemovals = flags['accept-removals'];
    const request = { trigger: 'Command line', ...(acceptRemovals && { acceptRemovals }) } as const;
    return writeOutput(this, client, flags, () =>
      followRun(this, {
        ...{ client, org, goal: run.goalName, jobType: 'Scoring', title: messages.getMessage('title') },
        waitMs: flags.wait.milliseconds,
        begin: async () => ({ run: run.status === 'Successful' ? run : await client.resumeRun(run.key, request) }),
      }),
    );
  }
}
