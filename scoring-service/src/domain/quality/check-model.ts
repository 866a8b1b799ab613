import type { Finding, Goal, ModelCard, Thresholds } from '@plumbline/contract';
import { countPositives, splitRows } from '@plumbline/learning';
import type { LabelledRows, ModelEvaluation, SplitOptions } from '@plumbline/learning';
import { plural } from '../figures.ts';
import { bandExcess, bandRows, previewBases, previewOnCard } from '../scoring/score-distribution.ts';
import type { BasisPreview, ScoredOutcomes } from '../scoring/score-distribution.ts';
import { formatAuc, formatCount } from './findings.ts';

/** Findings of the training and test parts of the rows: both need conversions and other rows. */
export function checkSplit(rows: LabelledRows, split: SplitOptions, goal: Goal): Finding[] {
  const { train, test } = splitRows(rows, split);
  const trainPositives = countPositives(rows.labels, train);
  const testPositives = countPositives(rows.labels, test);
  const findings: Finding[] = [];
  if (trainPositives < goal.settings.thresholds.trainingConversions) {
    findings.push({ code: 411, detail: formatCount(trainPositives) });
  }
  if (testPositives === 0) findings.push({ code: 412, detail: '' });
  // Both training and an AUC need both outcomes.
  if (train.length === trainPositives || (test.length === testPositives && testPositives > 0))
    findings.push({ code: 900, detail: '0' });
  return findings;
}

/** Findings of the test AUC, and whether parameters must be tuned. */
type AucVerdict = { findings: Finding[]; needsTuning: boolean };

type Tested = { test: Pick<ModelEvaluation['test'], 'auc'> };

/** Checks the test AUC of the first model, or of the tuned one. */
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

/** Finding 920: the number of parameter sets that tuning tried, and the best of them. */
export function describeTuning({
  trials,
  test,
}: Pick<ModelEvaluation, 'trials'> & { test: Pick<ModelEvaluation['test'], 'auc'> }): Finding[] {
  const [best] = trials ?? [];
  if (!trials || !best) return [];
  const { trees, maxDepth, learningRate } = best.parameters;
  const described = `${plural(trees, 'tree')} of depth ${maxDepth} at a learning rate of ${learningRate.toFixed(3)}`;
  return [
    {
      code: 920,
      detail: `${plural(trials.length, 'setting')}, the best ${described}. Testing auc: ${formatAuc(test.auc.auc)}`,
    },
  ];
}

type Published = { test: Pick<ModelEvaluation['test'], 'auc'> & ScoredOutcomes };

/** Warnings of the published model: a suspiciously high AUC, bands that part the records badly. */
export function checkPublished({ test }: Published, { goal, baseRate }: { goal: Goal; baseRate: number }): Finding[] {
  const { suspiciousAuc } = goal.settings.thresholds;
  const findings: Finding[] = [];
  if (test.auc.auc > suspiciousAuc) findings.push({ code: 902, detail: formatAuc(test.auc.auc) });
  return [...findings, ...checkBands(previewBases(test, baseRate), goal)];
}

/** Finding 906 of a scoring: what the goal's present basis and band limits make of the model's test rows. */
export const checkPresentBands = ({ bases = [] }: Pick<ModelCard, 'bases'>, goal: Goal): Finding[] =>
  bases.length === 0 ? [] : checkBands(bases.map(previewOnCard), goal);

/**
 * Finding 906 where Low holds too many of the successes or one band too many of the records, with the first basis that
 * parts the same records better: within both limits. Where none is, the limits of the bands are at fault.
 */
function checkBands(previews: readonly BasisPreview[], goal: Goal): Finding[] {
  const { scoreBasis, settings } = goal;
  const excessOf = ({ counts }: BasisPreview) => bandExcess(bandRows(counts, goal), settings.thresholds);
  const own = previews.find(({ basis }) => basis === scoreBasis);
  const excess = own && excessOf(own);
  if (own && !excess) return [];
  const better = previews.find((preview) => !excessOf(preview));
  return [{ code: 906, detail: better?.basis ?? `${scoreBasis} with other band limits`, ...excess }];
}
