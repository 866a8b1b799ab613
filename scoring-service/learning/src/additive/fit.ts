import type { FeatureTable } from '../table.ts';
import { buildDesign, trendsAt } from './design.ts';
import type { AdditiveDesign, DesignField } from './design.ts';
import { fitBasis } from './field-basis.ts';
import type { AdditiveField, AdditiveModel } from './model.ts';
import { fitPenalisedLogistic, rowCurvatures } from './penalised-logistic.ts';
import type { Exactness, LogisticCoefficients } from './penalised-logistic.ts';
import { gatherGram } from './preconditioner.ts';
import { withRelevance } from './relevance.ts';

/**
 * How an additive model is held back: `strength` scales all penalties. `curves` takes them as they are believed
 * beforehand; `lines` lets numbers act along their trends only; `learned` gives each field what it has earned, so that
 * one of noise is flattened without flattening the others.
 */
export type AdditivePenalty = { strength: number; manner: 'curves' | 'lines' | 'learned' };

/** Penalties to choose from, of each manner from stiff to loose. */
export const PENALTIES: readonly AdditivePenalty[] = [
  ...[100, 30, 10, 3, 1, 0.3].map((strength) => ({ strength, manner: 'curves' }) as const),
  ...[30, 10, 3, 1].map((strength) => ({ strength, manner: 'lines' }) as const),
  ...[3, 1, 0.3].map((strength) => ({ strength, manner: 'learned' }) as const),
];

/** The strength of the fit that all others start from. */
const STRENGTH_OF_RELEVANCE = 3;

/** A table with its labels, laid out once for all models that are fitted to it. */
export function prepareAdditive(table: FeatureTable, labels: Uint8Array, exactness: Exactness = 'exact') {
  const design = buildDesign(fitBasis(table), table);
  const designs: Partial<Record<AdditivePenalty['manner'], AdditiveDesign>> = { curves: design };
  // All start from one fit, so that a model is the same whatever was fitted before it, but for rounding.
  const nearby = fitPenalisedLogistic(design, labels, { strength: STRENGTH_OF_RELEVANCE, exactness: 'rough' });
  // What each row tells depends on the model, so the shared Gram matrix is that of a model near all that follow.
  const gram = gatherGram(design, rowCurvatures(design, nearby));
  const first = fitPenalisedLogistic(design, labels, { strength: STRENGTH_OF_RELEVANCE, start: nearby, gram });
  let last = first;
  const designOf = (manner: AdditivePenalty['manner']): AdditiveDesign =>
    manner === 'lines' ? withLines(design) : withRelevance(design, labels, { start: first, gram });
  return {
    design,
    /** Each fit starts from the one before, which costs less when penalties are near. */
    fit({ strength, manner }: AdditivePenalty): AdditiveModel {
      const own = (designs[manner] ??= designOf(manner));
      last = fitPenalisedLogistic(own, labels, { strength, start: last, gram, exactness });
      return toAdditiveModel(design, last);
    },
  };
}

/** A penalty that no curve is worth. */
const CURVE_TIMES = 1000;

/** The same design with numbers along their trends only. */
function withLines(design: AdditiveDesign): AdditiveDesign {
  const ridge = design.ridge.slice();
  const step = design.step.slice();
  for (const { first, curve, trends } of design.fields) {
    if (trends === 0) continue;
    for (let column = first; column < first + curve; column++) {
      ridge[column] = CURVE_TIMES * (ridge[column] as number);
      step[column] = CURVE_TIMES * (step[column] as number);
    }
  }
  return { ...design, ridge, step };
}

/** An additive logistic model; a strong penalty flattens the effects towards the average. */
export function fitAdditiveModel(
  table: FeatureTable,
  labels: Uint8Array,
  penalty: AdditivePenalty | number,
): AdditiveModel {
  const wanted = typeof penalty === 'number' ? { strength: penalty, manner: 'curves' as const } : penalty;
  return prepareAdditive(table, labels).fit(wanted);
}

/** Centres every field's effects, so that a field that says nothing unusual contributes nothing. */
export function toAdditiveModel(
  { fields, masses }: Pick<AdditiveDesign, 'fields' | 'masses'>,
  { intercept, coefficients }: LogisticCoefficients,
): AdditiveModel {
  let centred = intercept;
  const effects = fields.map((field): AdditiveField => {
    const own = coefficients.subarray(field.first, field.first + field.size);
    const average = own.reduce((sum, effect, index) => sum + effect * (masses[field.first + index] as number), 0);
    centred += average;
    return toField(field, own, average);
  });
  return { intercept: centred, fields: effects };
}

/**
 * What has no column of its own has none of the effects: a value never seen counts as the average of the levels, which is
 * not that of the rows. Missing where nothing was missing says nothing.
 */
function toField({ basis, curve, trends }: DesignField, coefficients: Float64Array, average: number): AdditiveField {
  const effectAt = (index: number) => (coefficients[index] ?? 0) - average;
  const { field } = basis;
  if (basis.kind === 'words') {
    const { wording, words } = basis;
    return { kind: 'words', field, wording, words, effects: [...coefficients], none: -average };
  }
  const missing = basis.hasMissing ? effectAt(coefficients.length - 1) : 0;
  if (basis.kind === 'levels') {
    const { levels } = basis;
    const other = basis.hasOther ? effectAt(levels.length) : -average;
    return { kind: 'levels', field, levels, effects: levels.map((_, index) => effectAt(index)), other, missing };
  }
  const { knots } = basis;
  const lines = trends === 0 ? [] : trendsAt(knots);
  const effects = knots.map((_, index) =>
    lines.reduce(
      (sum, line, trend) => sum + (coefficients[curve + trend] as number) * (line[index] as number),
      effectAt(index),
    ),
  );
  return { kind: 'number', field, knots, effects, missing };
}
