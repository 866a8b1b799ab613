import { scoreFieldsOf } from '../goals/score-field-set.ts';
import type { OrgFacts } from '../org-facts.ts';
import { quoteSoql } from '../soql.ts';
import { objectOf } from './feature-catalogue.ts';
import type { ProfileSource } from './feature-catalogue.ts';
import type { Protection, SourceColumn, SourceTable, SourceTableName } from './source-plan.ts';

/** The tables of field histories with the record whose changes they hold. */
export const historySources: Partial<Record<SourceTableName, ProfileSource>> = {
  lead_history: 'lead',
  contact_history: 'contact',
  account_history: 'account',
};

/** Fields rebuilt from history besides features: a lead's status, a contact's account. */
const alwaysRebuilt: Record<ProfileSource, string[]> = { lead: ['Status'], contact: ['Account'], account: [] };

/**
 * The changes of a history that are read: all, because each is a change of its record, without those of scores, which
 * every run would make.
 */
export function historyCondition(source: ProfileSource, facts: OrgFacts): string | undefined {
  const scores = scoreFieldsOf(facts, objectOf[source]);
  return scores.length === 0 ? undefined : `Field NOT IN (${scores.map(quoteSoql).join(', ')})`;
}

/**
 * The tables with the columns of their histories for those columns of the records whose past values are needed: each value in
 * the form in which the field itself leaves the org, so one change of an e-mail address has its key, its kind and its
 * presence. The values of all other fields stay in the org. `features` are the names of the features.
 */
export const planHistories = (tables: readonly SourceTable[], features: ReadonlySet<string>): SourceTable[] =>
  tables.map((table) => {
    const source = historySources[table.name];
    if (source === undefined) return table;
    const ofRecord = tables.find(({ name }) => name === source)?.columns ?? [];
    const needed = ofRecord.filter(({ column, protection }) =>
      protection === 'none' || protection === 'key' ? features.has(column) || column === 'email_key' : true,
    );
    return { ...table, columns: historyColumns(source, table.columns, needed) };
  });

function historyColumns(
  source: ProfileSource,
  columns: readonly SourceColumn[],
  needed: readonly SourceColumn[],
): SourceColumn[] {
  const fieldsOf = (wanted: Protection): string[] => [
    ...new Set([
      ...(wanted === 'none' ? alwaysRebuilt[source] : []),
      ...needed.flatMap((column) => (column.protection === wanted ? (historyFieldOf(column) ?? []) : [])),
    ]),
  ];
  return columns.flatMap((column) => {
    if (column.path !== 'OldValue' && column.path !== 'NewValue') return [column];
    const ofFields = fieldsOf(column.protection);
    return ofFields.length === 0 && column.protection !== 'none' ? [] : [{ ...column, ofFields }];
  });
}

/** The name of a column's field in field history; undefined for a value of another record, which has a history of its own. */
export function historyFieldOf({ path, lookup }: Pick<SourceColumn, 'path' | 'lookup'>): string | undefined {
  if (lookup !== undefined) return lookup.history;
  return path.includes('.') ? undefined : path;
}
