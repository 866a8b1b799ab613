import type { SourcePlan, SourceTableName } from '../../domain/features/source-plan.ts';
import { plannedTable } from './load-tables.ts';

/** A row with an amount: its table and alias in the query, the column of its currency and, for a past amount, its time. */
type Amount = { table: SourceTableName; alias: string; currency?: string; at?: string };

/**
 * A number of a record in the org's corporate currency: divided by the rate of the record's currency, for an amount of the
 * past by the dated rate of that day where the org has one. Unchanged in an org of one currency, NULL without a rate.
 */
export function inCorporateCurrency(
  plan: SourcePlan,
  value: string,
  { table, alias, currency = 'currency_iso', at }: Amount,
): string {
  const hasCurrency = plannedTable(plan, table)?.columns.some(({ column }) => column === currency) ?? false;
  if (!hasCurrency || plannedTable(plan, 'currency_type') === undefined) return value;
  const current = `(SELECT any_value(r.conversion_rate) FROM currency_type r WHERE r.iso_code = ${alias}.${currency})`;
  const dated = `(SELECT arg_max(r.conversion_rate, r.start_date) FROM dated_rate r
    WHERE r.iso_code = ${alias}.${currency} AND r.start_date <= ${at})`;
  const isDated = at !== undefined && plannedTable(plan, 'dated_rate') !== undefined;
  const rate = isDated ? `coalesce(${dated}, ${current})` : current;
  return `(CASE WHEN ${alias}.${currency} IS NULL THEN ${value} ELSE ${value} / nullif(${rate}, 0) END)`;
}
