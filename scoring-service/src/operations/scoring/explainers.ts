import { createExplainer } from '@plumbline/learning';
import type { Explainer, ScoringModel } from '@plumbline/learning';
import { withScoreParts } from '../../domain/features/score-columns.ts';
import type { Goal } from '@plumbline/contract';
import { sensitiveInputs, sourcedFields } from '../../domain/features/feature-sources.ts';
import type { SourcedField } from '../../domain/features/feature-sources.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { OptionalPart } from '../../domain/goals/score-field-set.ts';
import type { StoredModel } from '../../ports/models.ts';

/** Explainers by model, because preparing one takes longer than scoring a record. */
const explainers = new WeakMap<ScoringModel, Explainer>();

/** The explainer of a model; it explains table by table. */
export function explainerOf(model: ScoringModel): Explainer {
  const explain = explainers.get(model) ?? createExplainer(model);
  explainers.set(model, explain);
  return explain;
}

/** Inputs with their sources by model, which a single evaluation would otherwise derive again. */
const inputs = new WeakMap<ScoringModel, SourcedField[]>();

/** The inputs of a stored model with their sources. */
export function sourcedInputs({
  model,
  plan,
  distribution,
}: Pick<StoredModel, 'model' | 'plan' | 'distribution'>): SourcedField[] {
  const fields = inputs.get(model) ?? sourcedFields(plan, distribution);
  inputs.set(model, fields);
  return fields;
}

/** The inputs of plans with their own sources. */
const planned = new WeakMap<SourcePlan, SourcedField[]>();

/** The inputs of a plan that its goal has come to mark as sensitive since the training. */
export function sensitiveOf(plan: SourcePlan, goal: Goal): readonly SourcedField[] {
  if (goal.settings.sensitiveFields.length === 0) return [];
  const fields = planned.get(plan) ?? sourcedFields(plan);
  planned.set(plan, fields);
  return sensitiveInputs(fields, goal);
}

/** Widened plans by plan and parts: the feature engine keeps its tables for the next record of the very same plan. */
const widened = new WeakMap<SourcePlan, Map<string, SourcePlan>>();

/** The plan of a model, widened by the optional score fields that the org has. */
export function planWith(plan: SourcePlan, parts: readonly OptionalPart[]): SourcePlan {
  const ofPlan = widened.get(plan) ?? new Map<string, SourcePlan>();
  widened.set(plan, ofPlan);
  const key = parts.join(' ');
  const known = ofPlan.get(key) ?? withScoreParts(plan, parts);
  ofPlan.set(key, known);
  return known;
}
