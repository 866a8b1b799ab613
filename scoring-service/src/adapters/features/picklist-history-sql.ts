import type { PicklistHistory, SourceColumn, SourcePlan, SourceTableName } from '../../domain/features/source-plan.ts';
import { has } from './present-rows.ts';
import { isAnyText, quoteName, quoteText } from './sql-text.ts';

/** Stands for a recorded value that is none of the field's: its value is unknown, not absent. */
const UNKNOWN = '';

/** Whether a recorded text, which is not NULL, is a value of its field. */
export const isKnownText = (text: string): string => `nullif(${text}, ${quoteText(UNKNOWN)}) IS NOT NULL`;

/**
 * Makes history say what the columns of the records say: the values of picklists instead of labels, an unknown text for
 * those that are neither, and the changed names of lookups under the path that is read, where the platform keeps each
 * change twice, by ids and by names.
 */
export const readHistorySql = (plan: SourcePlan, tables: readonly SourceTableName[]): string[] => [
  ...(plan.picklists ?? [])
    .filter(({ table, field }) => tables.includes(table) && has(plan, `${table}.${field}`))
    .map(
      (picklist) =>
        `UPDATE ${quoteName(picklist.table)} SET old_value = ${valueSql('old_value', picklist)},
           new_value = ${valueSql('new_value', picklist)}
         WHERE field = ${quoteText(picklist.field)}`,
    ),
  ...plan.tables.flatMap(({ name, columns }) => {
    const history = `${name}_history` as SourceTableName;
    return tables.includes(history) ? columns.flatMap((column) => lookupSql(plan, history, column)) : [];
  }),
];

/** The number in an id starts with zeros, which a name of 15 or 18 letters and digits hardly has in that place. */
const isId = (text: string): string => `regexp_full_match(${text}, '[a-zA-Z0-9]{6}00[a-zA-Z0-9]{7}([A-Z0-5]{3})?')`;

const lookupSql = (plan: SourcePlan, history: SourceTableName, { path, lookup }: SourceColumn): string[] =>
  lookup === undefined || !has(plan, `${history}.${lookup.history}`)
    ? []
    : [
        `UPDATE ${quoteName(history)} SET field = ${quoteText(path)}
         WHERE field = ${quoteText(lookup.history)} AND NOT ${isId('coalesce(new_value, old_value)')}`,
      ];

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
