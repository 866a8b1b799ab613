import { countPositives, seededRandom, shuffle } from './numerics.ts';
import { rowsWhere, selectRows } from './table.ts';
import type { LabelledRows } from './table.ts';

/**
 * The fold (0 to `foldCount` − 1) of every row: stratified group k-fold. Groups stay whole, and every fold has about
 * the same number of rows and of positives. Depends on the seed and the groups' labels, not on the groups' names.
 * (Kohavi 1995.)
 */
export function stratifiedFolds(
  { labels, groups }: Pick<LabelledRows, 'labels' | 'groups'>,
  foldCount: number,
  seed: number,
): Uint8Array {
  const members = rowsByGroup(groups);
  const positives = members.map((rows) => countPositives(labels, rows));
  const order = shuffle([...members.keys()], seededRandom(seed));
  // Groups rich in positives first: the small ones that follow even out what these leave uneven.
  order.sort((a, b) => positives[b] - positives[a] || members[b].length - members[a].length);

  const rowsOf = new Array<number>(foldCount).fill(0);
  const positivesOf = new Array<number>(foldCount).fill(0);
  const folds = new Uint8Array(groups.length);
  for (const group of order) {
    const fold = emptiest(positives[group] > 0 ? positivesOf : rowsOf, rowsOf);
    for (const row of members[group]) folds[row] = fold;
    rowsOf[fold] += members[group].length;
    positivesOf[fold] += positives[group];
  }
  return folds;
}

/** The rows of each group, groups in the order of their first row. */
function rowsByGroup(groups: string[]): number[][] {
  const members = new Map<string, number[]>();
  groups.forEach((group, row) => {
    const rows = members.get(group);
    if (rows) rows.push(row);
    else members.set(group, [row]);
  });
  return [...members.values()];
}

/** The fold with the smallest count; among equals the one with fewer rows, then the first. */
function emptiest(counts: number[], rowsOf: number[]): number {
  let best = 0;
  for (let fold = 1; fold < counts.length; fold++) {
    const difference = counts[fold] - counts[best];
    if (difference < 0 || (difference === 0 && rowsOf[fold] < rowsOf[best])) best = fold;
  }
  return best;
}

/**
 * A stratified random sample of whole groups, about `maxRows` rows; all rows where there are no more. One of
 * ⌈rows / maxRows⌉ stratified group folds.
 */
export function sampleGroups(rows: LabelledRows, { maxRows, seed }: { maxRows: number; seed: number }): LabelledRows {
  const shares = Math.ceil(rows.labels.length / maxRows);
  if (shares < 2) return rows;
  const shareOf = stratifiedFolds(rows, shares, seed);
  return selectRows(
    rows,
    rowsWhere(shareOf.length, (row) => shareOf[row] === 0),
  );
}

/**
 * Row numbers of both parts. `by` says whether the test rows are the newest or drawn at random; `leftOut` counts the rows
 * of the gap and those whose group stands in the other part.
 */
type RowSplit = { by: 'time' | 'chance'; train: Uint32Array; test: Uint32Array; leftOut: number };

export type SplitOptions = { testShare?: number; gapMs?: number; seed: number };

/**
 * Holds part of the rows out for the test. Where every row has a time, the newest rows are the test and training ends
 * `gapMs` before the oldest of them; a group with a test row leaves training. Otherwise whole groups are drawn at
 * random. Records that are never closed, such as accounts, have rows in every period: where that rule would take most
 * rows from training, half of the groups that straddle the split stay in training and leave the test. (Out-of-time
 * validation: Tashman 2000.)
 */
export function splitRows(rows: LabelledRows, { testShare = 0.2, gapMs = 0, seed }: SplitOptions): RowSplit {
  const testStart = startOfTest(rows.times, testShare);
  return testStart === undefined ? splitAtRandom(rows, testShare, seed) : splitByTime(rows, testStart, { gapMs, seed });
}

/** The time from which rows are test rows; undefined where the times do not separate rows. */
function startOfTest(times: Float64Array, testShare: number): number | undefined {
  if (times.length === 0 || times.some((time) => Number.isNaN(time))) return undefined;
  const sorted = times.slice().sort();
  const start = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * (1 - testShare)))];
  return start > sorted[0] ? start : undefined;
}

