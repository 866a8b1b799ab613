import { prepareAdditive } from './additive/fit.ts';
import { additiveMargins } from './additive/model.ts';
import { countPositives, rowLogLosses, sum } from './numerics.ts';
import { sampleGroups, timeSeriesSplits } from './splits.ts';
import { rowsWhere, selectRows } from './table.ts';
import type { LabelledRows } from './table.ts';

/**
 * The newest `share` of the rows, which begin at `since` (epoch milliseconds). `logLoss` is the mean, on later rows, of
 * models trained on such a share of the past, `logLossOfAll` that of models trained on all of it.
 */
export type TrainingWindow = { since: number; share: number; logLoss: number; logLossOfAll: number };

/** Shares of the past that may predict better than all of it. */
const SHARES = [0.5, 0.25, 0.125];

/** Each half of the newest fifth is predicted from the rows before it. */
const FOLD_CUTS = [0.8, 0.9, 1];

/** The penalties that compete for each share: fewer rows need a stronger one. */
const LAMBDAS = [30, 10, 3];

/** With fewer training rows, or fewer of one class, no window is tried. */
const MIN_ROWS = 400;
const MIN_ROWS_OF_CLASS = 100;

/** Standard errors by which a window must beat all rows: sets without change reached 1.75, those with change 2.6 to 5.4. */
const EVIDENCE_THRESHOLD = 2.5;

/** Standard errors by which a narrower window must beat a wider one, which has more rows. */
const NARROWER_THRESHOLD = 1;

/** So many rows show whether old rows mislead; more only take longer. */
const MAX_ROWS = 20_000;

/**
 * The part of the history that predicts later rows best (concept drift; Gama et al. 2014), judged by additive models that
 * are trained on a part of the past and validated on the rows that follow `gapMs` later. Undefined where all rows are
 * best, or where a window is not better by the evidence threshold and on both halves of the newest fifth.
 */
export function chooseTrainingWindow(
  rows: LabelledRows,
  { gapMs, seed }: { gapMs: number; seed: number },
): TrainingWindow | undefined {
  const sample = sampleGroups(rows, { maxRows: MAX_ROWS, seed });
  const periods = timeSeriesSplits(sample, { gapMs, cuts: FOLD_CUTS }).map(({ training, validation }) => ({
    past: selectRows(sample, training),
    next: selectRows(sample, validation),
  }));
  const ofAll = periods.length > 0 ? predictFromShare(periods, 1) : undefined;
  if (!ofAll) return undefined;
  let best: { share: number; predicted: RowLoss[][] } | undefined;
  for (const share of SHARES) {
    const predicted = predictFromShare(periods, share);
    if (!predicted) break;
    if (!best || standardErrorsBetter(predicted, best.predicted) > NARROWER_THRESHOLD) best = { share, predicted };
  }
  if (!best || standardErrorsBetter(best.predicted, ofAll) < EVIDENCE_THRESHOLD) return undefined;
  if (!isBetterInEveryPeriod(best.predicted, ofAll)) return undefined;
  const count = ofAll.flat().length;
  return {
    since: startOfNewest(rows.times, best.share),
    share: best.share,
    logLoss: totalLoss(best.predicted) / count,
    logLossOfAll: totalLoss(ofAll) / count,
  };
}

/** The rows of a window, or all of them without one. */
export function withinTrainingWindow(
  rows: LabelledRows,
  window: Pick<TrainingWindow, 'since'> | undefined,
): LabelledRows {
  if (!window) return rows;
  const { times } = rows;
  return selectRows(
    rows,
    rowsWhere(times.length, (row) => times[row] >= window.since),
  );
}

const startOfNewest = (times: Float64Array, share: number): number =>
  times.slice().sort()[Math.floor((1 - share) * times.length)];

/** Rows of the past, and the rows that follow. */
type Period = { past: LabelledRows; next: LabelledRows };

/** A later row: its group, and the log loss of its prediction. */
type RowLoss = { group: string; loss: number };

/** The later rows of each period, predicted from a share of its past; undefined where that is too small to train on. */
function predictFromShare(periods: Period[], share: number): RowLoss[][] | undefined {
  const byLambda: RowLoss[][][] = LAMBDAS.map(() => []);
  for (const { past, next } of periods) {
    const training = withinTrainingWindow(past, { since: startOfNewest(past.times, share) });
    if (!isEnough(training) || next.labels.length === 0) return undefined;
    const prepared = prepareAdditive(training.table, training.labels, 'rough');
    LAMBDAS.forEach((lambda, index) => {
      const model = prepared.fit({ lambda, penaltyType: 'smooth' });
      const losses = rowLogLosses(additiveMargins(model, next.table), next.labels);
      byLambda[index].push(next.groups.map((group, row) => ({ group, loss: losses[row] })));
    });
  }
  return byLambda.reduce((best, predicted) => (totalLoss(predicted) < totalLoss(best) ? predicted : best));
}

function isEnough({ labels }: LabelledRows): boolean {
  const positives = countPositives(labels);
  return labels.length >= MIN_ROWS && Math.min(positives, labels.length - positives) >= MIN_ROWS_OF_CLASS;
}

const totalLoss = (predicted: RowLoss[][]): number => sum(predicted.flat().map(({ loss }) => loss));

const isBetterInEveryPeriod = (one: RowLoss[][], other: RowLoss[][]): boolean =>
  one.every((predicted, period) => totalLoss([predicted]) < totalLoss([other[period]]));

/**
 * The gain of one set of predictions over another in standard errors, paired: Σ gₖ / √Σ (gₖ − ḡ)², where gₖ is the gain of
 * group k. Rows of a group are much alike and count as one (cluster-robust).
 */
function standardErrorsBetter(one: RowLoss[][], other: RowLoss[][]): number {
  const others = other.flat();
  const byGroup = new Map<string, number>();
  one.flat().forEach(({ group, loss }, row) => {
    byGroup.set(group, (byGroup.get(group) ?? 0) + others[row].loss - loss);
  });
  const gains = [...byGroup.values()];
  const gain = sum(gains);
  const error = Math.sqrt(sum(gains.map((value) => (value - gain / gains.length) ** 2)));
  return gain / Math.max(error, Number.MIN_VALUE);
}
