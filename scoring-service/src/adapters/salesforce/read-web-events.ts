import { engagementTables } from '../../domain/features/engagement-sources.ts';
import type { SourcePlan, SourceTable } from '../../domain/features/source-plan.ts';
import { quoteSoql } from '../../domain/soql.ts';
import { idList, tableOf } from './record-requests.ts';
import type { TableQuery } from './table-queries.ts';

/** The people whose events count for some records. */
export type EventPeople = { leadIds: readonly string[]; contactIds: readonly string[]; emails: readonly string[] };

/** The ids and addresses of one request must fit into URLs. */
const partSize = 50;

/** An event that names a lead or a contact is theirs, whatever its address is. */
function whereOf({ columns }: SourceTable, { leadIds, contactIds, emails }: EventPeople): string | undefined {
  const pathOf = (name: string): string | undefined => columns.find(({ column }) => column === name)?.path;
  const [lead, contact, email] = [pathOf('lead_id'), pathOf('contact_id'), pathOf('email_key')];
  const conditions = [
    ...(lead !== undefined && leadIds.length > 0 ? [`${lead} IN ${idList(leadIds)}`] : []),
    ...(contact !== undefined && contactIds.length > 0 ? [`${contact} IN ${idList(contactIds)}`] : []),
  ];
  if (email !== undefined && emails.length > 0) {
    const isNobodys = [lead, contact].flatMap((path) => (path === undefined ? [] : [`${path} = null`]));
    conditions.push(`(${[...isNobodys, `${email} IN (${emails.map(quoteSoql).join(', ')})`].join(' AND ')})`);
  }
  return conditions.length === 0 ? undefined : conditions.join(' OR ');
}

/** The queries for the website events of people: one for each 50 of them and each source of events of the plan. */
export function eventQueries(plan: SourcePlan, people: EventPeople): TableQuery[] {
  const tables = engagementTables.flatMap((name) => tableOf(plan, name) ?? []);
  const most = tables.length === 0 ? 0 : Math.max(...Object.values(people).map(({ length }) => length));
  const queries: TableQuery[] = [];
  for (let start = 0; start < most; start += partSize) {
    const part = <T>(all: readonly T[]): T[] => all.slice(start, start + partSize);
    const asked = { leadIds: part(people.leadIds), contactIds: part(people.contactIds), emails: part(people.emails) };
    for (const table of tables) {
      const where = whereOf(table, asked);
      if (where !== undefined) queries.push({ name: `${table.name}_${start}`, table: table.name, where: `(${where})` });
    }
  }
  return queries;
}
