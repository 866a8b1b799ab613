import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import type { FeatureField, SourceColumn, SourcePlan } from '../../domain/features/source-plan.ts';
import { plannedTable } from './load-sql.ts';
import { mergeSql } from './merge-sql.ts';
import { dayMs, quoteName, quoteText, readText } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

const sources: readonly { source: ProfileSource; alias: string }[] = [
  { source: 'lead', alias: 'l' },
  { source: 'contact', alias: 'c' },
  { source: 'account', alias: 'a' },
];

const columnOf = (plan: SourcePlan, source: ProfileSource, name: string): SourceColumn | undefined =>
  plannedTable(plan, source)?.columns.find(({ column }) => column === name);

/** Lead columns that can be rebuilt: history holds the values of fields that leave the org as they are. */
export const rebuildable = (plan: SourcePlan): SourceColumn[] =>
  (plannedTable(plan, 'lead')?.columns ?? []).filter(
    ({ column, protection }) =>
      column === 'status' || (protection === 'none' && plan.fields.some(({ name }) => name === column)),
  );

/** The text of a lead's column as it stood at `known_at`: before the first change after that, else as it is today. */
export function leadText({ path, column }: Pick<SourceColumn, 'path' | 'column'>, changedFields: readonly string[]) {
  const today = `l.${quoteName(column)}`;
  const position = changedFields.indexOf(path);
  return position < 0 ? today : `CASE WHEN r.is_changed_${position} THEN r.old_${position} ELSE ${today} END`;
}

/** For each row of snap the values before their first change after `known_at`, for fields that have history at all. */
export function rebuiltRelations(changedFields: readonly string[]): Relations {
  if (changedFields.length === 0) return [];
  const columns = changedFields.map(
    (field, position) =>
      `coalesce(bool_or(field = ${quoteText(field)}), false) AS is_changed_${position}, ` +
      `max(old_value) FILTER (field = ${quoteText(field)}) AS old_${position}`,
  );
  return [
    [
      'first_changes',
      `SELECT DISTINCT ON (s.record_id, s.as_of, h.field) s.record_id, s.as_of, h.field, h.old_value
       FROM snap s JOIN lead_history h ON h.lead_id = s.record_id AND h.created_date > s.known_at
       ORDER BY s.record_id, s.as_of, h.field, h.created_date, h.id`,
    ],
    ['rebuilt', `SELECT record_id, as_of, ${columns.join(', ')} FROM first_changes GROUP BY record_id, as_of`],
  ];
}

/** The oldest contact of each e-mail address: what a lead is matched to from the moment that contact exists. */
export const firstContactRelation: Relations[number] = [
  'first_contact',
  `SELECT DISTINCT ON (email_key) email_key, id, created_date, account_id
   FROM contact WHERE email_key IS NOT NULL ORDER BY email_key, created_date, id`,
];

function readValue(text: string, { protection, type = 'text' }: SourceColumn): string {
  return readText(text, protection === 'none' ? type : 'text');
}

/**
 * A feature that is a value, standing in columns of its name: typed, merged by the goal's policy, dates as days counted
 * to the moment. Undefined where no table has such a column.
 */
export function valueSql(plan: SourcePlan, field: FeatureField, changedFields: readonly string[]): string | undefined {
  const found = sources.flatMap(({ source, alias }) => {
    const column = columnOf(plan, source, field.name);
    if (column === undefined) return [];
    const text = source === 'lead' ? leadText(column, changedFields) : `${alias}.${quoteName(field.name)}`;
    return [{ source, column, value: readValue(text, column), changedAt: `${alias}.last_modified_date` }];
  });
  if (found.length === 0) return undefined;
  const merged = mergeSql(plan.goal.mergePolicy, found);
  const { type, protection } = found[0]?.column ?? {};
  if (protection === 'presence') return `CASE WHEN ${merged} IS NULL THEN 0 ELSE 1 END`;
  if (type === 'boolean') return `CASE ${merged} WHEN true THEN 1 WHEN false THEN 0 END`;
  return type === 'date' || type === 'datetime' ? `(s.as_of - ${merged}) / ${dayMs}.0` : merged;
}

/** The share of the lead's standard fields that are filled. */
export function completenessSql(plan: SourcePlan, changedFields: readonly string[]): string {
  const filled = plan.fields
    .filter(({ family }) => family !== 'chosen' && family !== 'need')
    .flatMap(({ name }) => columnOf(plan, 'lead', name) ?? [])
    // Of several features that are made of one field, the first stands for it.
    .filter(({ path }, position, all) => all.findIndex((other) => other.path === path) === position)
    .map((column) => `(${readText(leadText(column, changedFields), 'text')} IS NOT NULL)::INTEGER`);
  return filled.length === 0 ? 'NULL' : `(${filled.join(' + ')}) / ${filled.length}.0`;
}
