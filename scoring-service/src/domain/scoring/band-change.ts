import type { Band } from './score.ts';
import type { Evaluation } from './evaluate-rows.ts';

/** A record whose score has moved from one band to another. */
export type BandChange = { recordId: string; from: Band | 'Not scored'; to: Band | 'Not scored'; score: number };

/**
 * The records whose band differs from the one that stood on them, of those that were written (`results`). A first score
 * comes from no band and is no change.
 */
export function toBandChanges(
  evaluations: readonly Pick<Evaluation, 'previousBand' | 'write'>[],
  results: readonly { recordId: string; error?: unknown }[],
): BandChange[] {
  const written = new Set(results.filter(({ error }) => error === undefined).map(({ recordId }) => recordId));
  return evaluations.flatMap(({ previousBand: from, write: { recordId, band: to, score } }) => {
    const isChange = from !== undefined && to !== undefined && from !== to;
    return isChange && score !== undefined && written.has(recordId) ? [{ recordId, from, to, score }] : [];
  });
}
