import { formatCount, formatPercent, shareOf } from './findings.ts';
import { RATE_DAYS } from './live-counts.ts';
import type { LiveCount } from './live-counts.ts';

/** A figure against what is needed; `daysToPass` at the present rate, undefined where that never gets there. */
export type LiveFigure = {
  figure: number;
  threshold: number;
  isEnough: boolean;
  detail: string;
  daysToPass?: number;
};

/** Waiting longer is no plan. */
const LONGEST_WAIT_DAYS = 3650;

/** A count that must reach a threshold. */
export function countFigure({ total, recent }: LiveCount, threshold: number): LiveFigure {
  const isEnough = total >= threshold;
  return {
    ...{ figure: total, threshold, isEnough, detail: formatCount(total) },
    daysToPass: isEnough ? undefined : daysUntil(threshold - total, recent),
  };
}

/** A share (0 to 1) of a whole that must reach a threshold, told in percent. New records count with their own share. */
export function shareFigure({ part, whole }: { part: LiveCount; whole: LiveCount }, threshold: number): LiveFigure {
  const share = shareOf(part.total, whole.total);
  const isEnough = share >= threshold;
  const days = daysUntil(threshold * whole.total - part.total, part.recent - threshold * whole.recent);
  return {
    ...{
      figure: shareOf(100 * part.total, whole.total),
      threshold: 100 * threshold,
      isEnough,
      detail: formatPercent(share),
    },
    daysToPass: isEnough ? undefined : days,
  };
}

function daysUntil(missing: number, recent: number): number | undefined {
  if (recent <= 0) return undefined;
  // What is short by no more than rounding, or by counts that were taken at different moments, is not so today.
  const days = Math.max(1, Math.ceil((missing * RATE_DAYS) / recent));
  return days <= LONGEST_WAIT_DAYS ? days : undefined;
}
