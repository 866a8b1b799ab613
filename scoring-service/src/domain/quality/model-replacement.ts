import type { Thresholds } from '@plumbline/contract';

/** An active model older than this is replaced in any case: it no longer speaks of the present. */
export const LONGEST_USE_DAYS = 90;

/** Test AUCs of both models on the same newest rows. */
export type ModelComparison = { candidate: number; active: number; activeAgeDays: number };

/** Whether a new model takes over from the active one (rule R7). One that could not be measured does not. */
export function isGoodEnough(
  { candidate, active, activeAgeDays }: ModelComparison,
  { replaceFrom }: Pick<Thresholds, 'replaceFrom'>,
): boolean {
  if (activeAgeDays > LONGEST_USE_DAYS || Number.isNaN(active)) return true;
  return candidate >= replaceFrom * active;
}
