/** What the card of a model says, as figures and points of charts. Pure: no element, no clock. */
import type { ModelCard } from '@plumbline/contract';

/** In plain words how good a model is; `chance` when its interval does not rule out guessing. */
export type Verdict = 'unknown' | 'chance' | 'weak' | 'fair' | 'good' | 'very-good' | 'suspicious';

/** What one AUC looks like against the usual reading of it; above 0.95 a field may know the outcome. */
export function verdictOf({ auc, aucLow, testPositives, testRows }: ModelCard): Verdict {
  if (testPositives === 0 || testPositives === testRows) return 'unknown';
  if (aucLow <= 0.5) return 'chance';
  if (auc >= 0.95) return 'suspicious';
  if (auc >= 0.8) return 'very-good';
  if (auc >= 0.7) return 'good';
  return auc >= 0.6 ? 'fair' : 'weak';
}

/** With fewer of either outcome the figures move much from one test to the next. */
const enoughOfEach = 30;

export const isThin = ({ testPositives, testRows }: ModelCard): boolean =>
  Math.min(testPositives, testRows - testPositives) < enoughOfEach;

type Confusion = ModelCard['confusion'][number];

/** What calling every record at or above a threshold would have meant; a share of nothing is undefined. */
export type Calls = Confusion & { called: number; reached: number; precision?: number; recall?: number };

export function callsAt(confusion: Confusion): Calls {
  const { truePositives, falsePositives, falseNegatives } = confusion;
  const called = truePositives + falsePositives;
  const reached = truePositives + falseNegatives;
  return {
    ...confusion,
    called,
    reached,
    precision: called === 0 ? undefined : truePositives / called,
    recall: reached === 0 ? undefined : truePositives / reached,
  };
}

/** The measured threshold that is nearest to a wanted one; of two equally near ones the lower. */
export function nearestCalls({ confusion }: Pick<ModelCard, 'confusion'>, wanted: number): Calls | undefined {
  const gapOf = ({ threshold }: Confusion): number => Math.round(1000 * Math.abs(threshold - wanted));
  const [nearest] = [...confusion].sort((one, other) => gapOf(one) - gapOf(other) || one.threshold - other.threshold);
  return nearest === undefined ? undefined : callsAt(nearest);
}

/** Where the best precision and recall meet (F1): a place to begin with. */
export function balancedThreshold({ confusion }: Pick<ModelCard, 'confusion'>): number {
  const valueOf = ({ truePositives, falsePositives, falseNegatives }: Confusion): number =>
    truePositives / Math.max(1, 2 * truePositives + falsePositives + falseNegatives);
  const [best] = [...confusion].sort((one, other) => valueOf(other) - valueOf(one));
  return best?.threshold ?? 0;
}

type Points = { x: number; y: number }[];

/** Shares as percent. */
const percent = (share: number): number => 100 * share;

export const rocPoints = ({ roc }: Pick<ModelCard, 'roc'>): Points =>
  roc.map(({ falsePositiveRate, truePositiveRate }) => ({
    x: percent(falsePositiveRate),
    y: percent(truePositiveRate),
  }));

export const liftPoints = ({ lift }: Pick<ModelCard, 'lift'>): Points =>
  lift.map(({ share, lift: times }) => ({ x: percent(share), y: times }));

/** Of bins without rows nothing is known. */
export const calibrationPoints = ({ calibration }: Pick<ModelCard, 'calibration'>): Points =>
  calibration
    .filter(({ rows }) => rows > 0)
    .map(({ meanProbability, positiveShare }) => ({ x: percent(meanProbability), y: percent(positiveShare) }));
