import { severityOf, codeTexts, thresholdCodes, thresholdsSchema } from '@plumbline/contract';
import type { Finding, Threshold, Thresholds } from '@plumbline/contract';

/** Whether a finding stops the run. */
export const hasError = (findings: Finding[]): boolean => findings.some(({ code }) => severityOf(code) === 'ERROR');

/** A count as the texts show it. */
export const formatCount = (count: number): string => String(Math.round(count));

/** A rate from 0 to 1 as the texts show it: `0.83`. */
export const formatRate = (rate: number): string => rate.toFixed(2);

/** A share from 0 to 1 as a percent number, with at most two decimals: `3.4`. */
export const formatPercent = (share: number): string => String(Number((100 * share).toFixed(2)));

/** An AUC as the texts show it: `0.6021`. */
export const formatAuc = (auc: number): string => auc.toFixed(4);

/** A part of a whole from 0 to 1; 0 where the whole is nothing. */
export const shareOf = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

const moreThanAll = 2;

/** What is no count although it has no upper limit. */
const indexes = new Set<keyof Thresholds>(['inputDrift']);

function unitOf(name: keyof Thresholds): Threshold['unit'] {
  if (indexes.has(name)) return 'index';
  return thresholdsSchema.safeParse({ [name]: moreThanAll }).success ? 'count' : 'share';
}

/** Every limit of the quality checks with its default and the code that it decides about, in the order of the codes. */
export function listThresholds(): Threshold[] {
  const defaults = thresholdsSchema.parse({});
  const names = Object.keys(defaults) as (keyof Thresholds)[];
  return names
    .map((name): Threshold => {
      const code = thresholdCodes[name];
      return { name, unit: unitOf(name), defaultValue: defaults[name], code, text: codeTexts[code] };
    })
    .sort((one, other) => one.code - other.code);
}
