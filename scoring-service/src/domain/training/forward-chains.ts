import { stratifiedFolds } from './folds.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { rowsWhere } from './select-rows.ts';

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
