/** The figures and chart points of a model card. Pure functions: no element, no clock. */
import type { ModelCard } from '@plumbline/contract';

/** How good a model is; `chance` when the interval of its AUC includes 0.5. */
export type Verdict = 'unknown' | 'chance' | 'weak' | 'fair' | 'good' | 'very-good' | 'suspicious';

/** The usual reading of an AUC. From 0.95 on a field probably leaks the outcome. */
export function verdictOf({ auc, aucLow, testPositives, testRows }: ModelCard): Verdict {
  if (testPositives === 0 || testPositives === testRows) return 'unknown';
  if (aucLow <= 0.5) return 'chance';
  if (auc >= 0.95) return 'suspicious';
  if (auc >= 0.8) return 'very-good';
  if (auc >= 0.7) return 'good';
  return auc >= 0.6 ? 'fair' : 'weak';
}

/** With fewer records of one outcome the figures vary strongly from one test set to the next. */
const enoughOfEach = 30;

export const isThin = ({ testPositives, testRows }: ModelCard): boolean =>
  Math.min(testPositives, testRows - testPositives) < enoughOfEach;

type Confusion = ModelCard['confusion'][number];

/** The predictions at a threshold: every record at or above it is predicted to reach the goal. Precision and recall are undefined without records. */
export type Predictions = Confusion & { predicted: number; reached: number; precision?: number; recall?: number };

export function predictionsOf(confusion: Confusion): Predictions {
  const { truePositives, falsePositives, falseNegatives } = confusion;
  const predicted = truePositives + falsePositives;
  const reached = truePositives + falseNegatives;
  return {
    ...confusion,
    predicted,
    reached,
    precision: predicted === 0 ? undefined : truePositives / predicted,
    recall: reached === 0 ? undefined : truePositives / reached,
  };
}

/** The predictions at the measured threshold nearest to `wanted`; of two equally near ones at the lower. */
export function predictionsAt({ confusion }: Pick<ModelCard, 'confusion'>, wanted: number): Predictions | undefined {
  const gapOf = ({ threshold }: Confusion): number => Math.round(1000 * Math.abs(threshold - wanted));
  const [nearest] = [...confusion].sort((one, other) => gapOf(one) - gapOf(other) || one.threshold - other.threshold);
  return nearest === undefined ? undefined : predictionsOf(nearest);
}

/** The threshold with the best F1, the harmonic mean of precision and recall. */
export function bestThreshold({ confusion }: Pick<ModelCard, 'confusion'>): number {
  const valueOf = ({ truePositives, falsePositives, falseNegatives }: Confusion): number =>
    truePositives / Math.max(1, 2 * truePositives + falsePositives + falseNegatives);
  const [best] = [...confusion].sort((one, other) => valueOf(other) - valueOf(one));
  return best?.threshold ?? 0;
}

type Points = { x: number; y: number }[];

/** A share as a percentage. */
const percent = (share: number): number => 100 * share;

export const rocPoints = ({ roc }: Pick<ModelCard, 'roc'>): Points =>
  roc.map(({ falsePositiveRate, truePositiveRate }) => ({
    x: percent(falsePositiveRate),
    y: percent(truePositiveRate),
  }));

export const liftPoints = ({ lift }: Pick<ModelCard, 'lift'>): Points =>
  lift.map(({ share, lift: times }) => ({ x: percent(share), y: times }));

/** Bins without rows have no observed rate, so they are left out. */
export const calibrationPoints = ({ calibration }: Pick<ModelCard, 'calibration'>): Points =>
  calibration
    .filter(({ rows }) => rows > 0)
    .map(({ meanProbability, positiveShare }) => ({ x: percent(meanProbability), y: percent(positiveShare) }));
