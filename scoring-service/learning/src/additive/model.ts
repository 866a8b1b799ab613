import { finiteNumber, requireColumn } from '../encoder.ts';
import type { CategoryColumn, FeatureTable, NumberColumn } from '../table.ts';
import { readWords } from '../tokens.ts';
import type { Wording } from '../tokens.ts';

/**
 * One field's share of an additive model. `number`: the effect at each knot, straight lines between, flat outside;
 * `levels`: an effect a level, `other` for any other value. `missing` is the effect of no value. `words`: `none` plus the
 * effects of the words that the value has; a field may have its words beside its levels. Effects are centred: the rows
 * the model was fitted on have a mean effect of 0.
 */
export type AdditiveField =
  | { kind: 'number'; field: string; knots: number[]; effects: number[]; missing: number }
  | { kind: 'levels'; field: string; levels: string[]; effects: number[]; other: number; missing: number }
  | { kind: 'words'; field: string; wording: Wording; words: string[]; effects: number[]; none: number };

/** A logistic model that is a sum of one effect a field: margin = intercept + effects. Plain JSON. */
export type AdditiveModel = { intercept: number; fields: AdditiveField[] };

/** The effect of one field on every row. */
export function fieldEffects(field: AdditiveField, table: FeatureTable): Float64Array {
  const column = requireColumn(table, field);
  if (field.kind === 'number') return numberEffects(field, (column as NumberColumn).values);
  const { values } = column as CategoryColumn;
  return field.kind === 'levels' ? levelEffects(field, values) : wordEffects(field, values);
}

/** The margin (log odds) of every row. */
export function additiveMargins({ intercept, fields }: AdditiveModel, table: FeatureTable): Float64Array {
  const margins = new Float64Array(table.rowCount).fill(intercept);
  for (const field of fields) {
    const effects = fieldEffects(field, table);
    for (let row = 0; row < margins.length; row++) margins[row] = (margins[row] as number) + (effects[row] as number);
  }
  return margins;
}

/** Where a number lies among rising knots: after knot `index`, by `share` of the way to the next. */
export function locate(knots: number[], value: number): { index: number; share: number } {
  const last = knots.length - 1;
  if (value <= (knots[0] as number)) return { index: 0, share: 0 };
  if (value >= (knots[last] as number)) return { index: last, share: 0 };
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (value >= (knots[middle] as number)) low = middle;
    else high = middle;
  }
  const from = knots[low] as number;
  return { index: low, share: (value - from) / ((knots[high] as number) - from) };
}

function numberEffects({ knots, effects, missing }: AdditiveField & { kind: 'number' }, values: Float64Array) {
  return values.map((raw) => {
    const value = finiteNumber(raw);
    if (Number.isNaN(value)) return missing;
    const { index, share } = locate(knots, value);
    const effect = effects[index] as number;
    return share === 0 ? effect : effect + share * ((effects[index + 1] as number) - effect);
  });
}

function levelEffects(field: AdditiveField & { kind: 'levels' }, values: (string | undefined)[]): Float64Array {
  const effectOf = new Map(field.levels.map((level, index) => [level, field.effects[index] as number]));
  return Float64Array.from(values, (value) =>
    value === undefined ? field.missing : (effectOf.get(value) ?? field.other),
  );
}

function wordEffects(field: AdditiveField & { kind: 'words' }, values: (string | undefined)[]): Float64Array {
  const effectOf = new Map(field.words.map((word, index) => [word, field.effects[index] as number]));
  return Float64Array.from(values, (value) =>
    value === undefined
      ? field.none
      : readWords(value, field.wording).reduce((sum, word) => sum + (effectOf.get(word) ?? 0), field.none),
  );
}

/** Puts an additive model on another scale: margin = slope times its own + shift. */
export function scaleAdditive({ intercept, fields }: AdditiveModel, slope: number, shift: number): AdditiveModel {
  return {
    intercept: slope * intercept + shift,
    fields: fields.map((field) => mapEffects(field, (effect) => slope * effect)),
  };
}

/** An additive model and its share in a mixture. */
export type AdditiveShare = { model: AdditiveModel; share: number };

/**
 * The weighted sum of additive models as one: exact, for all tell apart the same things in the same fields. Throws a
 * RangeError where they do not.
 */
export function mixAdditive([first, ...others]: [AdditiveShare, ...AdditiveShare[]]): AdditiveModel {
  const whole = scaleAdditive(first.model, first.share, 0);
  return others.reduce((sum, { model, share }) => addAdditive(sum, scaleAdditive(model, share, 0)), whole);
}

function addAdditive(one: AdditiveModel, other: AdditiveModel): AdditiveModel {
  const fields = one.fields.map((field, index) => {
    const partner = other.fields[index];
    const added = partner && effectsOf(partner);
    if (added?.length !== effectsOf(field).length || partner?.field !== field.field) {
      throw new RangeError('Additive models of different fields cannot be mixed.');
    }
    let position = 0;
    return mapEffects(field, (effect) => effect + (added[position++] as number));
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
  if (field.kind === 'words') return { ...field, effects, none: change(field.none) };
  if (field.kind === 'number') return { ...field, effects, missing: change(field.missing) };
  return { ...field, effects, other: change(field.other), missing: change(field.missing) };
}
