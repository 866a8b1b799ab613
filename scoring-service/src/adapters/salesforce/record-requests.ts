import { allOf, buildSoql, quoteSoql, selectedPaths } from '../../domain/features/build-soql.ts';
import type { SourceColumn, SourcePlan, SourceTable, SourceTableName } from '../../domain/features/source-plan.ts';

/** A subrequest of a composite request. */
export type Subrequest = { method: 'GET'; url: string; referenceId: string };

/** The tables of what belongs to a lead, with the names of their relationships. */
export const leadChildren: { table: SourceTableName; relationship: string }[] = [
  { table: 'task', relationship: 'Tasks' },
  { table: 'event', relationship: 'Events' },
  { table: 'campaign_member', relationship: 'CampaignMembers' },
  { table: 'lead_history', relationship: 'Histories' },
];

/** Where a later subrequest finds the e-mail address of the lead. */
const emailReference = '@{lead.records[0].Email}';
/** An address goes into an address of the web as it is: anything else there would be read as something else. */
const plainEmail = /^[A-Za-z0-9._@-]+$/;

/** Whether the org can put the address into the following queries itself. */
export const isPlainEmail = (email: string): boolean => plainEmail.test(email);

/** Of other leads with the same address only what counting them needs. */
const countedPaths = new Set(['id', 'createddate', 'email']);
export const countedColumns = (columns: SourceColumn[]): SourceColumn[] =>
  columns.filter(({ path }) => countedPaths.has(path.toLowerCase()));

export const tableOf = (plan: SourcePlan, name: SourceTableName): SourceTable | undefined =>
  plan.tables.find((table) => table.name === name);

const subrequest = (root: string, referenceId: string, soql: string, resource = 'query'): Subrequest => ({
  method: 'GET',
  // A reference is read before the address is decoded.
  url: `${root}/${resource}?q=${encodeURIComponent(soql).replaceAll(encodeURIComponent(emailReference), emailReference)}`,
  referenceId,
});

/** The lead with its activities, archived ones included, its campaigns and its history, as one query. */
export function leadQuery(plan: SourcePlan, lead: SourceTable, recordId: string): string {
  const children = leadChildren.flatMap(({ table, relationship }) => {
    const child = tableOf(plan, table);
    return child === undefined ? [] : [`(${buildSoql(child, 'IsDeleted = false', relationship)})`];
  });
  const columns = [...lead.columns, { path: 'Id' }, { path: 'Email' }];
  const select = [...selectedPaths(columns), ...children].join(', ');
  return `SELECT ${select} FROM ${lead.object} WHERE Id = ${quoteSoql(recordId)} AND IsDeleted = false`;
}

/** Who shares the address: `quotedEmail` is SOQL. */
function emailQueries(plan: SourcePlan, recordId: string, quotedEmail: string): [SourceTableName, string][] {
  const [lead, contact, account] = [tableOf(plan, 'lead'), tableOf(plan, 'contact'), tableOf(plan, 'account')];
  const hasEmail = `Email = ${quotedEmail}`;
  const queries: [SourceTableName, string][] = [];
  if (contact) queries.push(['contact', buildSoql(contact, hasEmail)]);
  if (account) {
    const ofContacts = `SELECT AccountId FROM Contact WHERE ${hasEmail}`;
    queries.push(['account', buildSoql(account, `Id IN (${ofContacts})`)]);
  }
  if (lead) {
    const others = allOf(hasEmail, `Id != ${quoteSoql(recordId)}`);
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
    subrequest(root, 'goal', goalSoql),
    subrequest(root, 'lead', leadQuery(plan, lead, recordId), 'queryAll'),
    ...sharedRequests(root, plan, recordId, `'${emailReference}'`),
  ];
}

/** The part about those with the same address, for an address that is known. */
export const sharedRequests = (root: string, plan: SourcePlan, recordId: string, quotedEmail: string): Subrequest[] =>
  emailQueries(plan, recordId, quotedEmail).map(([table, soql]) => subrequest(root, `same_email_${table}`, soql));
