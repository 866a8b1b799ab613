import { Messages, SfError } from '@salesforce/core';
import type { RunOutcome } from '../results.ts';
import { requireFolderOf } from '../require-folder.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { hasEnded } from './judge-run.ts';
import { writeResults } from './result-files.ts';
import type { ResultFormat } from './result-files.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'runs');

type Flags = { 'output-file'?: string; 'result-format': ResultFormat };

/** Does a run and writes its results into the file that was asked for, also when some of its records have failed. */
export async function writeOutput(
  teller: { log(message?: string): void },
  client: ServiceClient,
  flags: Flags,
  work: () => Promise<RunOutcome>,
): Promise<RunOutcome> {
  const path = flags['output-file'];
  if (path !== undefined) await requireFolderOf(path);
  const write = async (outcome: RunOutcome): Promise<RunOutcome> => {
    if (!hasEnded(outcome.run)) return outcome;
    if (path === undefined) {
      teller.log(messages.getMessage('info.nextResults', [outcome.jobId]));
      return outcome;
    }
    const { records } = await writeResults(client, outcome.jobId, { path, format: flags['result-format'] });
    teller.log(messages.getMessage('info.results', [records, path]));
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
