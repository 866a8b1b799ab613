import { Messages } from '@salesforce/core';
import type { Org } from '@salesforce/core';
import type { SfCommand } from '@salesforce/sf-plugins-core';
import type { RunOutcome } from '../results.ts';
import { confirmOrThrow } from '../terminal/confirm.ts';
import { findServiceRun } from './find-run.ts';
import { hasEnded, resumeCommand } from './judge-run.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const runMessages = Messages.loadMessages('@plumbline/plugin-score', 'runs');

type CancelFlags = { 'target-org': Org | undefined; 'job-id'?: string; 'no-prompt': boolean };

/** Prompts, then cancels the run that the flags select; `messages` are those of the command. */
export async function cancelRun(
  command: SfCommand<RunOutcome>,
  messages: Messages<string>,
  flags: CancelFlags,
  jobType: 'Training' | 'Scoring',
): Promise<RunOutcome> {
  const { client, run } = await findServiceRun(flags, jobType);
  if (!flags['no-prompt'])
    await confirmOrThrow(command, messages.getMessage('prompt.confirm', [run.key, run.goalName]));
  const cancelled = await client.cancelRun(run.key);
  if (hasEnded(cancelled)) command.logSuccess(messages.getMessage('info.cancelled', [run.key]));
  else command.log(runMessages.getMessage('info.stopped', [resumeCommand(run)]));
  return { jobId: run.key, run: cancelled };
}
