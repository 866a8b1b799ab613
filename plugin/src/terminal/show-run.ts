import type { Run } from '@plumbline/contract';
import type { SfCommand } from '@salesforce/sf-plugins-core';
import { readableSeconds } from '../runs/run-rate.ts';
import { readableCount } from './counts.ts';
import { logMessages } from './show-messages.ts';

type Screen = Pick<SfCommand<unknown>, 'log' | 'table'>;

/** Shows a run with its counts, skip reasons, and messages. */
export function showRun(screen: Screen, run: Run): void {
  const facts: [string, string | undefined][] = [
    ['Job Id', run.key],
    ['Goal', run.goalName],
    ['Job', `${run.jobType} (${run.trigger})`],
    ['Status', run.status === 'Processing' ? `Processing, ${run.progressPercent} %` : run.status],
    ['Started', run.startedAt],
    ['Ended', run.endedAt],
    ['Processing time', run.processingSeconds === undefined ? undefined : readableSeconds(run.processingSeconds)],
    ['Model', run.modelVersion],
    ['Test AUC', run.testAuc?.toFixed(4)],
    ['Records read', readableCount(run.read)],
    ['Records scored', readableCount(run.scored)],
    ['Records changed', readableCount(run.changed)],
    ['Records skipped', readableCount(run.skipped)],
    ['Records failed', readableCount(run.failed)],
  ];
  const isTraining = run.jobType === 'Training';
  for (const [label, value] of facts) {
    if (value !== undefined && !(isTraining && label.startsWith('Records'))) screen.log(`${label}: ${value}`);
  }
  if (run.skippedReasons.length > 0) {
    screen.log();
    screen.table({
      data: run.skippedReasons.map(({ reason, count: records }) => ({ records, reason })),
      columns: ['records', 'reason'],
      overflow: 'wrap',
    });
  }
  if (run.messages.length > 0) screen.log();
  logMessages((line) => {
    screen.log(line);
  }, run.messages);
}
