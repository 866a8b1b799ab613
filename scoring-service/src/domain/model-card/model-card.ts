import type { Goal, ModelCard, RunMessage } from '@plumbline/contract';
import { describeWeights, learnerNames } from '@plumbline/learning';
import type { FieldImportance, LearnerChoice, ModelEvaluation, Trial } from '@plumbline/learning';
import type { SourcePlan } from '../features/source-plan.ts';
import { capitalized } from '../figures.ts';
import type { FairnessResult } from '../quality/fairness.ts';
import type { Leak } from '../quality/leak-scan.ts';
import type { TestRates } from '../quality/calibration-in-the-large.ts';
import { bandRows, previewBases, previewOnCard, scoreBins } from '../scoring/score-distribution.ts';
import type { BandRow, BasisPreview } from '../scoring/score-distribution.ts';

export type CardInput = {
  goal: Pick<Goal, 'id' | 'scoreBasis' | 'highFrom' | 'mediumFrom'>;
  /** The share of positives that relative scores compare with. */
  baseRate: number;
  version: string;
  trainedAt: Date;
  /** The time up to which the data was read. */
  asOf: Date;
  seed: number;
  evaluation: ModelEvaluation;
  plan: Pick<SourcePlan, 'fields' | 'leftOut'>;
  leaks: Leak[];
  /** Absent without fields for the check. */
  fairness?: FairnessResult[];
  /** Only where the rates of the test rows differ by more than chance. */
  rates?: TestRates | undefined;
  messages: RunMessage[];
  isActive: boolean;
  challenge?: ModelCard['challenge'];
};

/** Most fields that are shown. */
const SHOWN_FIELDS = 20;

/** The card of a model: its training and its evaluation on test rows that training did not use. */
export function buildModelCard(input: CardInput): ModelCard {
  const { goal, version, trainedAt, asOf, seed, evaluation, plan, leaks, fairness, messages, isActive, challenge } =
    input;
  const { rates } = input;
  const { test, train } = evaluation;
  const previews = previewBases(test, input.baseRate);
  const own = previews.find(({ basis }) => basis === goal.scoreBasis) as BasisPreview;
  const labelOf = (field: string): string => plan.fields.find(({ name }) => name === field)?.label ?? field;
  return {
    goalId: goal.id,
    version,
    trainedAt: trainedAt.toISOString(),
    asOf: asOf.toISOString(),
    isActive,
    seed,
    learner: describeLearner(evaluation.choice),
    learnerReason: evaluation.choice.reason,
    contenders: evaluation.choice.contenders.map(({ name, logLoss }) => ({ name: learnerNames[name], logLoss })),
    ...(evaluation.trials && { trials: evaluation.trials.map(toCardTrial) }),
    ...(fairness && { fairness: fairness.map((result) => toCardFairness(result, labelOf)) }),
    splitBy: evaluation.splitBy,
    trainingRows: train.rows,
    trainingPositives: train.positives,
    testRows: test.rows,
    testPositives: test.positives,
    leftOutRows: evaluation.leftOut,
    ...aucFigures(test.auc),
    logLoss: measured(test.logLoss),
    brier: measured(test.brier),
    expectedCalibrationError: measured(test.expectedCalibrationError),
    baseRate: measured(test.baseRate),
    topDecileLift: measured(test.topDecileLift),
    roc: test.roc,
    lift: test.lift,
    calibration: test.calibration,
    confusion: test.confusion,
    scores: scoreBins(own.counts),
    bands: bandResults(own, goal),
    bases: previews.map((preview) => toCardBasis(preview, goal)),
    averageRate: measured(input.baseRate),
    ...(rates && { rateWarning: rates }),
    strongestFields: strongestFields(test.importance, labelOf),
    leftOutFields: [...plan.leftOut, ...leaks.map(({ field, reason }) => ({ field, label: labelOf(field), reason }))],
    messages,
    ...(challenge && { challenge }),
  };
}

/** Without both outcomes the AUC is unknown and its interval is 0 to 1. */
function aucFigures({ auc, low, high }: ModelEvaluation['test']['auc']): Pick<ModelCard, 'auc' | 'aucLow' | 'aucHigh'> {
  if (Number.isNaN(auc)) return { auc: 0, aucLow: 0, aucHigh: 1 };
  return { auc, aucLow: low, aucHigh: high };
}

/** A figure that could not be measured is 0; the row counts on the card show why. */
const measured = (figure: number): number => (Number.isFinite(figure) ? figure : 0);

const toBandResult = ({ conversion, successShare, share, ...row }: BandRow): ModelCard['bands'][number] => ({
  ...row,
  share: measured(share),
  ...(!Number.isNaN(conversion) && { conversion }),
  ...(!Number.isNaN(successShare) && { successShare }),
});

type BandLimits = Pick<Goal, 'highFrom' | 'mediumFrom'>;

const bandResults = ({ counts }: Pick<BasisPreview, 'counts'>, limits: BandLimits): ModelCard['bands'] =>
  bandRows(counts, limits).map(toBandResult);

const toCardBasis = ({ basis, counts }: BasisPreview, limits: BandLimits) => ({
  ...{ basis, bands: bandResults({ counts }, limits) },
  ...{ rowsByScore: counts.rows, positivesByScore: counts.positives },
});

/** The bands of every basis with other limits than those of the card's training; undefined on older cards. */
export const previewLimits = ({ bases }: Pick<ModelCard, 'bases'>, limits: BandLimits) =>
  bases?.map(previewOnCard).map(({ basis, counts }) => ({ basis, bands: bandResults({ counts }, limits) }));

const strongestFields = (importance: FieldImportance[], labelOf: (field: string) => string) =>
  importance
    .filter(({ share }) => share > 0)
    .slice(0, SHOWN_FIELDS)
    .map(({ field, share }) => ({ field, label: labelOf(field), share: Math.min(1, share) }));

const toCardTrial = ({ parameters, logLoss, validationRows }: Trial) => ({
  trees: parameters.trees,
  maxDepth: parameters.maxDepth,
  learningRate: parameters.learningRate,
  logLoss,
  validationRows,
});

const toCardFairness = ({ field, label, groups, proxies }: FairnessResult, labelOf: (field: string) => string) => ({
  ...{ field, label, groups },
  proxies: proxies.map((proxy) => ({ ...proxy, label: labelOf(proxy.field), auc: Math.min(1, proxy.auc) })),
});

function describeLearner({ winner, weights }: Pick<LearnerChoice, 'winner' | 'weights'>): string {
  return capitalized(winner === 'blend' ? `Blend of ${describeWeights(weights)}` : learnerNames[winner]);
}
