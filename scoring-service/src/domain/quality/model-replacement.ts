import type { Thresholds } from '@plumbline/contract';

/** An active model older than this is replaced in any case: it no longer speaks of the present. */
export const LONGEST_USE_DAYS = 90;

/** Test AUCs of both models on the same newest rows. */
export type ModelComparison = { candidate: number; active: number; activeAgeDays: number };

/** Whether a new model takes over from the active one (rule R7), and why. One that could not be measured does not. */
export function judgeReplacement(
  { candidate, active, activeAgeDays }: ModelComparison,
  { replaceFrom }: Pick<Thresholds, 'replaceFrom'>,
): { isReplacing: boolean; reason: string } {
  const percent = `${Number((100 * replaceFrom).toFixed(1))} percent`;
  if (Number.isNaN(active)) return { isReplacing: true, reason: 'The active model cannot be measured.' };
  if (candidate >= replaceFrom * active) {
    return { isReplacing: true, reason: `It is at least ${percent} as good as the active model on the same rows.` };
  }
  if (activeAgeDays > LONGEST_USE_DAYS) {
    return { isReplacing: true, reason: `The active model is older than ${LONGEST_USE_DAYS} days.` };
  }
  return { isReplacing: false, reason: `It is not ${percent} as good as the active model on the same rows.` };
}