/** With less than this share of the rows before the gap, training has lost too much to the test's groups. */
const MIN_KEPT = 0.5;

function splitByTime(
  { times, groups }: LabelledRows,
  testStart: number,
  { gapMs, seed }: { gapMs: number; seed: number },
): RowSplit {
  const newest = rowsWhere(times.length, (row) => times[row] >= testStart);
  const early = rowsWhere(times.length, (row) => times[row] < testStart && times[row] <= testStart - gapMs);
  const testGroups = new Set(Array.from(newest, (row) => groups[row]));
  const kept = early.filter((row) => !testGroups.has(groups[row]));
  if (kept.length < MIN_KEPT * early.length) {
    const straddling = [...new Set(Array.from(early, (row) => groups[row]))].filter((group) => testGroups.has(group));
    const dealt = shuffle(straddling.sort(), seededRandom(seed));
    for (const group of dealt.slice(0, dealt.length >> 1)) testGroups.delete(group);
  }
  const test = newest.filter((row) => testGroups.has(groups[row]));
  const train = early.filter((row) => !testGroups.has(groups[row]));
  return { by: 'time', train, test, leftOut: times.length - train.length - test.length };
}

function splitAtRandom(rows: LabelledRows, testShare: number, seed: number): RowSplit {
  const folds = stratifiedFolds(rows, Math.max(2, Math.round(1 / testShare)), seed);
  const { training, validation } = splitsOfFolds(folds, 1)[0];
  return { by: 'chance', train: training, test: validation, leftOut: 0 };
}

/** Row numbers to train on, and of the rows to validate on. */
type ValidationSplit = { training: Uint32Array; validation: Uint32Array };

/** For each of the first `count` folds, the rows of all other folds and its own. */
export const splitsOfFolds = (folds: Uint8Array, count: number): ValidationSplit[] =>
  Array.from({ length: count }, (_, fold) => ({
    training: rowsWhere(folds.length, (row) => folds[row] !== fold),
    validation: rowsWhere(folds.length, (row) => folds[row] === fold),
  }));

/** Where validation parts begin and end, as shares of the rows by time; each is predicted from all that lies before. */
const FOLD_CUTS = [0.4, 0.6, 0.8, 1];

/**
 * Forward-chaining (expanding-window) validation, the newest part last (Hyndman and Athanasopoulos 2021, section 5.10):
 * each split trains on the past and validates on the part that follows `gapMs` later, as a published model is used. No
 * group stands on both sides. Where times do not separate rows, or a part lacks a class, random folds replace it.
 */
export function forwardChaining(
  rows: LabelledRows,
  { gapMs, seed }: { gapMs: number; seed: number },
): ValidationSplit[] {
  const hasBothClasses = (part: Uint32Array): boolean => {
    const positives = countPositives(rows.labels, part);
    return positives > 0 && positives < part.length;
  };
  const usable = timeSeriesSplits(rows, { gapMs, cuts: FOLD_CUTS }).filter(
    ({ training, validation }) => hasBothClasses(training) && hasBothClasses(validation),
  );
  const count = FOLD_CUTS.length - 1;
  return usable.length > 0 ? usable : splitsOfFolds(stratifiedFolds(rows, count, seed), count);
}

/**
 * One split for each step between `cuts`, shares of the rows by time; none where a time is unknown. (Forward chaining:
 * Tashman 2000.)
 */
export function timeSeriesSplits(
  { times, groups }: LabelledRows,
  { gapMs, cuts }: { gapMs: number; cuts: readonly number[] },
): ValidationSplit[] {
  if (times.length === 0 || times.some((time) => Number.isNaN(time))) return [];
  const sorted = times.slice().sort();
  const cutTimes = cuts.map((share) => sorted[Math.floor(share * sorted.length)] ?? Number.POSITIVE_INFINITY);
  return cutTimes.slice(0, -1).map((from, index) => {
    const to = cutTimes[index + 1];
    const validation = rowsWhere(times.length, (row) => times[row] >= from && times[row] < to);
    const validated = new Set(Array.from(validation, (row) => groups[row]));
    const isBefore = (row: number): boolean =>
      times[row] < from && times[row] <= from - gapMs && !validated.has(groups[row]);
    return { training: rowsWhere(times.length, isBefore), validation };
  });
}
