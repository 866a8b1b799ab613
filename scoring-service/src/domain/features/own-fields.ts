import { isSameName } from '../org-facts.ts';
import type { SourceColumn, SourcePlan, SourceTableName } from './source-plan.ts';

/** The table that holds the scored records themselves. */
export const ownTable = ({ goal }: Pick<SourcePlan, 'goal'>): SourceTableName =>
  goal.object.toLowerCase() as SourceTableName;

/** The record's own field that an input is read from; undefined where it is computed. */
export const ownColumnOf = (plan: SourcePlan, feature: string): SourceColumn | undefined =>
  plan.tables.find(({ name }) => name === ownTable(plan))?.columns.find(({ column }) => column === feature);

/** API name of the record's own field that an input is read from. */
export const ownFieldOf = (plan: SourcePlan, feature: string): string | undefined => ownColumnOf(plan, feature)?.path;

/**
 * The record's own standard fields whose filled share is the feature `completeness`, each once: a field behind several
 * features counts through the first of them.
 */
export const completenessColumns = (plan: SourcePlan): SourceColumn[] =>
  plan.fields
    .filter(({ family }) => family !== 'chosen' && family !== 'need')
    .flatMap(({ name }) => ownColumnOf(plan, name) ?? [])
    // A record type is chosen for the user, not filled in.
    .filter(({ path }) => !path.includes('.'))
    .filter(({ path }, position, all) => all.findIndex((other) => isSameName(other.path, path)) === position);

/** By how much `completeness` grows when the field behind a feature is filled in; 0 for a field that does not count. */
export function completenessStep(plan: SourcePlan, feature: string): number {
  const field = ownFieldOf(plan, feature);
  const counted = completenessColumns(plan);
  return field !== undefined && counted.some(({ path }) => isSameName(path, field)) ? 1 / counted.length : 0;
}
