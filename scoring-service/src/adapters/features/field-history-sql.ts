import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import { historyForm } from '../../domain/features/source-plan.ts';
import type { Protection, SourceColumn, SourcePlan } from '../../domain/features/source-plan.ts';
import { plannedTable } from './load-tables.ts';
import { quoteName, quoteText } from './sql-text.ts';
import type { Relations } from './sql-text.ts';

/** The source records of a profile and their aliases in its query. */
export const aliases = { lead: 'l', contact: 'c', account: 'a' } as const satisfies Record<ProfileSource, string>;

export const profileSources = Object.keys(aliases) as ProfileSource[];

/** Columns whose past values field history can hold: those of features, each in the form in which it leaves the org. */
export const rebuildable = (plan: SourcePlan, source: ProfileSource): SourceColumn[] =>
  (plannedTable(plan, source)?.columns ?? []).filter(
    ({ column }) => column === 'status' || plan.fields.some(({ name }) => name === column),
  );

/** The columns with history by source. */
export type ChangedFields = Partial<Record<ProfileSource, readonly RebuiltColumn[]>>;

/** A column that history holds under its path, in the form of its protection. */
type RebuiltColumn = Pick<SourceColumn, 'path' | 'protection'>;

/** The text of a column as of `known_at`: the old value of the first later change, else the current value. */
export function textAt(
  source: ProfileSource,
  { path, column, protection }: Pick<SourceColumn, 'path' | 'column' | 'protection'>,
  changed: ChangedFields,
): string {
  const alias = aliases[source];
  const today = `${alias}.${quoteName(column)}`;
  const position = changed[source]?.findIndex((one) => one.path === path && one.protection === protection) ?? -1;
  if (position < 0) return today;
  return `CASE WHEN r_${alias}.is_changed_${position} THEN r_${alias}.old_${position} ELSE ${today} END`;
}

/**
 * Whether a row of history says what the value was, in any of the forms. The platform keeps changes of multi-select picklists
 * and long texts without their values, and the values of fields that are not read stay in the org.
 */
export function hasValues(alias: string, forms: readonly Protection[] = ['none']): string {
  const values = forms.flatMap((form) => ['old', 'new'].map((age) => `${alias}.${age}_${historyForm(form)}`));
  return `coalesce(${values.join(', ')}) IS NOT NULL`;
}

/**
 * For each row of `links`, which names the record of each source, the old values of the first changes after `known_at`, for
 * the columns that have history.
 */
export const rebuiltRelations = (changed: ChangedFields, links: string): Relations =>
  profileSources.flatMap((source): Relations => {
    const fields = changed[source] ?? [];
    if (fields.length === 0) return [];
    const forms = [...new Set(fields.map(({ protection }) => protection))];
    const columns = fields.map(
      ({ path, protection }, position) =>
        `coalesce(bool_or(field = ${quoteText(path)}), false) AS is_changed_${position}, ` +
        `max(CASE WHEN field = ${quoteText(path)} THEN old_${historyForm(protection)} END) AS old_${position}`,
    );
    const old = forms.map((form) => `h.old_${historyForm(form)}`).join(', ');
    return [
      [
        `first_changes_${source}`,
        `SELECT DISTINCT ON (k.record_id, k.as_of, h.field) k.record_id, k.as_of, h.field, ${old}
         FROM ${links} k JOIN ${source}_history h ON h.${source}_id = k.${source}_id AND h.created_date > k.known_at
           AND ${hasValues('h', forms)}
         ORDER BY k.record_id, k.as_of, h.field, h.created_date, h.id`,
      ],
      [
        `rebuilt_${source}`,
        `SELECT record_id, as_of, ${columns.join(', ')} FROM first_changes_${source} GROUP BY record_id, as_of`,
      ],
    ];
  });

/** Joins those values to a row of snapshot `s`. */
export const rebuiltJoins = (changed: ChangedFields): string =>
  profileSources
    .filter((source) => (changed[source] ?? []).length > 0)
    .map((source) => {
      const alias = `r_${aliases[source]}`;
      return `LEFT JOIN rebuilt_${source} ${alias} ON ${alias}.record_id = s.record_id AND ${alias}.as_of = s.as_of`;
    })
    .join('\n');

/** When the record of a source was last changed, where `source_change` is joined. */
export const sourceChangedAt = (source: ProfileSource): string => `x.${source}_at`;

/**
 * For the merge policy "Most recently changed": when each record of a profile was last changed as of the snapshot,
 * according to its history, else when it was created. LastModifiedDate would leak later
 * changes: it also moves with the goal itself and with every score that is written. `joins` are those of the subject.
 */
export const sourceChangeRelation = (joins: string): Relations[number] => {
  const times = profileSources.map((source) => {
    const alias = aliases[source];
    const changes = `SELECT max(h.created_date) FROM ${source}_history h
         WHERE h.${source}_id = ${alias}.id AND h.created_date <= s.as_of`;
    return `coalesce((${changes}), ${alias}.created_date) AS ${source}_at`;
  });
  return ['source_change', `SELECT s.record_id, s.as_of, ${times.join(',\n       ')} FROM snapshot s ${joins}`];
};

export const sourceChangeJoin = 'LEFT JOIN source_change x ON x.record_id = s.record_id AND x.as_of = s.as_of';

/** F8: the last change in history as of the snapshot. */
export const changeRelations = (own: ProfileSource): Relations => [
  [
    'last_change',
    `SELECT s.record_id, s.as_of, max(h.created_date) AS changed_at
     FROM snapshot s JOIN ${own}_history h ON h.${own}_id = s.record_id AND h.created_date <= s.as_of
     GROUP BY s.record_id, s.as_of`,
  ],
];
