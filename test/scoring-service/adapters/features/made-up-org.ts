import type { Goal } from '@plumbline/contract';
import type { FeatureTable } from '@plumbline/learning';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { SourcePlan, SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import type { OrgFacts } from '../../../../scoring-service/src/domain/org-facts.ts';
import { leadGoal } from '../../domain/features/lead-goal.ts';
import { fact, orgFacts } from '../../domain/features/org-facts.ts';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';

export const dayMs = DAY_MS;
const start = Date.parse('2025-01-01T09:00:00.000Z');

/** The time so many days after the start of the made-up org. */
export const day = (days: number): Date => new Date(start + days * dayMs);
export const at = (days: number): string => day(days).toISOString();

/** Custom fields of the made-up leads. */
const customFields = [
  ...[fact('Need__c', 'picklist'), fact('Budget__c', 'currency'), fact('Wants_Demo__c', 'boolean')],
  ...[fact('Trial_Ends__c', 'date'), fact('Private_Mail__c', 'email')],
];

export function madeUpPlan(changes: Parameters<typeof leadGoal>[0] = {}): { goal: Goal; plan: SourcePlan } {
  const facts: OrgFacts = orgFacts();
  const goal = leadGoal(changes);
  return { goal, plan: planSource(goal, { ...facts, Lead: [...(facts['Lead'] ?? []), ...customFields] }) };
}

/** A lead of the first day with a few fields changed. */
export const lead = (id: string, fields: SourceRow = {}): SourceRow => ({
  id,
  created_date: at(0),
  status: 'Open',
  is_converted: 'false',
  ...fields,
});

let activities = 0;
export const call = (who: string, days: number, fields: SourceRow = {}): SourceRow => ({
  id: `00T${++activities}`,
  who_id: who,
  task_subtype: 'Call',
  created_date: at(days),
  completed_date: at(days),
  is_closed: 'true',
  ...fields,
});
export const change = (leadId: string, days: number, field: string, from?: string, to?: string): SourceRow => ({
  id: `017${++activities}`,
  lead_id: leadId,
  field,
  old_value: from,
  new_value: to,
  created_date: at(days),
});

/** The value of a feature in a row, undefined if missing. */
export function valueIn(table: FeatureTable, name: string, row = 0): number | string | undefined {
  const column = table.columns.find((other) => other.name === name);
  if (column === undefined) throw new RangeError(`no feature ${name}`);
  const value = column.values[row];
  return typeof value === 'number' && Number.isNaN(value) ? undefined : value;
}

/** Names and values of a row. */
export const rowOf = (table: FeatureTable, row: number): Record<string, number | string | undefined> =>
  Object.fromEntries(table.columns.map(({ name }) => [name, valueIn(table, name, row)]));

/** Rows as pages of CSV, as the extraction writes them. */
export function csvPages(plan: SourcePlan, rows: SourceRows): Record<string, string> {
  const cell = (value: string | undefined): string => (value === undefined ? '' : `"${value.replaceAll('"', '""')}"`);
  return Object.fromEntries(
    plan.tables.map(({ name, columns }) => {
      const lines = (rows[name] ?? []).map((row) => columns.map(({ column }) => cell(row[column])).join(','));
      return [`${name}-1.csv`, `${[columns.map(({ column }) => column).join(','), ...lines].join('\n')}\n`];
    }),
  );
}
