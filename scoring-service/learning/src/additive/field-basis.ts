import { finiteNumber } from '../encoder.ts';
import type { CategoryColumn, FeatureTable, NumberColumn } from '../table.ts';
import { chooseTokenizer, countCategories, frequentTokens } from '../tokens.ts';
import type { Tokenizer } from '../tokens.ts';

/**
 * What an additive model distinguishes in a field. Of a number the knots; of a category the categories and the rare ones
 * together (`hasOther`); of both missing values (`hasMissing`). A text has its tokens besides.
 */
export type FieldBasis =
  | { kind: 'number'; field: string; knots: number[]; hasMissing: boolean }
  | { kind: 'category'; field: string; categories: string[]; hasOther: boolean; hasMissing: boolean }
  | { kind: 'tokens'; field: string; tokenizer: Tokenizer; tokens: string[] };

const KNOTS = 12;
const MAX_CATEGORIES = 2000;
const MIN_TOKEN_ROWS = 5;
const MAX_TOKENS = 300;

/**
 * Knots, categories and tokens of every field that is not constant. The order of the rows does not matter. Knots are
 * the quantiles 0, 1/11, … 1 (Eilers and Marx 1996).
 */
export function fitBasis(table: FeatureTable): FieldBasis[] {
  return table.columns.flatMap((column) =>
    column.kind === 'number' ? numberBasis(column) : [...categoryBasis(column), ...tokenBasis(column)],
  );
}

function numberBasis({ name, values }: NumberColumn): FieldBasis[] {
  const known = values.map(finiteNumber).filter((value) => !Number.isNaN(value));
  const hasMissing = known.length < values.length;
  const knots = quantileKnots(known.sort());
  const isConstant = knots.length + Number(hasMissing) < 2;
  return isConstant ? [] : [{ kind: 'number', field: name, knots, hasMissing }];
}

function categoryBasis({ name, values }: CategoryColumn): FieldBasis[] {
  const counted = countCategories(values);
  const categories = counted.slice(0, MAX_CATEGORIES).map(({ category }) => category);
  const hasOther = categories.length < counted.length;
  const hasMissing = values.includes(undefined);
  const isConstant = categories.length + Number(hasOther) + Number(hasMissing) < 2;
  return isConstant ? [] : [{ kind: 'category', field: name, categories, hasOther, hasMissing }];
}

function tokenBasis({ name, values }: CategoryColumn): FieldBasis[] {
  const tokenizer = chooseTokenizer(values);
  if (tokenizer === undefined) return [];
  const tokens = frequentTokens(values, tokenizer, { minRows: MIN_TOKEN_ROWS, maxTokens: MAX_TOKENS });
  return tokens.length === 0 ? [] : [{ kind: 'tokens', field: name, tokenizer, tokens }];
}

/** Quantiles from the lowest to the highest value, repeated ones once. */
function quantileKnots(sorted: Float64Array): number[] {
  const knots = new Set<number>();
  if (sorted.length === 0) return [];
  for (let knot = 0; knot < KNOTS; knot++) knots.add(sorted[Math.round((knot * (sorted.length - 1)) / (KNOTS - 1))]);
  return [...knots];
}
