import { stratifiedFolds } from './folds.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { seededRandom, shuffle } from './seeded-random.ts';
import { rowsWhere } from './select-rows.ts';

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
