import type { Goal } from '@plumbline/contract';
import { historyNameOf } from '../goals/goal-conditions.ts';
import { factOf } from '../org-facts.ts';
import type { OrgFacts } from '../org-facts.ts';
import { objectOf } from './feature-catalogue.ts';
import type { ProfileSource, ValueFeature } from './feature-catalogue.ts';
import type { PicklistHistory } from './source-plan.ts';

/**
 * The picklists whose recorded changes a goal reads. History can hold the label that the user who saved saw instead of the
 * value; the values and labels of the org's describe tell which value it was.
 */
export function picklistHistories(
  { goalType, conditions }: Pick<Goal, 'goalType' | 'conditions'>,
  facts: OrgFacts,
  features: readonly ValueFeature[],
): PicklistHistory[] {
  const ofSources = (Object.keys(objectOf) as ProfileSource[]).flatMap((source) => {
    const paths = features.flatMap(({ protection, paths: all }) => (protection === 'none' ? [all[source]] : []));
    const names = [...(source === 'lead' ? ['Status'] : []), ...paths.filter((path) => path !== undefined)];
    return names.map((name) => picklistOf(facts, { table: `${source}_history`, object: objectOf[source], name }));
  });
  const ofConditions = (goalType === 'Opportunity updated' ? conditions : []).map(({ field }) =>
    picklistOf(facts, { table: 'opportunity_history', object: 'Opportunity', name: field }),
  );
  return [...ofSources, ...ofConditions].filter((picklist) => picklist !== undefined);
}

function picklistOf(
  facts: OrgFacts,
  { table, object, name }: { table: PicklistHistory['table']; object: string; name: string },
): PicklistHistory | undefined {
  const fact = factOf(facts, object, name);
  if (fact?.type !== 'picklist' || fact.values === undefined) return undefined;
  const known = [...fact.values, ...(fact.inactiveValues ?? [])];
  const values = known.map(({ value }) => value);
  const labels = known.filter(({ value, label }) => value !== label && !values.includes(label));
  return { table, field: historyNameOf(fact), values, labels };
}
