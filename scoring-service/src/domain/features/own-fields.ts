import type { SourceColumn, SourcePlan, SourceTableName } from './source-plan.ts';

/** The table that holds the scored records themselves. */
export const ownTable = ({ goal }: Pick<SourcePlan, 'goal'>): SourceTableName =>
  goal.object.toLowerCase() as SourceTableName;

/** The record's own field that an input is read from; undefined where it is computed. */
export const ownColumnOf = (plan: SourcePlan, feature: string): SourceColumn | undefined =>
  plan.tables.find(({ name }) => name === ownTable(plan))?.columns.find(({ column }) => column === feature);

/** API name of that field. */
export const ownFieldOf = (plan: SourcePlan, feature: string): string | undefined => ownColumnOf(plan, feature)?.path;

/** By how much the share of filled fields grows when a field of the record is filled in; 0 for one that is not counted. */
export function completenessStep(plan: SourcePlan, field: string): number {
  const counted = plan.fields.filter(
    ({ name, family }) => family !== 'chosen' && family !== 'need' && ownFieldOf(plan, name) !== undefined,
  );
  return counted.some(({ name }) => name === field) ? 1 / counted.length : 0;
}
