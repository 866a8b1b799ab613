import { engagementTables } from '../../domain/features/engagement-sources.ts';
import { ownSource } from '../../domain/features/feature-catalogue.ts';
import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';
import type { SourcePlan, SourceRow, SourceRows } from '../../domain/features/source-plan.ts';
import { optOutColumns } from './privacy-opt-outs.ts';

/** As the tables have it: text without a visible character is no value. */
const hasValue = (text: string | undefined): boolean => text !== undefined && /[^ ]/.test(text);

/** The event of nobody but an e-mail address. */
const isOfAddress = ({ lead_id, contact_id, email_key }: SourceRow): boolean =>
  !hasValue(lead_id) && !hasValue(contact_id) && hasValue(email_key);

/**
 * What is in the rows of a single evaluation: the tables with rows, the fields with changes (`lead_history.Email`), opt-outs,
 * leads that became a contact and events of addresses. A relation over what is absent is left out of the query, whose time
 * depends on the number of its operators alone: a typical lead's has 89 instead of 280.
 */
export function presentIn(rows: SourceRows): ReadonlySet<string> {
  const present = new Set<string>();
  for (const [table, ofTable] of Object.entries(rows)) {
    if (ofTable.length > 0) present.add(table);
    if (!table.endsWith('_history')) continue;
    for (const { field } of ofTable) if (field !== undefined) present.add(`${table}.${field.trim()}`);
  }
  const people = [...(rows.lead ?? []), ...(rows.contact ?? [])];
  if (people.some((row) => optOutColumns.some((column) => isSet(row[column])))) present.add('opt-out');
  if (rows.lead?.some(({ converted_contact_id: id }) => hasValue(id))) present.add('converted lead');
  if (engagementTables.some((table) => rows[table]?.some(isOfAddress))) present.add('event of an address');
  return present;
}

const isSet = (text: string | undefined): boolean => hasValue(text) && text?.trim().toLowerCase() !== 'false';

/** Whether the tables of a plan can have this; all of it unless the plan is that of known rows. */
export const has = ({ present }: Pick<SourcePlan, 'present'>, what: string): boolean => present?.has(what) ?? true;

/** Whether a profile's query joins a source: its own, and others with rows or, where the policy asks for them, changes. */
export const isJoined = (plan: SourcePlan, source: ProfileSource): boolean =>
  plan.goal.mergePolicy === 'Most recently changed' || ownSource[plan.goal.object] === source || has(plan, source);
