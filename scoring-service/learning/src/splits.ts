import { seededRandom, shuffle } from './seeded-random.ts';
import { rowsWhere, selectRows } from './table.ts';
import type { LabelledRows } from './table.ts';

/** What folds are drawn from: labels (0 or 1) and the groups that must stay together, one a row. */
export type FoldInput = { labels: Uint8Array; groups: string[] };

/**
 * The fold (0 to foldCount - 1) of every row: groups stay whole, and every fold has about the same number of rows and
 * of positives. Depends on the seed and the groups' labels, not on what the groups are called.
 */
export function stratifiedFolds({ labels, groups }: FoldInput, foldCount: number, seed: number): Uint8Array {
  const members = groupRows(groups);
  const positives = members.map((rows) => rows.reduce((sum, row) => sum + (labels[row] as number), 0));
  const order = shuffle([...members.keys()], seededRandom(seed));
  // Groups rich in positives first: the small ones that follow even out what these leave uneven.
  order.sort((a, b) => (positives[b] as number) - (positives[a] as number) || sizeOf(b) - sizeOf(a));

  const rowsOf = new Array<number>(foldCount).fill(0);
  const positivesOf = new Array<number>(foldCount).fill(0);
  const folds = new Uint8Array(groups.length);
  for (const group of order) {
    const positiveCount = positives[group] as number;
    const measure = positiveCount > 0 ? positivesOf : rowsOf;
    const fold = emptiest(measure, rowsOf);
    for (const row of members[group] as number[]) folds[row] = fold;
    rowsOf[fold] = (rowsOf[fold] as number) + sizeOf(group);
    positivesOf[fold] = (positivesOf[fold] as number) + positiveCount;
  }
  return folds;

  function sizeOf(group: number): number {
    return (members[group] as number[]).length;
  }
}

/** The rows of each group, groups in the order of their first row. */
export function groupRows(groups: string[]): number[][] {
  const members = new Map<string, number[]>();
  groups.forEach((group, row) => {
    const rows = members.get(group);
    if (rows) rows.push(row);
    else members.set(group, [row]);
  });
  return [...members.values()];
}

/** The fold with the least of `measure`; among equals the one with fewer rows, then the first. */
function emptiest(measure: number[], rowsOf: number[]): number {
  let best = 0;
  for (let fold = 1; fold < measure.length; fold++) {
    const difference = (measure[fold] as number) - (measure[best] as number);
    if (difference < 0 || (difference === 0 && (rowsOf[fold] as number) < (rowsOf[best] as number))) best = fold;
  }
  return best;
}

/** Whole groups by chance, with the base rate of all: about `most` rows at most. */
export function sampleGroups(rows: LabelledRows, { most, seed }: { most: number; seed: number }): LabelledRows {
  const shares = Math.ceil(rows.labels.length / most);
  if (shares < 2) return rows;
  const shareOf = stratifiedFolds(rows, shares, seed);
  return selectRows(
    rows,
    rowsWhere(shareOf.length, (row) => shareOf[row] === 0),
  );
}

/** `by` says what tells test from training; `leftOut` counts the rows of the gap and of groups that would straddle. */
export type RowSplit = { by: 'time' | 'chance'; train: Uint32Array; test: Uint32Array; leftOut: number };

export type SplitOptions = { testShare?: number; gapMs?: number; seed: number };

/**
 * Keeps part of the rows for the test. Where every row has a time, the newest rows are the test and training ends
 * `gapMs` before the oldest of them; a group with a test row leaves training. Otherwise whole groups are drawn. Records
 * that are never closed, such as accounts, stand in every period: where that rule would take most of the rows from
 * training, half of the groups that straddle stay with training and leave the test instead.
 */
export function splitRows(rows: LabelledRows, { testShare = 0.2, gapMs = 0, seed }: SplitOptions): RowSplit {
  const testStart = startOfNewest(rows.times, testShare);
  return testStart === undefined ? splitByChance(rows, testShare, seed) : splitByTime(rows, testStart, { gapMs, seed });
}

/** The moment from which on rows are newest, or undefined where the times do not tell rows apart. */
function startOfNewest(times: Float64Array, testShare: number): number | undefined {
  if (times.length === 0 || times.some((time) => Number.isNaN(time))) return undefined;
  const sorted = times.slice().sort();
  const start = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * (1 - testShare)))] as number;
  return start > (sorted[0] as number) ? start : undefined;
}

