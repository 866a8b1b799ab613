import type { AdditiveField } from '../../../../scoring-service/learning/src/additive/model.ts';
import type { ScoringModel } from '../../../../scoring-service/learning/src/scoring-model.ts';
import type { FeatureRow } from '../../../../scoring-service/src/domain/features/feature-row.ts';
import type { FeatureField } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { madeUpPlan } from '../../adapters/features/made-up-org.ts';

/** The plan of a lead goal with all features. */
export const { plan } = madeUpPlan({ qualifiedStatuses: ['Open'] });

export const fieldOf = (name: string): FeatureField => {
  const field = plan.fields.find((candidate) => candidate.name === name);
  if (!field) throw new RangeError(`The plan has no field ${name}.`);
  return field;
};

/** A model that reads all fields of the plan, of which only these have effects. */
export const modelOf = (effects: AdditiveField[], intercept = -1): ScoringModel => ({
  fields: plan.fields.map(({ name, kind }) => ({ name, kind })),
  treeWeight: 0,
  additive: { intercept, fields: effects },
  calibration: { low: 1, high: 1, shift: 0 },
  reference: Array.from({ length: 100 }, (_, index) => (index + 0.5) / 100),
});

/** An effect of `perUnit` a unit, up to 10 units. */
export const slope = (field: string, perUnit: number, missing = 0): AdditiveField => ({
  ...{ kind: 'number', field, knots: [0, 10], effects: [0, 10 * perUnit], missing },
});

/** A row with these values; all others are missing. */
export const rowOf = (model: ScoringModel, values: Record<string, number | string>): FeatureRow =>
  model.fields.map(({ name }) => values[name] ?? null);
