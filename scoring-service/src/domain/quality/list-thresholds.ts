import { codeTexts, thresholdCodes, thresholdsSchema } from '@plumbline/contract';
import type { Threshold, Thresholds } from '@plumbline/contract';

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
