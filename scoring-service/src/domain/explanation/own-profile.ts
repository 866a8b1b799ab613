import { ownFieldOf } from '../features/change-values.ts';
import type { SourcePlan } from '../features/source-plan.ts';

/** By how much the share of filled fields grows when a field of the record is filled in; 0 for one that is not counted. */
export function completenessStep(plan: SourcePlan, field: string): number {
  const counted = plan.fields.filter(
    ({ name, family }) => family !== 'chosen' && family !== 'need' && ownFieldOf(plan, name) !== undefined,
  );
  return counted.some(({ name }) => name === field) ? 1 / counted.length : 0;
}
