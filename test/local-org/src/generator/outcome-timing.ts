import type { RandomStream } from './random.ts';

/** Weibull: `cumulative(days) = 1 - exp(-(days / scale) ^ shape)`, where only the share `reached` ever happens. */
type Timing = { shape: number; scale: number; reached: number };

/** Days to conversion of a lead that converts: 86 % within 60 days. */
export const conversionTiming: Timing = { shape: 1.2, scale: 34, reached: 1 };

/** Days until a lead that never converts is closed as not converted; a fifth stays open for ever. */
export const closingTiming: Timing = { shape: 1.1, scale: 70, reached: 0.8 };

function cumulative(timing: Timing, days: number): number {
  return days <= 0 ? 0 : timing.reached * (1 - Math.exp(-((days / timing.scale) ** timing.shape)));
}

/** F: the share of the converting leads that have converted after so many days. */
export const convertedBy = (days: number): number => cumulative(conversionTiming, days);

/** G: the share of the other leads that are closed after so many days. */
export const closedBy = (days: number): number => cumulative(closingTiming, days);

/** Days until it happens, or undefined where it never does. */
export function drawDays(timing: Timing, random: RandomStream): number | undefined {
  const level = random.unit();
  if (level >= timing.reached) return undefined;
  return timing.scale * (-Math.log(1 - level / timing.reached)) ** (1 / timing.shape);
}

/**
 * P(converts in (age, age + timeframe] | still open at age), for a lead whose probability of ever converting is
 * `eventual`.
 */
export function trueProbability(eventual: number, ageDays: number, timeframeDays: number): number {
  const converts = eventual * (convertedBy(ageDays + timeframeDays) - convertedBy(ageDays));
  const open = eventual * (1 - convertedBy(ageDays)) + (1 - eventual) * (1 - closedBy(ageDays));
  return converts / open;
}
