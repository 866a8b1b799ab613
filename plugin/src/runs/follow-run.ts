import type { JobType, Run } from '@plumbline/contract';
import { Messages } from '@salesforce/core';
import type { Org } from '@salesforce/core';
import type { RunOutcome } from '../results.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { catchInterruption } from './interruption.ts';
import { hasEnded, requireGoodRun, resumeCommand, stillRunningCode } from './judge-run.ts';
import { rememberRun } from './run-cache.ts';
import { showRunStages } from './run-stages.ts';
import type { RunStages } from './run-stages.ts';
import { watchRun } from './watch-run.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'runs');

/** What of a command is needed to tell of its run. */
export type Teller = {
  log(message?: string): void;
  warn(message: string): unknown;
  logJson(json: unknown): void;
  jsonEnabled(): boolean;
};

export type FollowOptions = {
  client: ServiceClient;
  org: Org;
  title: string;
  jobType: JobType;
  goal?: string;
  isUploading?: boolean;
  /** 0 for a command that only starts the run. */
  waitMs: number;
  /** Starts the run, or finds it. */
  begin(stages: RunStages): Promise<{ run: Run; idsSent?: number }>;
};

/**
 * Starts or finds a run, shows its stages and judges how it ended. A run that takes longer than the command waits, is
 * paused, or whose command is interrupted stays as it is, and the command says how to go on.
 */
export async function followRun(
  teller: Teller,
  { client, org, title, jobType, goal, isUploading, waitMs, begin }: FollowOptions,
): Promise<RunOutcome> {
  const stages = showRunStages({ title, jobType, goal, isUploading, jsonEnabled: teller.jsonEnabled() });
  const interrupted = (message: string, jobId?: string) => () => {
    stages.left();
    tellInterrupted(teller, message, jobId);
  };
  const interruption = catchInterruption(interrupted(messages.getMessage('info.interruptedBefore')));
  try {
    const starting = (): void => {
      stages.starting();
      // Whoever asks for a run must hear of it: an interruption waits for the answer.
      interruption.onInterrupt(undefined);
    };
    const { run, idsSent } = await begin({ ...stages, starting });
    await rememberRun(org, run);
    stages.started(run);
    interruption.onInterrupt(
      interrupted(messages.getMessage('info.interrupted', [resumeCommand(run), run.key]), run.key),
    );
    interruption.settle();
    const told = { jobId: run.key, ...(idsSent !== undefined && { idsSent }) };
    const last = waitMs > 0 && !hasEnded(run) ? await watchRun(client, run.key, { waitMs, stages }) : run;
    if (!hasEnded(last)) return leave(teller, stages, { ...told, run: last }, waitMs > 0);
    stages.ended(last);
    tellMessages(teller, last, idsSent);
    return requireGoodRun({ ...told, run: last });
  } catch (error) {
    if (error instanceof Error && !/Run\w+Error|FailedRecord/.test(error.name)) stages.failed();
    throw error;
  } finally {
    interruption.stop();
  }
}

function leave(teller: Teller, stages: RunStages, outcome: RunOutcome, hasWaited: boolean): RunOutcome {
  const { run } = outcome;
  stages.left();
  if (hasWaited) process.exitCode = stillRunningCode;
  const reason = run.messages.at(-1)?.text ?? 'the org or its limits do not let it go on for now';
  if (run.status === 'Paused') teller.warn(messages.getMessage('info.paused', [reason, resumeCommand(run)]));
  else teller.log(messages.getMessage('info.resume', [resumeCommand(run), run.key]));
  return outcome;
}

/** What came of the records, what the run's checks say, and ids that were given twice. */
function tellMessages(teller: Teller, run: Run, idsSent: number | undefined): void {
  if (run.jobType === 'Scoring') {
    const counts = [run.read, run.scored, run.changed].map((records) => records.toLocaleString('en'));
    teller.log(messages.getMessage('info.summary', counts));
    for (const { reason, count } of run.skippedReasons) teller.log(`  ${count.toLocaleString('en')} × ${reason}`);
  }
  for (const { severity, text } of run.messages) {
    // `sf` puts the word before it.
    if (severity === 'WARNING') teller.warn(text.replace(/^WARNING /, ''));
    else if (severity === 'INFO') teller.log(text);
  }
  if (run.jobType === 'Training' && run.status === 'Successful') {
    teller.log(messages.getMessage('info.nextScoring', [run.goalName]));
  }
  const twice = idsSent === undefined ? 0 : idsSent - run.read;
  if (twice > 0 && run.status === 'Successful') teller.warn(messages.getMessage('info.duplicates', [twice]));
}

function tellInterrupted(teller: Teller, message: string, jobId: string | undefined): void {
  if (!teller.jsonEnabled()) {
    teller.log();
    teller.log(message);
    return;
  }
  teller.logJson({
    ...{ status: 130, name: 'InterruptedError', message, exitCode: 130 },
    ...(jobId !== undefined && { data: { jobId } }),
  });
}
