import type { ApexDecimal, RoundingMode } from '../decimal.ts';
import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import type { ApexEnumValue } from '../values.ts';
import { mathFault } from './arguments.ts';

const modes: readonly RoundingMode[] = [
  ...(['CEILING', 'DOWN', 'FLOOR', 'HALF_DOWN', 'HALF_EVEN', 'HALF_UP', 'UNNECESSARY', 'UP'] as const),
];

export const roundingModeClass: LibraryClass = defineClass('System.RoundingMode', {}, { kind: 'enum', values: modes });

/** Rounds to a scale, by a value of the enum. */
export function roundBy(value: ApexDecimal, scale: number, { name }: Pick<ApexEnumValue, 'name'>): ApexDecimal {
  const mode = modes.find((one) => one === name);
  try {
    return value.rounded(scale, mode);
  } catch (error) {
    if (error instanceof RangeError) throw mathFault(error.message);
    throw error;
  }
}
