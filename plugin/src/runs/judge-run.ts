import type { Run } from '@plumbline/contract';
import { Messages, SfError } from '@salesforce/core';
import type { RunOutcome } from '../results.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'runs');

/** The exit code of a command whose run goes on without it, as `sf project deploy` has it. */
export const stillRunningCode = 69;

export const hasEnded = ({ status }: Pick<Run, 'status'>): boolean => status === 'Successful' || status === 'Failed';

const wasCancelled = ({ status, messages: told }: Run): boolean =>
  status === 'Failed' && told.some(({ code, text }) => code === 911 && text.includes('cancelled'));

/** The command that watches a run again, or starts it again after it failed or was cancelled. */
export const resumeCommand = ({ jobType, key }: Pick<Run, 'jobType' | 'key'>): string =>
  jobType === 'Training' ? `sf score train resume --job-id ${key}` : `sf score run resume --job-id ${key}`;

/** Throws what a run that has ended did wrong; the outcome is the error's data. Returns it when all is well. */
export function requireGoodRun(outcome: RunOutcome): RunOutcome {
  const { run } = outcome;
  if (wasCancelled(run)) throw errorOf('cancelled', outcome, [run.key], [resumeCommand(run)]);
  if (run.status === 'Failed') {
    const reasons = run.messages.filter(({ severity }) => severity === 'ERROR').map(({ text }) => text);
    throw errorOf('runFailed', outcome, [reasons.join(' ') || 'no reason is known.'], [run.key, resumeCommand(run)]);
  }
  if (run.failed > 0) {
    const reasons = run.skippedReasons
      .filter(({ reason }) => !/^Not qualified|does not want/.test(reason))
      .slice(0, 3)
      .map(({ reason, count }) => `${count} × ${reason}`);
    throw errorOf('failedRecords', outcome, [run.failed, reasons.join('; ')], [run.key]);
  }
  return outcome;
}

const names = {
  cancelled: 'RunCancelledError',
  runFailed: 'RunFailedError',
  failedRecords: 'FailedRecordDetailsError',
} as const;

function errorOf(
  kind: keyof typeof names,
  outcome: RunOutcome,
  tokens: (string | number)[],
  actionTokens: string[],
): SfError {
  const { message, actions } = messages.createError(`error.${kind}`, tokens, actionTokens);
  const error = new SfError(message, names[kind], actions);
  error.setData(outcome);
  return error;
}
