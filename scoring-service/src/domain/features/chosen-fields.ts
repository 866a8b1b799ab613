import type { Goal } from '@plumbline/contract';
import { factOf, isSameName } from '../org-facts.ts';
import type { FieldFact, OrgFacts } from '../org-facts.ts';
import { ScoringError } from '../scoring-error.ts';
import { ownSource } from './feature-catalogue.ts';
import type { ValueFeature } from './feature-catalogue.ts';
import { explainedFields, fieldUseOf, neverReason } from './field-use.ts';
import type { FeatureField, SourceColumn, SourcePlan, SourceTable } from './source-plan.ts';

/**
 * Features F1 and F9: the need field, all custom fields of the scored object and the fields that the admin picked, without
 * those that must not become features. `ownFields` are the fields that the goal writes, `used` those that already are
 * features. Throws ScoringError `goal.invalid` naming a field that does not exist.
 */
export function chosenFeatures(
  goal: Pick<Goal, 'object' | 'settings'>,
  facts: OrgFacts,
  { ownFields, used }: { ownFields: readonly string[]; used: readonly string[] },
): { features: ValueFeature[]; leftOut: LeftOut } {
  const { object, settings } = goal;
  const need = settings.needTypeField === undefined ? undefined : requireChosen(facts, object, settings.needTypeField);
  const picked = settings.extraFields.map((field) => requireChosen(facts, object, field));
  const all = (facts[object] ?? []).filter(
    (fact) =>
      fact === need ||
      picked.includes(fact) ||
      fact.isCustom ||
      has(explainedFields, fact) ||
      unwantedReason(goal, fact) !== undefined,
  );
  const features: ValueFeature[] = [];
  const leftOut: LeftOut = [];
  for (const fact of all) {
    const { name, label } = fact;
    const reason = unwantedReason(goal, fact) ?? neverReason(fact, ownFields);
    const use = fieldUseOf(fact);
    if (reason !== undefined) leftOut.push({ field: name, label, reason });
    else if (has(used, fact)) continue;
    else if (!use.isUsable) leftOut.push({ field: name, label, reason: use.reason });
    else {
      const { type, protection, feature } = use;
      const place = { type, protection, isPointInTime: false, paths: { [ownSource[object]]: name } };
      features.push(
        fact === need
          ? { ...feature, ...place, name: 'need_type', family: 'need' }
          : { ...feature, ...place, name, family: 'chosen' },
      );
    }
  }
  return { features, leftOut };
}

/** Why the settings of a goal exclude a field; undefined where they do not. */
export function unwantedReason(
  { settings }: Pick<Goal, 'settings'>,
  fact: Pick<FieldFact, 'name'>,
): string | undefined {
  if (has(settings.sensitiveFields, fact)) return 'It is marked as sensitive in the settings of the goal.';
  return has(settings.excludedFields, fact) ? 'It is excluded in the settings of the goal.' : undefined;
}

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

type LeftOut = SourcePlan['leftOut'];

const has = (names: readonly string[], { name }: Pick<FieldFact, 'name'>): boolean =>
  names.some((other) => isSameName(other, name));

function requireChosen(facts: OrgFacts, object: string, field: string): FieldFact {
  const fact = factOf(facts, object, field);
  if (fact !== undefined) return fact;
  throw new ScoringError('goal.invalid', {
    message: `The settings of the goal name ${object}.${field}, which the integration user cannot read or which does not exist.`,
    actions: [`Correct ${field} in Settings__c of the score goal.`, `Give the integration user read access to it.`],
  });
}

const columnOf = (field: string): string => `fairness_${field}`;
