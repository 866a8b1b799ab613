import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import type { SourceColumn, SourcePlan } from '../../domain/features/source-plan.ts';
import { plannedTable } from './load-sql.ts';
import { quoteName, quoteText } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/** The records that a profile is made of, and what they are called in its query. */
export const aliases = { lead: 'l', contact: 'c', account: 'a' } as const satisfies Record<ProfileSource, string>;

export const profileSources = Object.keys(aliases) as ProfileSource[];

/** Columns that can be rebuilt: history holds the values of fields that leave the org as they are. */
export const rebuildable = (plan: SourcePlan, source: ProfileSource): SourceColumn[] =>
  (plannedTable(plan, source)?.columns ?? []).filter(
    ({ column, protection }) =>
      column === 'status' || (protection === 'none' && plan.fields.some(({ name }) => name === column)),
  );

/** By source the fields of which there is history to rebuild values from, as history names them. */
export type ChangedFields = Partial<Record<ProfileSource, readonly string[]>>;

/** The text of a column as it stood at `known_at`: before the first change after that, else as it is today. */
export function textAt(
  source: ProfileSource,
  { path, column }: Pick<SourceColumn, 'path' | 'column'>,
  changed: ChangedFields,
): string {
  const alias = aliases[source];
  const today = `${alias}.${quoteName(column)}`;
  const position = changed[source]?.indexOf(path) ?? -1;
  if (position < 0) return today;
  return `CASE WHEN r_${alias}.is_changed_${position} THEN r_${alias}.old_${position} ELSE ${today} END`;
}

/**
 * For each row of `links`, which names the record of each source, the values before their first change after
 * `known_at`, for fields that have history at all.
 */
export const rebuiltRelations = (changed: ChangedFields, links: string): Relations =>
  profileSources.flatMap((source): Relations => {
    const fields = changed[source] ?? [];
    if (fields.length === 0) return [];
    const columns = fields.map(
      (field, position) =>
        `coalesce(bool_or(field = ${quoteText(field)}), false) AS is_changed_${position}, ` +
        `max(old_value) FILTER (field = ${quoteText(field)}) AS old_${position}`,
    );
    return [
      [
        `first_changes_${source}`,
        `SELECT DISTINCT ON (k.record_id, k.as_of, h.field) k.record_id, k.as_of, h.field, h.old_value
         FROM ${links} k JOIN ${source}_history h ON h.${source}_id = k.${source}_id AND h.created_date > k.known_at
         ORDER BY k.record_id, k.as_of, h.field, h.created_date, h.id`,
      ],
      [
        `rebuilt_${source}`,
        `SELECT record_id, as_of, ${columns.join(', ')} FROM first_changes_${source} GROUP BY record_id, as_of`,
      ],
    ];
  });

/** How those values are joined to a row of snap `s`. */
export const rebuiltJoins = (changed: ChangedFields): string =>
  profileSources
    .filter((source) => (changed[source] ?? []).length > 0)
    .map((source) => {
      const alias = `r_${aliases[source]}`;
      return `LEFT JOIN rebuilt_${source} ${alias} ON ${alias}.record_id = s.record_id AND ${alias}.as_of = s.as_of`;
    })
    .join('\n');
