import type { Goal } from '@plumbline/contract';
import { ownSource } from '../../domain/features/feature-catalogue.ts';
import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import { completenessColumns } from '../../domain/features/own-fields.ts';
import type { FeatureField, SourceColumn, SourcePlan } from '../../domain/features/source-plan.ts';
import { DAY_MS } from '../../domain/time.ts';
import { inCorporateCurrency } from './currency-sql.ts';
import { aliases, profileSources, textAt, sourceChangedAt } from './field-history-sql.ts';
import type { ChangedFields } from './field-history-sql.ts';
import { plannedTable } from './load-tables.ts';
import { isJoined } from './present-rows.ts';
import { quoteText, readText, typedNull } from './sql-text.ts';

const columnOf = (plan: SourcePlan, source: ProfileSource, name: string): SourceColumn | undefined =>
  plannedTable(plan, source)?.columns.find(({ column }) => column === name);

function readValue(text: string, { protection, type = 'text' }: SourceColumn): string {
  return readText(text, protection === 'none' ? type : 'text');
}

const nullOf = ({ protection, type = 'text' }: SourceColumn): string =>
  typedNull(protection === 'none' ? type : 'text');

/**
 * The SQL of a feature that is a field value: typed, merged by the goal's policy, dates as days before the snapshot.
 * Undefined when no table has a column of its name.
 */
export function valueSql(plan: SourcePlan, field: FeatureField, changed: ChangedFields): string | undefined {
  const found = sourceValues(plan, field, changed);
  if (found.length === 0) return undefined;
  const merged = mergeSql(plan.goal.mergePolicy, found);
  const { type, protection } = found[0]?.column ?? {};
  if (protection === 'presence') return `CASE WHEN ${merged} IS NULL THEN 0 ELSE 1 END`;
  if (type === 'boolean') return `CASE ${merged} WHEN true THEN 1 WHEN false THEN 0 END`;
  return type === 'date' || type === 'datetime' ? `(s.as_of - ${merged}) / ${DAY_MS}.0` : merged;
}

/** The name of the source that a feature's value comes from, as SQL; NULL without a value. */
export function valueSourceSql(plan: SourcePlan, field: FeatureField): string | undefined {
  const found = sourceValues(plan, field, {}).map((one) => ({
    ...one,
    value: `CASE WHEN ${one.value} IS NOT NULL THEN ${quoteText(one.source)} END`,
  }));
  return found.length === 0 ? undefined : mergeSql(plan.goal.mergePolicy, found);
}

const sourceValues = (
  plan: SourcePlan,
  { name, unit }: FeatureField,
  changed: ChangedFields,
): (SourceValue & { column: SourceColumn })[] =>
  profileSources.flatMap((source) => {
    const column = columnOf(plan, source, name);
    if (column === undefined) return [];
    if (!isJoined(plan, source)) return [{ source, column, value: nullOf(column), changedAt: sourceChangedAt(source) }];
    const value = readValue(textAt(source, column, changed), column);
    const amount =
      unit === 'money' ? inCorporateCurrency(plan, value, { table: source, alias: aliases[source] }) : value;
    return [{ source, column, value: amount, changedAt: sourceChangedAt(source) }];
  });

/** The share of the record's own standard fields that have a value. */
export function completenessSql(plan: SourcePlan, changed: ChangedFields): string {
  const own = ownSource[plan.goal.object];
  const filled = completenessColumns(plan).map(
    (column) => `(${readText(textAt(own, column, changed), 'text')} IS NOT NULL)::INTEGER`,
  );
  return filled.length === 0 ? 'NULL' : `(${filled.join(' + ')}) / ${filled.length}.0`;
}

/** A value of one source and the time of the last change of its record, as SQL. */
type SourceValue = { source: ProfileSource; value: string; changedAt: string };

const orders: Record<Exclude<Goal['mergePolicy'], 'Most recently changed'>, ProfileSource[]> = {
  'Lead first': ['lead', 'contact', 'account'],
  'Contact first': ['contact', 'lead', 'account'],
  'Account first': ['account', 'lead', 'contact'],
};

const firstOf = (values: readonly string[]): string =>
  values.length === 1 ? String(values[0]) : `coalesce(${values.join(', ')})`;

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

/** Picks a value by the merge policy; a missing one falls back to the next source. */
export function mergeSql(policy: Goal['mergePolicy'], values: readonly SourceValue[]): string {
  if (policy !== 'Most recently changed') {
    const order = orders[policy];
    const sorted = values.toSorted((one, other) => order.indexOf(one.source) - order.indexOf(other.source));
    return firstOf(sorted.map(({ value }) => value));
  }
  if (values.length === 1) return firstOf(values.map(({ value }) => value));
  // Permutations start in the order of the default policy, so a tie keeps that order.
  const cases = permutations(values).map((order) => {
    const changeTimes = order.map(({ changedAt }) => `coalesce(${changedAt}, 0)`);
    const isOrder = changeTimes.slice(1).map((time, index) => `${changeTimes[index]} >= ${time}`);
    return `WHEN ${isOrder.join(' AND ')} THEN ${firstOf(order.map(({ value }) => value))}`;
  });
  return `CASE ${cases.join(' ')} END`;
}
