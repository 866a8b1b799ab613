import { finiteNumber } from '../encoder.ts';
import type { FeatureColumn, FeatureTable } from '../table.ts';
import { countLevels, frequentWords, wordingOf } from '../tokens.ts';
import type { Wording } from '../tokens.ts';

/**
 * What an additive model tells apart in a field. A number: its knots, and its trends as straight lines over the values
 * and over the ranks of the knots; a category: its levels and the rare ones together (where `hasOther`); both: missing
 * (where `hasMissing`). A text made of words has these besides.
 */
export type FieldBasis =
  | { kind: 'number'; field: string; knots: number[]; hasMissing: boolean }
  | { kind: 'levels'; field: string; levels: string[]; hasOther: boolean; hasMissing: boolean }
  | { kind: 'words'; field: string; wording: Wording; words: string[] };

const KNOTS = 12;
const MINIMUM_ROWS = 1;
const MAXIMUM_LEVELS = 2000;
const WORD_ROWS = 5;
const MAXIMUM_WORDS = 300;

/** Knots, levels and words of every field that is not constant. The order of the rows does not matter. */
export function fitBasis(table: FeatureTable): FieldBasis[] {
  return table.columns.flatMap((column) =>
    column.kind === 'number' ? numberBasis(column) : [...levelBasis(column), ...wordBasis(column)],
  );
}

function numberBasis({ name, values }: FeatureColumn & { kind: 'number' }): FieldBasis[] {
  const known = values.map(finiteNumber).filter((value) => !Number.isNaN(value));
  const hasMissing = known.length < values.length;
  const knots = quantileKnots(known.sort());
  const isConstant = knots.length + Number(hasMissing) < 2;
  return isConstant ? [] : [{ kind: 'number', field: name, knots, hasMissing }];
}

function levelBasis({ name, values }: FeatureColumn & { kind: 'category' }): FieldBasis[] {
  const counted = countLevels(values);
  const levels = counted
    .filter(({ count }) => count >= MINIMUM_ROWS)
    .slice(0, MAXIMUM_LEVELS)
    .map(({ level }) => level);
  const hasOther = levels.length < counted.length;
  const hasMissing = values.includes(undefined);
  const isConstant = levels.length + Number(hasOther) + Number(hasMissing) < 2;
  return isConstant ? [] : [{ kind: 'levels', field: name, levels, hasOther, hasMissing }];
}

function wordBasis({ name, values }: FeatureColumn & { kind: 'category' }): FieldBasis[] {
  const wording = wordingOf(values);
  if (wording === undefined) return [];
  const words = frequentWords(values, wording, { fewestRows: WORD_ROWS, most: MAXIMUM_WORDS });
  return words.length === 0 ? [] : [{ kind: 'words', field: name, wording, words }];
}

/** Quantiles from the lowest to the highest value, repeated ones once. */
function quantileKnots(sorted: Float64Array): number[] {
  const knots = new Set<number>();
  if (sorted.length === 0) return [];
  for (let knot = 0; knot < KNOTS; knot++) {
    knots.add(sorted[Math.round((knot * (sorted.length - 1)) / (KNOTS - 1))] as number);
  }
  return [...knots];
}
