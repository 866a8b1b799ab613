import type { Run } from '@plumbline/contract';
import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { runFlags } from '../../../flags.ts';
import { findRun } from '../../../org/runs.ts';
import { requireKey } from '../../../runs/find-run.ts';
import { findKnownRun } from '../../../runs/run-cache.ts';
import { showRun } from '../../../terminal/show-run.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'run.report');

/** Shows one run as stored in the org. */
export default class ScoreRunReport extends SfCommand<Run> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...runFlags,
  };

  async run(): Promise<Run> {
    const { flags } = await this.parse(ScoreRunReport);
    const { key, org } = await findKnownRun({ jobId: flags['job-id'], org: flags['target-org'] });
    const run = await findRun(org.getConnection(flags['api-version']), requireKey(key));
    showRun(this, run);
    return run;
  }
}
