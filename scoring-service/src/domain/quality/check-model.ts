import type { Finding, Goal, Thresholds } from '@plumbline/contract';
import { countPositives, splitRows } from '@plumbline/learning';
import type { LabelledRows, SplitOptions, ModelEvaluation } from '@plumbline/learning';
import { ruleOf } from '../scoring/score.ts';
import { bandRows } from '../scoring/score-distribution.ts';
import type { ScoredOutcomes } from '../scoring/score-distribution.ts';
import { formatCount, formatAuc, formatPercent } from './findings.ts';

/** Whether both parts of the rows, split as for learning, have what learning and measuring need. */
export function checkSplit(rows: LabelledRows, split: SplitOptions, goal: Goal): Finding[] {
  const { train, test } = splitRows(rows, split);
  const learned = countPositives(rows.labels, train);
  const tested = countPositives(rows.labels, test);
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

type Published = { test: Pick<ModelEvaluation['test'], 'auc'> & ScoredOutcomes };

/** What an admin should know of the model that is kept: an AUC too good to be true, scores that are nearly all low. */
export function checkPublished({ test }: Published, goal: Goal): Finding[] {
  const { suspiciousAuc, highAndMediumShare } = goal.settings.thresholds;
  const findings: Finding[] = [];
  if (test.auc.auc > suspiciousAuc) findings.push({ code: 902, detail: formatAuc(test.auc.auc) });
  const bands = bandRows(test, { ...ruleOf(goal), basis: 'probability' });
  const share = bands.reduce((sum, band) => (band.band === 'Low' ? sum : sum + band.share), 0);
  if (goal.scoreBasis === 'probability' && share < highAndMediumShare) {
    findings.push({ code: 906, detail: formatPercent(share) });
  }
  return findings;
}

/** An active model older than this is replaced in any case: it no longer speaks of the present. */
export const LONGEST_USE_DAYS = 90;

/** Test AUCs of both models on the same newest rows. */
export type ModelComparison = { candidate: number; active: number; activeAgeDays: number };

/** Whether a new model takes over from the active one (rule R7), and why. One that could not be measured does not. */
export function judgeReplacement(
  { candidate, active, activeAgeDays }: ModelComparison,
  { replaceFrom }: Pick<Thresholds, 'replaceFrom'>,
): { isReplacing: boolean; reason: string } {
  const percent = `${Number((100 * replaceFrom).toFixed(1))} percent`;
  if (Number.isNaN(active)) return { isReplacing: true, reason: 'The active model cannot be measured.' };
  if (candidate >= replaceFrom * active) {
    return { isReplacing: true, reason: `It is at least ${percent} as good as the active model on the same rows.` };
  }
  if (activeAgeDays > LONGEST_USE_DAYS) {
    return { isReplacing: true, reason: `The active model is older than ${LONGEST_USE_DAYS} days.` };
  }
  return { isReplacing: false, reason: `It is not ${percent} as good as the active model on the same rows.` };
}
