import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { resultFormatFlag, runFlags, serviceVariables } from '../../../flags.ts';
import { requireFolderOf } from '../../../require-folder.ts';
import type { RunResults } from '../../../results.ts';
import { findServiceRun } from '../../../runs/find-run.ts';
import { hasEnded } from '../../../runs/judge-run.ts';
import { writeResults } from '../../../runs/result-files.ts';
import { countOf, readableCount } from '../../../terminal/counts.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'run.results');

/** Writes the result of a scoring for each record to a file. */
export default class ScoreRunResults extends SfCommand<RunResults> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = {
    ...runFlags,
    'output-file': Flags.file({ summary: messages.getMessage('flags.output-file.summary') }),
    'result-format': resultFormatFlag,
  };

  async run(): Promise<RunResults> {
    const { flags } = await this.parse(ScoreRunResults);
    if (flags['output-file'] !== undefined) await requireFolderOf(flags['output-file']);
    const { client, run } = await findServiceRun(flags, 'Scoring');
    const format = flags['result-format'];
    const path = flags['output-file'] ?? `${run.key}-results.${format}`;
    if (!hasEnded(run)) this.warn(messages.getMessage('warning.underWay', [run.status]));
    const { records, failed } = await writeResults(client, run.key, { path, format });
    if (records === 0) this.warn(messages.getMessage('warning.none'));
    this.log(messages.getMessage('info.written', [countOf(records, 'result'), path, readableCount(failed)]));
    return { jobId: run.key, status: run.status, records, failedRecords: failed, outputFile: path };
  }
}
