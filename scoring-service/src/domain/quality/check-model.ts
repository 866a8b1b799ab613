import type { Finding, Goal, Thresholds } from '@plumbline/contract';
import { splitRows } from '@plumbline/learning';
import type { LabelledRows, ModelEvaluation, SplitOptions } from '@plumbline/learning';
import { formatAuc, formatCount, formatPercent } from './findings.ts';

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

/** What the test AUC means for the run; `needsTuning` asks for other parameters to be tried. */
export type AucVerdict = { findings: Finding[]; needsTuning: boolean };

type Tested = { test: Pick<ModelEvaluation['test'], 'auc'> };

/** Judges the first model, or the best one that tuning has found. */
export function judgeAuc(
  { test }: Tested,
  { auc: least, tuneBelowAuc, tunedAuc }: Thresholds,
  stage: 'first' | 'tuned' = 'first',
): AucVerdict {
  const { auc } = test.auc;
  const detail = formatAuc(auc);
  const stop = (findings: Finding[]): AucVerdict => ({ findings, needsTuning: false });
  if (Number.isNaN(auc)) return stop([{ code: 412, detail: '' }]);
  if (stage === 'tuned') return stop(auc < tunedAuc ? [{ code: 410, detail }] : []);
  if (auc < least) return stop([{ code: 409, detail }]);
  if (auc < tuneBelowAuc) return { findings: [{ code: 103, detail }], needsTuning: true };
  return stop([]);
}

/** What tuning did: how much was tried, and what came of it. */
export function describeTuning({
  trials,
  test,
}: Pick<ModelEvaluation, 'trials'> & { test: Pick<ModelEvaluation['test'], 'auc'> }): Finding[] {
  const [best] = trials ?? [];
  if (!trials || !best) return [];
  const { trees, maxDepth, learningRate } = best.parameters;
  const shape = `${trees} trees of depth ${maxDepth} at a learning rate of ${learningRate.toFixed(3)}`;
  return [
    { code: 920, detail: `${trials.length} settings, the best ${shape}. Testing auc: ${formatAuc(test.auc.auc)}` },
  ];
}

type Published = { test: Pick<ModelEvaluation['test'], 'auc' | 'bands'> };

/** What an admin should know of the model that is kept: an AUC too good to be true, scores that are nearly all low. */
export function checkPublished({ test }: Published, { scoreBasis, settings }: Goal): Finding[] {
  const { suspiciousAuc, highAndMediumShare } = settings.thresholds;
  const findings: Finding[] = [];
  if (test.auc.auc > suspiciousAuc) findings.push({ code: 902, detail: formatAuc(test.auc.auc) });
  const share = test.bands.probability.reduce((sum, band) => (band.band === 'Low' ? sum : sum + band.share), 0);
  if (scoreBasis === 'probability' && share < highAndMediumShare) {
    findings.push({ code: 906, detail: formatPercent(share) });
  }
  return findings;
}
