import type { AdditiveField, AdditiveModel } from './additive-model.ts';

/** Puts an additive model on another scale: margin = slope times its own + shift. */
export function scaleAdditive({ intercept, fields }: AdditiveModel, slope: number, shift: number): AdditiveModel {
  return {
    intercept: slope * intercept + shift,
    fields: fields.map((field) => mapEffects(field, (effect) => slope * effect)),
  };
}

/**
 * The weighted sum of two additive models as one: exact, for both tell apart the same things in the same fields. Throws
 * a RangeError where they do not.
 */
export function mixAdditive(
  [one, oneWeight]: [AdditiveModel, number],
  [other, otherWeight]: [AdditiveModel, number],
): AdditiveModel {
  const fields = one.fields.map((field, index) => {
    const partner = other.fields[index];
    const others = partner && effectsOf(partner);
    if (others?.length !== effectsOf(field).length || partner?.field !== field.field) {
      throw new RangeError('Additive models of different fields cannot be mixed.');
    }
    let position = 0;
    return mapEffects(field, (effect) => oneWeight * effect + otherWeight * (others[position++] as number));
  });
  return { intercept: oneWeight * one.intercept + otherWeight * other.intercept, fields };
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
