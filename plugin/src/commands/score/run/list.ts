import type { Run } from '@plumbline/contract';
import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { orgFlags } from '../../../flags.ts';
import { findGoal } from '../../../org/goals.ts';
import { listRuns, maxListedDays } from '../../../org/runs.ts';
import { readableSeconds } from '../../../runs/run-rate.ts';
import { countOf, readableCount } from '../../../terminal/counts.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'run.list');

/** Lists the runs of the last days. */
export default class ScoreRunList extends SfCommand<{ runs: Run[] }> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...orgFlags,
    goal: Flags.string({ char: 'g', summary: messages.getMessage('flags.goal.summary') }),
    'failed-only': Flags.boolean({ default: false, summary: messages.getMessage('flags.failed-only.summary') }),
    days: Flags.integer({
      min: 1,
      max: maxListedDays,
      default: maxListedDays,
      summary: messages.getMessage('flags.days.summary'),
    }),
  };

  async run(): Promise<{ runs: Run[] }> {
    const { flags } = await this.parse(ScoreRunList);
    const connection = flags['target-org'].getConnection(flags['api-version']);
    const goal = flags.goal === undefined ? undefined : await findGoal(connection, flags.goal);
    const runs = await listRuns(connection, { goalId: goal?.id, days: flags.days, isFailedOnly: flags['failed-only'] });
    if (runs.length === 0) this.log(messages.getMessage('info.none', [countOf(flags.days, 'day')]));
    else this.table({ data: runs.map(toRow), columns: [...columns], overflow: 'wrap' });
    return { runs };
  }
}

const columns = [
  { key: 'job', name: 'Job' },
  { key: 'goal', name: 'Goal' },
  { key: 'trigger', name: 'Trigger' },
  { key: 'started', name: 'Started' },
  { key: 'time', name: 'Time' },
  { key: 'status', name: 'Status' },
  { key: 'scored', name: 'Scored' },
  { key: 'auc', name: 'AUC' },
  { key: 'codes', name: 'Codes' },
  { key: 'key', name: 'Job Id' },
] as const;

const toRow = (run: Run) => ({
  ...{ job: run.jobType, goal: run.goalName, trigger: run.trigger, key: run.key },
  started: run.startedAt.replace('T', ' ').slice(0, 16),
  time: run.processingSeconds === undefined ? '' : readableSeconds(run.processingSeconds),
  status: run.status === 'Processing' ? `Processing ${run.progressPercent} %` : run.status,
  scored: run.jobType === 'Training' ? '' : readableCount(run.scored),
  auc: run.testAuc?.toFixed(3) ?? '',
  codes: [...new Set(run.messages.map(({ code }) => code))].join(' '),
});
