import type { Run } from '@plumbline/contract';
import { Messages, SfError } from '@salesforce/core';
import type { RunOutcome } from '../results.ts';
import { readableCount } from '../terminal/counts.ts';
import { nextStepLine } from '../terminal/show-messages.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'runs');

/** The exit code when the run continues without the command, as in `sf project deploy`. */
export const stillRunningCode = 69;

export const hasEnded = ({ status }: Pick<Run, 'status'>): boolean => status === 'Successful' || status === 'Failed';

const wasCancelled = ({ status, messages: runMessages }: Run): boolean =>
  status === 'Failed' && runMessages.some(({ code, text }) => code === 911 && text.includes('cancelled'));

/** The command that watches a run again, or starts it again after it failed or was cancelled. */
export const resumeCommand = ({ jobType, key }: Pick<Run, 'jobType' | 'key'>): string =>
  jobType === 'Training' ? `sf score train resume --job-id ${key}` : `sf score run resume --job-id ${key}`;

/** Returns the outcome of a run that succeeded; otherwise throws an error with the outcome as its data. */
export function requireGoodRun(outcome: RunOutcome): RunOutcome {
  const { run } = outcome;
  if (wasCancelled(run)) throw errorOf('cancelled', outcome, [run.key], [resumeCommand(run)]);
  if (run.status === 'Failed') {
    const errors = run.messages.filter(({ severity }) => severity === 'ERROR');
    const reasons = errors.map(({ text }) => text);
    const cause = reasons.join(' ') || 'The cause is unknown.';
    const error = errorOf('runFailed', outcome, [cause], [run.key, resumeCommand(run)]);
    const nextSteps = errors.map((message) => nextStepLine(message).trim()).filter((step) => step !== '');
    error.actions = [...nextSteps, ...(error.actions ?? [])];
    throw error;
  }
  if (run.failed > 0) {
    const reasons = run.skippedReasons
      .filter(({ reason }) => !/^Not qualified|does not want/.test(reason))
      .slice(0, 3)
      .map(({ reason, count }) => `${count} × ${reason}`);
    const failed = run.failed === 1 ? "1 record wasn't scored" : `${readableCount(run.failed)} records weren't scored`;
    throw errorOf('failedRecords', outcome, [failed, reasons.join('; ')], [run.key]);
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
