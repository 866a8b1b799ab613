import { ownSource } from '../../domain/features/feature-catalogue.ts';
import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import { completenessColumns } from '../../domain/features/own-fields.ts';
import type { FeatureField, SourceColumn, SourcePlan } from '../../domain/features/source-plan.ts';
import { plannedTable } from './load-sql.ts';
import { mergeSql } from './merge-sql.ts';
import type { SourceValue } from './merge-sql.ts';
import { profileSources, textAt } from './rebuilt-sql.ts';
import type { ChangedFields } from './rebuilt-sql.ts';
import { sourceChangedAt } from './source-change-sql.ts';
import { dayMs, quoteText, readText } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

const columnOf = (plan: SourcePlan, source: ProfileSource, name: string): SourceColumn | undefined =>
  plannedTable(plan, source)?.columns.find(({ column }) => column === name);

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
export function valueSql(plan: SourcePlan, field: FeatureField, changed: ChangedFields): string | undefined {
  const found = sourceValues(plan, field, changed);
  if (found.length === 0) return undefined;
  const merged = mergeSql(plan.goal.mergePolicy, found);
  const { type, protection } = found[0]?.column ?? {};
  if (protection === 'presence') return `CASE WHEN ${merged} IS NULL THEN 0 ELSE 1 END`;
  if (type === 'boolean') return `CASE ${merged} WHEN true THEN 1 WHEN false THEN 0 END`;
  return type === 'date' || type === 'datetime' ? `(s.as_of - ${merged}) / ${dayMs}.0` : merged;
}

/** Which source the value of a feature comes from, by its name; NULL where there is no value. */
export function valueSourceSql(plan: SourcePlan, field: FeatureField): string | undefined {
  const found = sourceValues(plan, field, {}).map((one) => ({
    ...one,
    value: `CASE WHEN ${one.value} IS NOT NULL THEN ${quoteText(one.source)} END`,
  }));
  return found.length === 0 ? undefined : mergeSql(plan.goal.mergePolicy, found);
}

const sourceValues = (
  plan: SourcePlan,
  { name }: FeatureField,
  changed: ChangedFields,
): (SourceValue & { column: SourceColumn })[] =>
  profileSources.flatMap((source) => {
    const column = columnOf(plan, source, name);
    if (column === undefined) return [];
    const value = readValue(textAt(source, column, changed), column);
    return [{ source, column, value, changedAt: sourceChangedAt(source) }];
  });

/** The share of the record's own standard fields that are filled. */
export function completenessSql(plan: SourcePlan, changed: ChangedFields): string {
  const own = ownSource[plan.goal.object];
  const filled = completenessColumns(plan).map(
    (column) => `(${readText(textAt(own, column, changed), 'text')} IS NOT NULL)::INTEGER`,
  );
  return filled.length === 0 ? 'NULL' : `(${filled.join(' + ')}) / ${filled.length}.0`;
}
