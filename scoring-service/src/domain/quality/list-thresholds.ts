import { codeTexts, thresholdCodes, thresholdsSchema } from '@plumbline/contract';
import type { Threshold, Thresholds } from '@plumbline/contract';

const moreThanAll = 2;

/** Every limit of the quality checks with its default and the code that it decides about, in the order of the codes. */
export function listThresholds(): Threshold[] {
  const defaults = thresholdsSchema.parse({});
  const names = Object.keys(defaults) as (keyof Thresholds)[];
  return names
    .map((name): Threshold => {
      const isCount = thresholdsSchema.safeParse({ [name]: moreThanAll }).success;
      const code = thresholdCodes[name];
      return { name, unit: isCount ? 'count' : 'share', defaultValue: defaults[name], code, text: codeTexts[code] };
    })
    .sort((one, other) => one.code - other.code);
}
