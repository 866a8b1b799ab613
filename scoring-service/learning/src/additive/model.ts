import { finiteNumber, requireColumn } from '../encoder.ts';
import type { CategoryColumn, FeatureTable, NumberColumn } from '../table.ts';
import { tokenize } from '../tokens.ts';
import type { Tokenizer } from '../tokens.ts';

/**
 * One field's part of an additive model, as effects on the log odds. `number`: the effect at each knot, linear between
 * them, constant outside. `category`: an effect per category, `other` for any other value. `missing` is the effect of no
 * value. `tokens`: `none` plus the effects of the tokens that the value contains; a field may have its tokens beside its
 * categories. Effects are centred: their mean over the training rows is 0.
 */
export type AdditiveField =
  | { kind: 'number'; field: string; knots: number[]; effects: number[]; missing: number }
  | { kind: 'category'; field: string; categories: string[]; effects: number[]; other: number; missing: number }
  | { kind: 'tokens'; field: string; tokenizer: Tokenizer; tokens: string[]; effects: number[]; none: number };

/** A generalised additive model: margin = intercept + Σ effect of each field (Hastie and Tibshirani 1986). Plain JSON. */
export type AdditiveModel = { intercept: number; fields: AdditiveField[] };

/**
 * The effect of one field on every row. Throws a RangeError where the table lacks the field. effect = (1 − share) · e +
 * share · e′ between two knots.
 */
export function fieldEffects(field: AdditiveField, table: FeatureTable): Float64Array {
  const column = requireColumn(table, field);
  if (field.kind === 'number') return numberEffects(field, (column as NumberColumn).values);
  const { values } = column as CategoryColumn;
  return field.kind === 'category' ? categoryEffects(field, values) : tokenEffects(field, values);
}

/** The margin (log odds) of every row. m = intercept + Σ effect of each field (Hastie and Tibshirani 1986). */
export function additiveMargins({ intercept, fields }: AdditiveModel, table: FeatureTable): Float64Array {
  const margins = new Float64Array(table.rowCount).fill(intercept);
  for (const field of fields) {
    const effects = fieldEffects(field, table);
    for (let row = 0; row < margins.length; row++) margins[row] += effects[row];
  }
  return margins;
}

/**
 * Where a number lies among rising knots: after knot `index`, by `share` of the distance to the next. share = (value −
 * k) / (k′ − k).
 */
export function locate(knots: number[], value: number): { index: number; share: number } {
  const last = knots.length - 1;
  if (value <= knots[0]) return { index: 0, share: 0 };
  if (value >= knots[last]) return { index: last, share: 0 };
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (value >= knots[middle]) low = middle;
    else high = middle;
  }
  return { index: low, share: (value - knots[low]) / (knots[high] - knots[low]) };
}

function numberEffects({ knots, effects, missing }: AdditiveField & { kind: 'number' }, values: Float64Array) {
  return values.map((raw) => {
    const value = finiteNumber(raw);
    if (Number.isNaN(value)) return missing;
    const { index, share } = locate(knots, value);
    return share === 0 ? effects[index] : effects[index] + share * (effects[index + 1] - effects[index]);
  });
}

function categoryEffects(field: AdditiveField & { kind: 'category' }, values: (string | undefined)[]): Float64Array {
  const effectOf = new Map(field.categories.map((category, index) => [category, field.effects[index]]));
  return Float64Array.from(values, (value) =>
    value === undefined ? field.missing : (effectOf.get(value) ?? field.other),
  );
}

function tokenEffects(field: AdditiveField & { kind: 'tokens' }, values: (string | undefined)[]): Float64Array {
  const effectOf = new Map(field.tokens.map((token, index) => [token, field.effects[index]]));
  return Float64Array.from(values, (value) =>
    value === undefined
      ? field.none
      : tokenize(value, field.tokenizer).reduce((effect, token) => effect + (effectOf.get(token) ?? 0), field.none),
  );
}

/** An additive model on another scale: margin = slope · own margin + shift. */
export function scaleAdditive({ intercept, fields }: AdditiveModel, slope: number, shift: number): AdditiveModel {
  return {
    intercept: slope * intercept + shift,
    fields: fields.map((field) => mapEffects(field, (effect) => slope * effect)),
  };
}

/** An additive model and its weight in a mixture. */
export type AdditiveShare = { model: AdditiveModel; share: number };

/**
 * Σ shareₖ · modelₖ as one additive model, exactly: all distinguish the same values of the same fields. Throws a
 * RangeError where they do not.
 */
export function mixAdditive([first, ...others]: [AdditiveShare, ...AdditiveShare[]]): AdditiveModel {
  const whole = scaleAdditive(first.model, first.share, 0);
  return others.reduce((mixed, { model, share }) => addAdditive(mixed, scaleAdditive(model, share, 0)), whole);
}

function addAdditive(one: AdditiveModel, other: AdditiveModel): AdditiveModel {
  const fields = one.fields.map((field, index) => {
    const partner = other.fields.at(index);
    const added = partner && effectsOf(partner);
    if (added?.length !== effectsOf(field).length || partner?.field !== field.field) {
      throw new RangeError('Additive models of different fields cannot be mixed.');
    }
    let position = 0;
    return mapEffects(field, (effect) => effect + added[position++]);
  });
  return { intercept: one.intercept + other.intercept, fields };
}

/** Every number of a field that is an effect, always in the same order. */
function effectsOf(field: AdditiveField): number[] {
  const effects: number[] = [];
  mapEffects(field, (effect) => {
    effects.push(effect);
    return effect;
  });
  return effects;
}

function mapEffects(field: AdditiveField, change: (effect: number) => number): AdditiveField {
  const effects = field.effects.map(change);
  if (field.kind === 'tokens') return { ...field, effects, none: change(field.none) };
  if (field.kind === 'number') return { ...field, effects, missing: change(field.missing) };
  return { ...field, effects, other: change(field.other), missing: change(field.missing) };
}
