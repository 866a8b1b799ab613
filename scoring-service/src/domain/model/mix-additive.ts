import type { AdditiveField, AdditiveModel } from './additive-model.ts';

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
