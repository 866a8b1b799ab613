import type { FormulaValue } from './values.ts';

/** A function that depends on its arguments only, with the number of arguments it takes. */
export type PlainFunction = {
  least: number;
  most: number;
  apply: (values: FormulaValue[], now: Date) => FormulaValue;
};

/** A function of up to three values; `most` and `least` are the allowed numbers of arguments. */
export const of = (
  least: number,
  apply: (one: FormulaValue, two: FormulaValue, three: FormulaValue, now: Date) => FormulaValue,
  most = least,
): PlainFunction => ({
  least,
  most,
  apply: ([one = null, two = null, three = null], now) => apply(one, two, three, now),
});