/** With less than this share of the rows before the gap, training has lost too much to the test's groups. */
const LEAST_KEPT = 0.5;

function splitByTime(
  { times, groups }: LabelledRows,
  testStart: number,
  { gapMs, seed }: { gapMs: number; seed: number },
): RowSplit {
  const newest = rowsWhere(times.length, (row) => (times[row] as number) >= testStart);
  const early = rowsWhere(
    times.length,
    (row) => (times[row] as number) < testStart && (times[row] as number) <= testStart - gapMs,
  );
  const testGroups = new Set(Array.from(newest, (row) => groups[row] as string));
  const kept = early.filter((row) => !testGroups.has(groups[row] as string));
  if (kept.length < LEAST_KEPT * early.length) {
    const straddling = [...new Set(Array.from(early, (row) => groups[row] as string))].filter((group) =>
      testGroups.has(group),
    );
    const dealt = shuffle(straddling.sort(), seededRandom(seed));
    for (const group of dealt.slice(0, dealt.length >> 1)) testGroups.delete(group);
  }
  const test = newest.filter((row) => testGroups.has(groups[row] as string));
  const train = early.filter((row) => !testGroups.has(groups[row] as string));
  return { by: 'time', train, test, leftOut: times.length - train.length - test.length };
}

function splitByChance(rows: LabelledRows, testShare: number, seed: number): RowSplit {
  const folds = stratifiedFolds(rows, Math.max(2, Math.round(1 / testShare)), seed);
  return {
    by: 'chance',
    train: rowsWhere(folds.length, (row) => folds[row] !== 0),
    test: rowsWhere(folds.length, (row) => folds[row] === 0),
    leftOut: 0,
  };
}

/** Rows to learn from and later rows to be heard on. */
export type Chain = { training: Uint32Array; validation: Uint32Array };

/** Where validation begins and ends, in shares of the rows by time: each chain learns from all that lies before. */
const STATIONS = [0.4, 0.6, 0.8, 1];

/**
 * Forward chains, the newest last: each learns from the past and is heard on what came next, `gapMs` later, as a model
 * in use is. No group stands on both sides. Where times do not tell rows apart, or a part lacks an outcome, folds by
 * chance stand in.
 */
export function forwardChains(rows: LabelledRows, { gapMs, seed }: { gapMs: number; seed: number }): Chain[] {
  const chains = chainsByTime(rows, { gapMs, stations: STATIONS });
  const isWhole = ({ training, validation }: Chain): boolean =>
    hasBoth(rows.labels, training) && hasBoth(rows.labels, validation);
  const usable = chains.filter(isWhole);
  return usable.length > 0 ? usable : chainsByChance(rows, seed);
}

/** A chain for each step between `stations`, shares of the rows by time; none where times are unknown. */
export function chainsByTime(
  { times, groups }: LabelledRows,
  { gapMs, stations }: { gapMs: number; stations: readonly number[] },
): Chain[] {
  if (times.length === 0 || times.some((time) => Number.isNaN(time))) return [];
  const sorted = times.slice().sort();
  const cuts = stations.map((share) => sorted[Math.floor(share * sorted.length)] ?? Number.POSITIVE_INFINITY);
  return cuts.slice(0, -1).map((from, index): Chain => {
    const to = cuts[index + 1] as number;
    const validation = rowsWhere(times.length, (row) => (times[row] as number) >= from && (times[row] as number) < to);
    const heard = new Set(Array.from(validation, (row) => groups[row]));
    const isBefore = (row: number): boolean => {
      const time = times[row] as number;
      return time < from && time <= from - gapMs && !heard.has(groups[row]);
    };
    return { training: rowsWhere(times.length, isBefore), validation };
  });
}

function chainsByChance(rows: LabelledRows, seed: number): Chain[] {
  const count = STATIONS.length - 1;
  const folds = stratifiedFolds(rows, count, seed);
  return Array.from({ length: count }, (_, fold) => ({
    training: rowsWhere(folds.length, (row) => folds[row] !== fold),
    validation: rowsWhere(folds.length, (row) => folds[row] === fold),
  }));
}

function hasBoth(labels: Uint8Array, rows: Uint32Array): boolean {
  const positives = rows.reduce((sum, row) => sum + (labels[row] as number), 0);
  return positives > 0 && positives < rows.length;
}
