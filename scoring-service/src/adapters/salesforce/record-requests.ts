import type { SourceColumn, SourcePlan, SourceTable, SourceTableName } from '../../domain/features/source-plan.ts';
import { allOf, buildSoql, quoteSoql, selectedPaths } from '../../domain/soql.ts';

/** A subrequest of a composite request. */
export type Subrequest = { method: 'GET'; url: string; referenceId: string };

/** The tables of what belongs to a record, with the names of their relationships. */
export type Children = readonly { table: SourceTableName; relationship: string }[];

export const leadChildren: Children = [
  { table: 'task', relationship: 'Tasks' },
  { table: 'event', relationship: 'Events' },
  { table: 'campaign_member', relationship: 'CampaignMembers' },
  { table: 'lead_history', relationship: 'Histories' },
];

/** Which of several records was changed last is told by their history; no other policy asks for it. */
export const mergedHistory = ({ goal }: SourcePlan, source: 'contact' | 'account'): Children =>
  goal.mergePolicy === 'Most recently changed' ? [{ table: `${source}_history`, relationship: 'Histories' }] : [];

/** Where a later subrequest finds the e-mail address of the lead. */
const emailReference = '@{lead.records[0].Email}';
/** An address goes into an address of the web as it is: anything else there would be read as something else. */
const plainEmail = /^[A-Za-z0-9._@-]+$/;

/** Whether the org can put the address into the following queries itself. */
export const isPlainEmail = (email: string): boolean => plainEmail.test(email);

/** Of other leads with the same address only what counting them needs, and what their person wishes. */
const countedPaths = new Set([
  ...['id', 'createddate', 'email'],
  ...['individual.hasoptedoutprofiling', 'individual.hasoptedoutprocessing', 'individual.shouldforget'],
]);
export const countedColumns = (columns: SourceColumn[]): SourceColumn[] =>
  columns.filter(({ path }) => countedPaths.has(path.toLowerCase()));

export const tableOf = (plan: SourcePlan, name: SourceTableName): SourceTable | undefined =>
  plan.tables.find((table) => table.name === name);

export const subrequest = (root: string, referenceId: string, soql: string, resource = 'query'): Subrequest => ({
  method: 'GET',
  // A reference is read before the address is decoded.
  url: `${root}/${resource}?q=${encodeURIComponent(soql).replaceAll(encodeURIComponent(emailReference), emailReference)}`,
  referenceId,
});

export const idList = (recordIds: readonly string[]): string => `(${recordIds.map(quoteSoql).join(', ')})`;

/** Records with what belongs to them as one query; of all records, it finds archived activities too. */
export function familyQuery(
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

/** Leads with their activities, their campaigns and their history. */
export const leadQuery = (plan: SourcePlan, lead: SourceTable, where: string): string =>
  familyQuery(plan, lead, { children: leadChildren, where, also: ['Email'] });

/** Who shares an address with the records: `quotedEmails` are SOQL. */
function emailQueries(
  plan: SourcePlan,
  recordIds: readonly string[],
  quotedEmails: readonly string[],
): [SourceTableName, string][] {
  const [lead, contact, account] = [tableOf(plan, 'lead'), tableOf(plan, 'contact'), tableOf(plan, 'account')];
  const hasEmail = `Email IN (${quotedEmails.join(', ')})`;
  const queries: [SourceTableName, string][] = [];
  const whole = (source: 'contact' | 'account', table: SourceTable, where: string): void => {
    queries.push([source, familyQuery(plan, table, { children: mergedHistory(plan, source), where })]);
  };
  if (contact) whole('contact', contact, hasEmail);
  if (account) {
    const ofContacts = `SELECT AccountId FROM Contact WHERE ${hasEmail}`;
    whole('account', account, `Id IN (${ofContacts})`);
  }
  if (lead) {
    const others = allOf(hasEmail, `Id NOT IN ${idList(recordIds)}`);
    queries.push(['lead', buildSoql({ ...lead, columns: countedColumns(lead.columns) }, others)]);
  }
  return queries;
}

/** Everything a lead's features need, in one composite request of at most five queries. */
export function recordRequests(
  root: string,
  { plan, lead, recordId, goalSoql }: { plan: SourcePlan; lead: SourceTable; recordId: string; goalSoql: string },
): Subrequest[] {
  return [
    ...leadRequests(root, { plan, lead, recordIds: [recordId], goalSoql }),
    ...sharedRequests(root, plan, [recordId], [`'${emailReference}'`]),
  ];
}

/** The goal and leads with what belongs to them. */
export const leadRequests = (
  root: string,
  asked: { plan: SourcePlan; lead: SourceTable; recordIds: readonly string[]; goalSoql: string },
): Subrequest[] => [
  subrequest(root, 'goal', asked.goalSoql),
  subrequest(root, 'lead', leadQuery(asked.plan, asked.lead, `Id IN ${idList(asked.recordIds)}`), 'queryAll'),
];

/** The part about those with the same addresses, for addresses that are known. */
export const sharedRequests = (
  root: string,
  plan: SourcePlan,
  recordIds: readonly string[],
  quotedEmails: readonly string[],
): Subrequest[] =>
  emailQueries(plan, recordIds, quotedEmails).map(([table, soql]) => subrequest(root, `same_email_${table}`, soql));
