import type { Run } from '@plumbline/contract';
import type { SfCommand } from '@salesforce/sf-plugins-core';
import { readableSeconds } from '../runs/run-rate.ts';

type Screen = Pick<SfCommand<unknown>, 'log' | 'table'>;

const count = (number: number): string => number.toLocaleString('en');

/** A run with its counts, reasons and messages. */
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
    ['Records read', count(run.read)],
    ['Records scored', count(run.scored)],
    ['Records changed', count(run.changed)],
    ['Records skipped', count(run.skipped)],
    ['Records failed', count(run.failed)],
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
  for (const { text } of run.messages) screen.log(text);
}
