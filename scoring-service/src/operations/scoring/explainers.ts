import { createExplainer } from '@plumbline/learning';
import type { Explainer, ScoringModel } from '@plumbline/learning';

/** Explainers by model, because preparing one takes longer than scoring a record. */
const explainers = new WeakMap<ScoringModel, Explainer>();

/** The explainer of a model; it explains table by table. */
export function explainerOf(model: ScoringModel): Explainer {
  const explain = explainers.get(model) ?? createExplainer(model);
  explainers.set(model, explain);
  return explain;
}
