import { Messages, SfError } from '@salesforce/core';
import type { RunOutcome } from '../results.ts';
import { requireFolderOf } from '../require-folder.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { hasEnded } from './judge-run.ts';
import { writeResults } from './result-files.ts';
import type { ResultFormat } from './result-files.ts';
import { countOf } from '../terminal/counts.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'runs');

type Flags = { 'output-file'?: string; 'result-format': ResultFormat };

/** Runs `work` and writes its results to the requested file, also if some records failed. */
export async function writeOutput(
  output: { log(message?: string): void },
  client: ServiceClient,
  flags: Flags,
  work: () => Promise<RunOutcome>,
): Promise<RunOutcome> {
  const path = flags['output-file'];
  if (path !== undefined) await requireFolderOf(path);
  const write = async (outcome: RunOutcome): Promise<RunOutcome> => {
    if (!hasEnded(outcome.run)) return outcome;
    if (path === undefined) {
      output.log(messages.getMessage('info.nextResults', [outcome.jobId]));
      return outcome;
    }
    const { records } = await writeResults(client, outcome.jobId, { path, format: flags['result-format'] });
    output.log(messages.getMessage('info.results', [countOf(records, 'record'), path]));
    return { ...outcome, outputFile: path };
  };
  try {
    return await write(await work());
  } catch (error) {
    if (error instanceof SfError && error.name === 'FailedRecordDetailsError') {
      error.setData(await write(error.data as RunOutcome));
    }
    throw error;
  }
}
