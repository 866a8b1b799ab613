import { prepareAdditive } from './additive/fit.ts';
import { additiveMargins } from './additive/model.ts';
import { rowLogLosses } from './platt-scaling.ts';
import { chainsByTime, sampleGroups } from './splits.ts';
import { rowsWhere, selectRows } from './table.ts';
import type { LabelledRows } from './table.ts';

/**
 * The newest `share` of the rows, which begin at `since` (epoch milliseconds). `logLoss` is the mean on later rows of what
 * learned from such a share of the past, `logLossOfAll` of what learned from all of it.
 */
export type TrainingWindow = { since: number; share: number; logLoss: number; logLossOfAll: number };

/** Shares of the past that may be better than all of it. */
const SHARES = [0.5, 0.25, 0.125];

/** Each half of the newest fifth is predicted from what lies before it. */
const STATIONS = [0.8, 0.9, 1];

/** Stiff and loose: fewer rows need stiffer models. */
const STRENGTHS = [30, 10, 3];

/** With fewer rows to learn from, or fewer of an outcome, no window is tried. */
const FEWEST_ROWS = 400;
const FEWEST_OF_A_LABEL = 100;

/** Standard errors by which a window must be better: sets without change reached 1.75 of them, those with change 2.6 to 5.4. */
const CERTAIN = 2.5;

/** Standard errors by which a narrower window must be better than a wider one, which has more to learn from. */
const LIKELY = 1;

/** Whether old rows mislead shows on so many rows; more only take longer. */
const MOST_ROWS = 20_000;

/**
 * The part of the history that predicts later rows best, judged by additive models that learn from a part of the past
 * and are heard on what came next, `gapMs` later. What leads to success changes in some companies, and then old records
 * mislead. Undefined where all rows are best, or where it is not certain on both halves of the newest fifth.
 */
export function chooseWindow(
  rows: LabelledRows,
  { gapMs, seed }: { gapMs: number; seed: number },
): TrainingWindow | undefined {
  const sample = sampleGroups(rows, { most: MOST_ROWS, seed });
  const trials = chainsByTime(sample, { gapMs, stations: STATIONS }).map(({ training, validation }) => ({
    past: selectRows(sample, training),
    next: selectRows(sample, validation),
  }));
  const ofAll = trials.length > 0 ? hear(trials, 1) : undefined;
  if (!ofAll) return undefined;
  let best: { share: number; heard: HeardRow[][] } | undefined;
  for (const share of SHARES) {
    const heard = hear(trials, share);
    if (!heard) break;
    if (!best || errorsBetter(heard, best.heard) > LIKELY) best = { share, heard };
  }
  if (!best || errorsBetter(best.heard, ofAll) < CERTAIN || !isBetterThroughout(best.heard, ofAll)) return undefined;
  const count = ofAll.flat().length;
  return {
    since: startOfNewest(rows.times, best.share),
    share: best.share,
    logLoss: totalLoss(best.heard) / count,
    logLossOfAll: totalLoss(ofAll) / count,
  };
}

/** The rows of a window, or all of them where there is none. */
export function withinWindow(rows: LabelledRows, window: Pick<TrainingWindow, 'since'> | undefined): LabelledRows {
  if (!window) return rows;
  const { times } = rows;
  return selectRows(
    rows,
    rowsWhere(times.length, (row) => (times[row] as number) >= window.since),
  );
}

const startOfNewest = (times: Float64Array, share: number): number =>
  times.slice().sort()[Math.floor((1 - share) * times.length)] as number;

/** Rows of the past, and what came next. */
type Trial = { past: LabelledRows; next: LabelledRows };

/** A later row: its group, and the log loss of what was predicted for it. */
type HeardRow = { group: string; loss: number };

/** The later rows of each trial, predicted from a share of the past; undefined where that is too little to learn from. */
function hear(trials: Trial[], share: number): HeardRow[][] | undefined {
  const byStrength: HeardRow[][][] = STRENGTHS.map(() => []);
  for (const { past, next } of trials) {
    const training = withinWindow(past, { since: startOfNewest(past.times, share) });
    if (!isEnough(training) || next.labels.length === 0) return undefined;
    const prepared = prepareAdditive(training.table, training.labels, 'rough');
    STRENGTHS.forEach((strength, index) => {
      const model = prepared.fit({ strength, manner: 'curves' });
      const losses = rowLogLosses(additiveMargins(model, next.table), next.labels);
      byStrength[index]?.push(next.groups.map((group, row) => ({ group, loss: losses[row] as number })));
    });
  }
  return byStrength.reduce((best, heard) => (totalLoss(heard) < totalLoss(best) ? heard : best));
}

function isEnough({ labels }: LabelledRows): boolean {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  return labels.length >= FEWEST_ROWS && Math.min(positives, labels.length - positives) >= FEWEST_OF_A_LABEL;
}

const totalLoss = (heard: HeardRow[][]): number => heard.flat().reduce((sum, { loss }) => sum + loss, 0);

const isBetterThroughout = (one: HeardRow[][], other: HeardRow[][]): boolean =>
  one.every((heard, trial) => totalLoss([heard]) < totalLoss([other[trial] as HeardRow[]]));

/** Standard errors by which one is better, in a paired comparison: the rows of a group, much the same, count as one. */
function errorsBetter(one: HeardRow[][], other: HeardRow[][]): number {
  const worse = other.flat();
  const byGroup = new Map<string, number>();
  one.flat().forEach(({ group, loss }, row) => {
    byGroup.set(group, (byGroup.get(group) ?? 0) + (worse[row]?.loss as number) - loss);
  });
  const gains = [...byGroup.values()];
  const gain = sum(gains);
  const error = Math.sqrt(sum(gains.map((value) => (value - gain / gains.length) ** 2)));
  return gain / Math.max(error, Number.MIN_VALUE);
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
