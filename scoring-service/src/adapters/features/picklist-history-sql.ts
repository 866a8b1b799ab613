import type { PicklistHistory, SourcePlan, SourceTableName } from '../../domain/features/source-plan.ts';
import { isAnyText, quoteName, quoteText } from './sql-text.ts';

/** Stands for a recorded value that is none of the field's: its value is unknown, not absent. */
const UNKNOWN = '';

/** Whether a recorded text, which is not NULL, is a value of its field. */
export const isKnownText = (text: string): string => `nullif(${text}, ${quoteText(UNKNOWN)}) IS NOT NULL`;

/** Replaces labels in the history of picklists by their values, and texts that are neither by an unknown one. */
export const mapPicklistsSql = ({ picklists = [] }: SourcePlan, tables: readonly SourceTableName[]): string[] =>
  picklists
    .filter(({ table }) => tables.includes(table))
    .map(
      (picklist) =>
        `UPDATE ${quoteName(picklist.table)} SET old_value = ${valueSql('old_value', picklist)},
           new_value = ${valueSql('new_value', picklist)}
         WHERE field = ${quoteText(picklist.field)}`,
    );

/** The mapped changes with an unknown text by field, `Lead.Status`. Undefined where the plan has no picklists. */
export function unknownTextsSql(plan: SourcePlan): string | undefined {
  const objectOf = new Map(plan.tables.map(({ name, object }) => [name, object.replace(/(Field)?History$/, '')]));
  const parts = (plan.picklists ?? []).map(
    ({ table, field }) =>
      `SELECT ${quoteText(`${objectOf.get(table) ?? table}.${field}`)} AS field, count(*) AS changes
       FROM ${quoteName(table)} WHERE field = ${quoteText(field)}
         AND (old_value = ${quoteText(UNKNOWN)} OR new_value = ${quoteText(UNKNOWN)})`,
  );
  return parts.length === 0
    ? undefined
    : `SELECT field, changes FROM (${parts.join(' UNION ALL ')}) WHERE changes > 0 ORDER BY field`;
}

function valueSql(text: string, { values, labels }: PicklistHistory): string {
  const ofLabels = labels.map(({ label, value }) => `WHEN ${isAnyText(text, [label])} THEN ${quoteText(value)}`);
  return `CASE WHEN ${text} IS NULL OR ${isAnyText(text, values)} THEN ${text} ${ofLabels.join(' ')}
    ELSE ${quoteText(UNKNOWN)} END`;
}
