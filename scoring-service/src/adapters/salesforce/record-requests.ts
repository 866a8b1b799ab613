import { allOf, buildSoql, quoteSoql, selectedPaths } from '../../domain/soql.ts';
import { comparedFields, waysOf } from '../../domain/features/account-ways.ts';
import type { SourceColumn, SourcePlan, SourceTable, SourceTableName } from '../../domain/features/source-plan.ts';
import type { Subrequest } from './queries.ts';

/** The child tables of a record with the names of their relationships. */
export type Children = readonly { table: SourceTableName; relationship: string }[];

/** The activities and campaigns of a person. */
export const personChildren: Children = [
  { table: 'task', relationship: 'Tasks' },
  { table: 'event', relationship: 'Events' },
  { table: 'task_relation', relationship: 'TaskRelations' },
  { table: 'event_relation', relationship: 'EventRelations' },
  { table: 'email_relation', relationship: 'EmailMessageRelations' },
  { table: 'campaign_member', relationship: 'CampaignMembers' },
];

export const leadChildren: Children = [...personChildren, { table: 'lead_history', relationship: 'Histories' }];

/**
 * The child tables of a contact or account that a record is matched to: its history, which only the policy "Most recently
 * changed" needs to decide which record was changed last, and the roles of the contact.
 */
export const matchedChildren = ({ goal }: SourcePlan, source: 'contact' | 'account'): Children => [
  ...(goal.mergePolicy === 'Most recently changed'
    ? [{ table: `${source}_history` as const, relationship: 'Histories' }]
    : []),
  ...(source === 'contact'
    ? [{ table: 'opportunity_contact_role' as const, relationship: 'OpportunityContactRoles' }]
    : []),
];

/** Lets a later subrequest of the same composite request use the lead's e-mail address. */
const emailReference = '@{lead.records[0].Email}';
/** A reference is inserted into the URL unescaped, so only characters without a meaning in a URL or in SOQL are safe. */
const plainEmail = /^[A-Za-z0-9._@-]+$/;

/** Whether later subrequests can reference the address instead of containing it. */
export const isPlainEmail = (email: string): boolean => plainEmail.test(email);

/** Leads with the same address are read only to count them, for their names and for the privacy opt-outs of their person. */
const countedPaths = new Set([
  ...['id', 'createddate', 'email', 'name'],
  ...['individual.hasoptedoutprofiling', 'individual.hasoptedoutprocessing', 'individual.shouldforget'],
]);
export const countedColumns = (columns: SourceColumn[]): SourceColumn[] =>
  columns.filter(({ path }) => countedPaths.has(path.toLowerCase()));

export const tableOf = (plan: SourcePlan, name: SourceTableName): SourceTable | undefined =>
  plan.tables.find((table) => table.name === name);

/** Without an e-mail address to query by, for instance a sensitive or an encrypted one, people are not matched. */
export const isMatchedByEmail = (plan: SourcePlan, table: 'lead' | 'contact' = 'contact'): boolean =>
  tableOf(plan, table)?.columns.some(({ column }) => column === 'email_key') ?? false;

export const subrequest = (root: string, referenceId: string, soql: string, resource = 'query'): Subrequest => ({
  method: 'GET',
  // The org resolves references before it decodes the URL, so they must not be escaped.
  url: `${root}/${resource}?q=${encodeURIComponent(soql).replaceAll(encodeURIComponent(emailReference), emailReference)}`,
  referenceId,
});

export const idList = (recordIds: readonly string[]): string => `(${recordIds.map(quoteSoql).join(', ')})`;

/** Records with their child records as one query; sent to `queryAll` it also finds archived activities. */
export function recordQuery(
  plan: SourcePlan,
  table: SourceTable,
  { children, where, also = [] }: { children: Children; where: string; also?: string[] },
): string {
  const subqueries = children.flatMap(({ table: name, relationship }) => {
    const child = tableOf(plan, name);
    return child === undefined ? [] : [`(${buildSoql(child, 'IsDeleted = false', relationship)})`];
  });
  const columns = [...table.columns, { path: 'Id' }, ...also.map((path) => ({ path }))];
  const select = [...selectedPaths(columns), ...subqueries].join(', ');
  return `SELECT ${select} FROM ${table.object} WHERE ${where} AND IsDeleted = false`;
}

/** The fields of a lead that matching needs as texts, to query by them. */
export const matchedFields = (plan: SourcePlan): string[] => [
  ...(isMatchedByEmail(plan, 'lead') ? ['Email'] : []),
  ...waysOf(plan).map((way) => comparedFields[way].leadField),
];

/** Leads with their activities, campaign memberships and history. */
const leadQuery = (plan: SourcePlan, lead: SourceTable, where: string): string =>
  recordQuery(plan, lead, { children: leadChildren, where, also: matchedFields(plan) });

/** Contacts, accounts and leads with the same e-mail addresses as the records; `quotedEmails` are SOQL literals. */
function emailQueries(
  plan: SourcePlan,
  recordIds: readonly string[],
  quotedEmails: readonly string[],
): [SourceTableName, string][] {
  if (!isMatchedByEmail(plan, 'lead')) return [];
  const [lead, contact, account] = [tableOf(plan, 'lead'), tableOf(plan, 'contact'), tableOf(plan, 'account')];
  const hasEmail = `Email IN (${quotedEmails.join(', ')})`;
  const queries: [SourceTableName, string][] = [];
  const addSource = (source: 'contact' | 'account', table: SourceTable, where: string): void => {
    queries.push([source, recordQuery(plan, table, { children: matchedChildren(plan, source), where })]);
  };
  if (contact) addSource('contact', contact, hasEmail);
  if (account) {
    const ofContacts = `SELECT AccountId FROM Contact WHERE ${hasEmail}`;
    addSource('account', account, `Id IN (${ofContacts})`);
  }
  if (lead) {
    const others = allOf(hasEmail, `Id NOT IN ${idList(recordIds)}`);
    queries.push(['lead', buildSoql({ ...lead, columns: countedColumns(lead.columns) }, others)]);
  }
  return queries;
}

/** The goal, one lead and all records that its features need: one composite request of at most five queries. */
export function recordRequests(
  root: string,
  { plan, lead, recordId, goalSoql }: { plan: SourcePlan; lead: SourceTable; recordId: string; goalSoql: string },
): Subrequest[] {
  return [
    ...leadRequests(root, { plan, lead, recordIds: [recordId], goalSoql }),
    ...sharedRequests(root, plan, [recordId], [`'${emailReference}'`]),
  ];
}

/** The goal and leads with their child records. */
export const leadRequests = (
  root: string,
  asked: { plan: SourcePlan; lead: SourceTable; recordIds: readonly string[]; goalSoql: string },
): Subrequest[] => [
  subrequest(root, 'goal', asked.goalSoql),
  subrequest(root, 'lead', leadQuery(asked.plan, asked.lead, `Id IN ${idList(asked.recordIds)}`), 'queryAll'),
];

/** The queries for records with the same e-mail addresses, when the addresses are known. */
export const sharedRequests = (
  root: string,
  plan: SourcePlan,
  recordIds: readonly string[],
  quotedEmails: readonly string[],
): Subrequest[] =>
  emailQueries(plan, recordIds, quotedEmails).map(([table, soql]) => subrequest(root, `same_email_${table}`, soql));
