import type { Finding, Goal } from '@plumbline/contract';
import type { LabelledRows } from '../training/labelled-rows.ts';
import { splitRows } from '../training/split-rows.ts';
import type { SplitOptions } from '../training/split-rows.ts';
import { formatCount } from './findings.ts';

/** Whether both parts of the rows, split as for learning, have what learning and measuring need. */
export function checkSplit(rows: LabelledRows, split: SplitOptions, goal: Goal): Finding[] {
  const { train, test } = splitRows(rows, split);
  const positivesOf = (part: Uint32Array): number => part.reduce((sum, row) => sum + (rows.labels[row] as number), 0);
  const learned = positivesOf(train);
  const tested = positivesOf(test);
  const findings: Finding[] = [];
  if (learned < goal.settings.thresholds.trainingConversions) {
    findings.push({ code: 411, detail: formatCount(learned) });
  }
  if (tested === 0) findings.push({ code: 412, detail: '' });
  // An AUC needs both outcomes, and so does learning.
  if (train.length === learned || (test.length === tested && tested > 0)) findings.push({ code: 900, detail: '0' });
  return findings;
}
