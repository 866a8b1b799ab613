import type { JobType, Run } from '@plumbline/contract';
import { Messages } from '@salesforce/core';
import type { Org } from '@salesforce/core';
import type { RunOutcome } from '../results.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { catchInterruption } from './interruption.ts';
import { hasEnded, requireGoodRun, resumeCommand, stillRunningCode } from './judge-run.ts';
import { saveRun } from './run-cache.ts';
import { showRunStages } from './run-stages.ts';
import type { RunStages } from './run-stages.ts';
import { watchRun } from './watch-run.ts';
import { nextStepLine } from '../terminal/show-messages.ts';
import { countOf, readableCount } from '../terminal/counts.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'runs');

/** The output methods of a command. */
export type CommandOutput = {
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
  /** 0 if the command only starts the run. */
  waitMs: number;
  /** Starts or finds the run. */
  begin(stages: RunStages): Promise<{ run: Run; idsSent?: number }>;
};

/**
 * Starts or finds a run, shows its stages, and throws if it failed. If the wait time is over, the run is paused, or the
 * command is interrupted, the run continues and the command shows how to resume watching.
 */
export async function followRun(
  output: CommandOutput,
  { client, org, title, jobType, goal, isUploading, waitMs, begin }: FollowOptions,
): Promise<RunOutcome> {
  const stages = showRunStages({ title, jobType, goal, isUploading, jsonEnabled: output.jsonEnabled() });
  const interrupted = (message: string, jobId?: string) => () => {
    stages.left();
    reportInterruption(output, message, jobId);
  };
  const interruption = catchInterruption(interrupted(messages.getMessage('info.interruptedBefore')));
  try {
    const starting = (): void => {
      stages.starting();
      // An interruption waits for the response, because the key of a run that was requested must be shown.
      interruption.onInterrupt(undefined);
    };
    const { run, idsSent } = await begin({ ...stages, starting });
    await saveRun(org, run);
    stages.started(run);
    interruption.onInterrupt(
      interrupted(messages.getMessage('info.interrupted', [resumeCommand(run), run.key]), run.key),
    );
    interruption.settle();
    const outcome = { jobId: run.key, ...(idsSent !== undefined && { idsSent }) };
    const last = waitMs > 0 && !hasEnded(run) ? await watchRun(client, run.key, { waitMs, stages }) : run;
    if (!hasEnded(last)) return leave(output, stages, { ...outcome, run: last }, waitMs > 0);
    stages.ended(last);
    reportMessages(output, last, idsSent);
    if (last.jobType === 'Training' && last.status === 'Successful') await reportNextScoring(output, client, last);
    return requireGoodRun({ ...outcome, run: last });
  } catch (error) {
    if (error instanceof Error && !/Run\w+Error|FailedRecord/.test(error.name)) stages.failed();
    throw error;
  } finally {
    interruption.stop();
  }
}

function leave(output: CommandOutput, stages: RunStages, outcome: RunOutcome, hasWaited: boolean): RunOutcome {
  const { run } = outcome;
  stages.left();
  if (hasWaited) process.exitCode = stillRunningCode;
  const reason = run.messages.at(-1)?.text ?? 'the org or its limits prevent it from continuing for now';
  if (run.status === 'Paused') output.warn(messages.getMessage('info.paused', [reason, resumeCommand(run)]));
  else output.log(messages.getMessage('info.resume', [resumeCommand(run), run.key]));
  return outcome;
}

/** Shows the counts, the messages of the run's checks, and the number of duplicate ids. */
function reportMessages(output: CommandOutput, run: Run, idsSent: number | undefined): void {
  if (run.jobType === 'Scoring') {
    const counts = [countOf(run.read, 'record'), readableCount(run.scored), countOf(run.changed, 'score')];
    output.log(messages.getMessage('info.summary', counts));
    for (const { reason, count } of run.skippedReasons) output.log(`  ${readableCount(count)} × ${reason}`);
  }
  for (const message of run.messages) {
    const { severity, text } = message;
    const below = nextStepLine(message);
    const lines = below === '' ? text : `${text}\n${below}`;
    // `sf` adds the word itself.
    if (severity === 'WARNING') output.warn(lines.replace(/^WARNING /, ''));
    else if (severity === 'INFO') output.log(lines);
  }
  const duplicates = idsSent === undefined ? 0 : idsSent - run.read;
  if (duplicates === 0 || run.status !== 'Successful') return;
  output.warn(
    duplicates === 1
      ? messages.getMessage('info.oneDuplicate')
      : messages.getMessage('info.duplicates', [readableCount(duplicates)]),
  );
}

/** After a goal's first training the service scores its open records without being asked. */
async function reportNextScoring(
  output: CommandOutput,
  client: ServiceClient,
  { goalId, goalName }: Run,
): Promise<void> {
  const { runs } = await client.runs(goalId);
  const following = runs.find((run) => run.jobType === 'Scoring' && run.trigger === 'Goal created' && !hasEnded(run));
  if (following) output.log(messages.getMessage('info.firstScoring', [goalName, resumeCommand(following)]));
  else output.log(messages.getMessage('info.nextScoring', [goalName]));
}

function reportInterruption(output: CommandOutput, message: string, jobId: string | undefined): void {
  if (!output.jsonEnabled()) {
    output.log();
    output.log(message);
    return;
  }
  output.logJson({
    ...{ status: 130, name: 'InterruptedError', message, exitCode: 130 },
    ...(jobId !== undefined && { data: { jobId } }),
  });
}
