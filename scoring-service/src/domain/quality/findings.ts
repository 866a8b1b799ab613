import { codeTexts, severityOf, thresholdLimits, thresholdsSchema } from '@plumbline/contract';
import type { Finding, Threshold, Thresholds } from '@plumbline/contract';

/** Whether a finding stops the run. */
export const hasError = (findings: Finding[]): boolean => findings.some(({ code }) => severityOf(code) === 'ERROR');

/** A count in the format of the code texts. */
export const formatCount = (count: number): string => String(Math.round(count));

/** A rate from 0 to 1 in the format of the code texts: `0.83`. */
export const formatRate = (rate: number): string => rate.toFixed(2);

/** A share from 0 to 1 as a percentage with at most two decimals: `3.4`. */
export const formatPercent = (share: number): string => String(Number((100 * share).toFixed(2)));

/** An AUC in the format of the code texts: `0.6021`. */
export const formatAuc = (auc: number): string => auc.toFixed(4);

/** Every limit of the quality checks with its default and its code, in the order of the codes. */
export function listThresholds(): Threshold[] {
  const defaults = thresholdsSchema.parse({});
  return Object.entries(thresholdLimits)
    .map(([name, { code, unit }]): Threshold => {
      return { name, unit, defaultValue: defaults[name as keyof Thresholds], code, text: codeTexts[code] };
    })
    .sort((one, other) => one.code - other.code);
}
