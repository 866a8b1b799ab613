import type { Goal } from '@plumbline/contract';
import { factOf } from '../org-facts.ts';
import type { OrgFacts } from '../org-facts.ts';
import { ScoringError } from '../scoring-error.ts';
import { fieldUseOf } from './field-use.ts';
import type { FeatureField, SourceColumn, SourcePlan, SourceTable } from './source-plan.ts';

/** Fields read for the fairness check of a training only; they are neither features nor read to score. */
type FairnessFields = { fields: FeatureField[]; columns: SourceColumn[] };

/** The fields of the scored object that the settings select for the fairness check. Throws ScoringError `goal.invalid` naming one that cannot be read. */
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

/** The tables with the columns of the fairness check. */
export const withFairness = (tables: SourceTable[], object: string, { columns }: FairnessFields): SourceTable[] =>
  tables.map((table) => (table.object === object ? { ...table, columns: [...table.columns, ...columns] } : table));

/** The plan that is stored with a model, without what only the fairness check reads. */
export function withoutFairness({ fairness = [], ...plan }: SourcePlan): SourcePlan {
  const names = new Set(fairness.map(({ name }) => name));
  const tables = plan.tables.map((table) => ({
    ...table,
    columns: table.columns.filter(({ column }) => !names.has(column)),
  }));
  return { ...plan, tables };
}

const columnOf = (field: string): string => `fairness_${field}`;
