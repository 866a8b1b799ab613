import type { Goal } from '@plumbline/contract';
import { ScoringError } from '../scoring-error.ts';
import { fieldUseOf, factOf } from './field-kind.ts';
import type { FeatureField, OrgFacts, SourceColumn, SourcePlan, SourceTable } from './source-plan.ts';

const columnOf = (field: string): string => `fairness_${field}`;

/** What is read for the fairness check alone: never a feature, never kept with the model, never read to score. */
export type FairnessFields = { fields: FeatureField[]; columns: SourceColumn[] };

/** The fields of the scored object that the settings mark for the check. Throws ScoringError `goal.invalid` naming one that cannot be read. */
export function fairnessFields(
  { object, settings }: Pick<Goal, 'object' | 'settings'>,
  facts: OrgFacts,
): FairnessFields {
  const found: FairnessFields = { fields: [], columns: [] };
  for (const name of settings.fairnessFields) {
    const fact = factOf(facts, object, name);
    const use = fact && fieldUseOf(fact);
    if (!fact || !use?.isUsable) {
      const why = use?.isUsable === false ? use.reason : 'The integration user cannot read it, or it does not exist.';
      throw new ScoringError('goal.invalid', {
        message: `The fairness check cannot read ${object}.${name}. ${why}`,
        actions: [
          `Correct fairnessFields in Settings__c of the score goal.`,
          `Give the integration user read access to it.`,
        ],
      });
    }
    const { type, protection, feature } = use;
    found.columns.push({ path: fact.name, column: columnOf(fact.name), protection, type });
    found.fields.push({ ...feature, name: columnOf(fact.name), family: 'chosen', isPointInTime: false });
  }
  return found;
}

/** The tables with what the check reads of the scored object. */
export const withFairness = (tables: SourceTable[], object: string, { columns }: FairnessFields): SourceTable[] =>
  tables.map((table) => (table.object === object ? { ...table, columns: [...table.columns, ...columns] } : table));

/** The plan as it is kept with a model: scoring reads nothing that only the check needs. */
export function withoutFairness({ fairness = [], ...plan }: SourcePlan): SourcePlan {
  const names = new Set(fairness.map(({ name }) => name));
  const tables = plan.tables.map((table) => ({
    ...table,
    columns: table.columns.filter(({ column }) => !names.has(column)),
  }));
  return { ...plan, tables };
}
