import { stratifiedFolds } from './folds.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { rowsWhere } from './select-rows.ts';

/** `by` says what tells test from training; `leftOut` counts the rows of the gap and of groups that would straddle. */
export type RowSplit = { by: 'time' | 'chance'; train: Uint32Array; test: Uint32Array; leftOut: number };

export type SplitOptions = { testShare?: number; gapMs?: number; seed: number };

/**
 * Keeps part of the rows for the test. Where every row has a time, the newest rows are the test and training ends
 * `gapMs` before the oldest of them; a group with a test row leaves training. Otherwise whole groups are drawn.
 */
export function splitRows(rows: LabelledRows, { testShare = 0.2, gapMs = 0, seed }: SplitOptions): RowSplit {
  const testStart = startOfNewest(rows.times, testShare);
  return testStart === undefined ? splitByChance(rows, testShare, seed) : splitByTime(rows, testStart, gapMs);
}

/** The moment from which on rows are newest, or undefined where the times do not tell rows apart. */
function startOfNewest(times: Float64Array, testShare: number): number | undefined {
  if (times.length === 0 || times.some((time) => Number.isNaN(time))) return undefined;
  const sorted = times.slice().sort();
  const start = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * (1 - testShare)))] as number;
  return start > (sorted[0] as number) ? start : undefined;
}

function splitByTime({ times, groups }: LabelledRows, testStart: number, gapMs: number): RowSplit {
  const test = rowsWhere(times.length, (row) => (times[row] as number) >= testStart);
  const testGroups = new Set(Array.from(test, (row) => groups[row]));
  const train = rowsWhere(
    times.length,
    (row) =>
      (times[row] as number) < testStart && (times[row] as number) <= testStart - gapMs && !testGroups.has(groups[row]),
  );
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
