import { dayMs } from '../calendar.ts';
import { ApexDecimal } from './decimal.ts';
import { textOfDouble } from './library/number-text.ts';
import { toId } from './record-id.ts';
import { ApexDate, ApexDatetime, ApexDouble } from './values.ts';
import type { Value } from './values.ts';

/** The decimal of a double: as many digits after the point as its text has, so `1.0` has one. */
export function decimalOfDouble(value: number): ApexDecimal {
  return ApexDecimal.parse(textOfDouble(value)) ?? new ApexDecimal(0n);
}

/** The double of a number of any type. */
export function numberOf(value: number | bigint | ApexDouble | ApexDecimal): number {
  if (value instanceof ApexDouble) return value.value;
  return value instanceof ApexDecimal ? value.toNumber() : Number(value);
}

/**
 * Converts a value to a type that takes it without a cast, by the names of the primitive types: a number to a larger type, a
 * date to a datetime (midnight GMT), a text to an id, which it must be. Other values stay as they are.
 */
export function widen(value: Value, from: string, to: string): Value {
  if (value === null || from === to) return value;
  switch (to) {
    case 'Long':
      return typeof value === 'number' ? BigInt(value) : value;
    case 'Double':
      if (typeof value === 'number' || typeof value === 'bigint') return new ApexDouble(Number(value));
      return value instanceof ApexDecimal ? new ApexDouble(value.toNumber()) : value;
    case 'Decimal':
      if (typeof value === 'number' || typeof value === 'bigint') return new ApexDecimal(BigInt(value));
      return value instanceof ApexDouble ? decimalOfDouble(value.value) : value;
    case 'Datetime':
      return value instanceof ApexDate ? new ApexDatetime(value.days * dayMs) : value;
    case 'Id':
      return typeof value === 'string' ? toId(value) : value;
    default:
      return value;
  }
}
